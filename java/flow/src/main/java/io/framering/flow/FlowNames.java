// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** What the first bytes of a flow say; null where they do not. */
record FlowNames(
    String tlsServerName,
    String tlsAlpn,
    String tlsVersion,
    String httpRequest,
    String httpHost,
    String dnsName,
    String sshBanner) {
  static final FlowNames NONE = new FlowNames(null, null, null, null, null, null, null);

  /** These names, and the other ones where there is none. */
  FlowNames or(FlowNames other) {
    return new FlowNames(
        tlsServerName != null ? tlsServerName : other.tlsServerName,
        tlsAlpn != null ? tlsAlpn : other.tlsAlpn,
        tlsVersion != null ? tlsVersion : other.tlsVersion,
        httpRequest != null ? httpRequest : other.httpRequest,
        httpHost != null ? httpHost : other.httpHost,
        dnsName != null ? dnsName : other.dnsName,
        sshBanner != null ? sshBanner : other.sshBanner);
  }
}
