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

  FlowNames or(FlowNames other) {
    return this == NONE ? other : this;
  }
}
