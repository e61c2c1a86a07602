// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

/** The protocol over UDP and TCP: tcpdump's {@code -T}. */
public enum PayloadType {
  /** The protocol of the ports. */
  BY_PORT,
  /** DNS, over UDP and TCP. */
  DOMAIN,
  /** RADIUS, over UDP. */
  RADIUS,
  /** SNMP, over UDP. */
  SNMP,
  /** TFTP, over UDP. */
  TFTP,
  /** VXLAN, over UDP. */
  VXLAN
}
