// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;

/** A packet of which not all fragments have come. {@link FragmentStore} has its bytes. */
final class IncompletePacket extends Keyed {
  private static final int UNKNOWN = -1;

  final boolean ipv6;
  final long startNanos;

  /** Its pages; the first {@link #pageCount} exist. */
  int[] pages = new int[2];

  int pageCount;

  /** Where the next record begins, and the number of fragments among the records. */
  int end;

  int fragments;

  /** Units of eight bytes that came. */
  int units;

  /** Of the whole payload, once the last fragment came. */
  int length = UNKNOWN;

  /** The highest end of a fragment. */
  int highest;

  boolean overlaps;

  /** Only absorbs late fragments. */
  boolean dropped;

  // Of the first fragment.
  int prefixRecord = UNKNOWN;
  int headerAt;
  int prefixLength;
  int nextHeaderAt;
  int nextHeader;
  int pppoeAt;
  int interfaceIndex;
  Direction direction;
  LinkType linkType;
  int linkTypeNumber;
  VlanTag vlanTag;
  int vlanTpid;
  int vlanTci;
  Checksum checksum;

  IncompletePacket(
      int hash,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      long number,
      boolean ipv6,
      long startNanos) {
    super(hash, sourceHigh, sourceLow, destinationHigh, destinationLow, number);
    this.ipv6 = ipv6;
    this.startNanos = startNanos;
  }

  boolean hasFirst() {
    return prefixRecord != UNKNOWN;
  }

  boolean hasLast() {
    return length != UNKNOWN;
  }

  boolean isComplete() {
    return hasFirst() && hasLast() && units == (length + 7) / 8;
  }

  /** Keeps what the whole packet has from its first fragment. */
  void keepFirst(Fragment fragment, Frame frame, int record) {
    prefixRecord = record;
    headerAt = fragment.headerAt;
    prefixLength = fragment.prefixLength;
    nextHeaderAt = fragment.nextHeaderAt;
    nextHeader = fragment.nextHeader;
    pppoeAt = fragment.pppoeAt;
    interfaceIndex = frame.interfaceIndex();
    direction = frame.direction();
    linkType = frame.linkType();
    linkTypeNumber = frame.linkTypeNumber();
    vlanTag = frame.vlanTag();
    vlanTpid = frame.vlanTpid();
    vlanTci = frame.vlanTci();
    checksum = frame.checksum() == Checksum.NOT_READY ? Checksum.NOT_READY : Checksum.UNKNOWN;
  }
}
