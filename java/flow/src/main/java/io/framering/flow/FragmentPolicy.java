// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * Which bytes of an IPv4 packet are used where fragments overlap. Honest senders send no such
 * fragments; hosts differ in what they make of them. IPv6 packets with overlapping fragments are
 * dropped, see RFC 5722.
 */
public enum FragmentPolicy {
  /**
   * Those of the fragment with the lower offset; if both begin alike, those that came first. As
   * Wireshark and BSD.
   */
  LOWEST,
  /** Those that came first. */
  FIRST,
  /** Those that came last. */
  LAST,
  /** The packet is dropped, as by Linux since version 4.18. */
  DROP
}
