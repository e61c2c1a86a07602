// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * One direction of a stream. A position is a number of bytes since the first one that is known:
 * unlike sequence numbers it does not wrap around.
 */
final class TcpHalf {
  private static final long UNKNOWN = Long.MAX_VALUE;

  final TcpStream stream;
  final StreamDirection direction;

  /** Early bytes, see {@link EarlyBytes}: the page with the table, their number, the first one. */
  int table;

  long held;
  long firstHeld;
  TcpHalf nextHolder;
  TcpHalf previousHolder;

  private boolean seen;
  private boolean synchronised;
  private boolean opened;
  private int initial;
  private int nextSequence;
  private long position;
  private long missing;
  private long end = UNKNOWN;
  private long reset = UNKNOWN;
  private long acknowledged;

  TcpHalf(TcpStream stream, StreamDirection direction) {
    this.stream = stream;
    this.direction = direction;
  }

  /** A segment of this direction was captured. */
  void see() {
    seen = true;
  }

  boolean wasSeen() {
    return seen;
  }

  /** Whether the next sequence number is known. */
  boolean isSynchronised() {
    return synchronised;
  }

  /** Begins at this sequence number; without effect if it is known already. */
  void synchronise(int sequence) {
    if (!synchronised) {
      synchronised = true;
      nextSequence = sequence;
    }
  }

  /** SYN was seen: data begins after its sequence number. */
  void open(int sequence) {
    synchronise(sequence + 1);
    opened = true;
    initial = sequence;
  }

  /** Whether SYN with this sequence number cannot belong to the stream so far. */
  boolean isOtherThan(int synSequence) {
    return opened ? synSequence != initial : synchronised && position(synSequence + 1) != 0;
  }

  /** The position of a sequence number, at most 2^31 away from the next one. */
  long position(int sequence) {
    return position + (sequence - nextSequence);
  }

  /** The position of the next byte to hand on. */
  long position() {
    return position;
  }

  /** The sequence number of the next byte to hand on. */
  int sequence() {
    return nextSequence;
  }

  void advance(long bytes) {
    position += bytes;
    nextSequence += (int) bytes;
  }

  void advanceMissing(long bytes) {
    advance(bytes);
    missing += bytes;
  }

  long missing() {
    return missing;
  }

  long handedOn() {
    return position - missing;
  }

  /** The other side has received everything before this position. */
  void acknowledge(long to) {
    acknowledged = Math.max(acknowledged, to);
  }

  long acknowledged() {
    return acknowledged;
  }

  /** FIN was seen; the first one counts. */
  void endAt(long where) {
    end = end == UNKNOWN ? where : end;
  }

  /** The position of FIN; very high if none was seen. */
  long end() {
    return end;
  }

  boolean hasEnd() {
    return end != UNKNOWN;
  }

  boolean isEnded() {
    return position >= end;
  }

  void resetAt(long where) {
    reset = Math.min(reset, where);
  }

  boolean hasReset() {
    return reset != UNKNOWN;
  }

  boolean isReset() {
    return position >= reset;
  }
}
