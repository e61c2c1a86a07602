// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Puts the bytes of TCP connections in order, for each direction of each connection.
 *
 * <pre>{@code
 * try (TcpReassembler reassembler =
 *     new TcpReassembler((stream, direction, bytes, time) -> count += bytes.byteSize())) {
 *   capture.run(reassembler::add);
 * }
 * }</pre>
 *
 * <p><b>Order.</b> Bytes that come in order are handed on by reference, without a copy. Bytes that
 * come early are copied and wait for the missing ones. A gap is reported, and the bytes after it
 * are handed on, when
 *
 * <ul>
 *   <li>the receiver has acknowledged bytes that come after the gap: it has the missing ones, the
 *       capture does not;
 *   <li>the memory for early bytes is full, of the direction or in all;
 *   <li>the captured part of a frame that is next in order is shorter than the frame;
 *   <li>the stream ends. Then bytes that are missing at the end are a gap, too, if FIN or
 *       acknowledgments show them. A FIN that was acknowledged and is missing counts as a byte.
 * </ul>
 *
 * <p><b>What is a stream.</b> Two addresses and two ports, of the innermost IP packet that contains
 * TCP; VLAN and interface do not matter, so frames that are captured twice count as
 * retransmissions. SYN with a sequence number that cannot belong to the known stream begins another
 * one. A stream whose beginning was not captured begins with the first segment that was, and bytes
 * before it are ignored. Retransmissions, keep-alives and late packets of a closed stream hand on
 * nothing. A reset counts if its sequence number is in the window, and takes effect when everything
 * before it was handed on.
 *
 * <p><b>Bounds.</b> See {@link TcpReassemblerOptions} for the number of streams, memory and time. A
 * segment costs time for its bytes and never for those of other segments or streams. Addresses
 * cannot be chosen to collide.
 *
 * <p><b>Not done.</b> Checksums are not verified, timestamps (PAWS) and windows are not checked,
 * urgent data is part of the stream, and IP fragments are ignored: pass frames through a {@link
 * Defragmenter} first. A receiver can decide differently about overlapping or forged segments, see
 * {@link OverlapPolicy}. If only one direction is captured, there are no acknowledgments: losses
 * are then found when memory is full, and a jump of more than {@link
 * TcpReassemblerOptions#streamMemory} counts as a gap.
 *
 * <p>Allocates for each new stream, and a {@link MemorySegment} for each call of the listener. Not
 * thread-safe: it belongs to one thread at a time.
 */
public final class TcpReassembler implements AutoCloseable {
  private final TcpReassemblerOptions options;
  private final TcpStreamListener listener;
  private final boolean keep;
  private final long idleNanos;
  private final long closedNanos;

  private final TcpSegment segment = new TcpSegment();
  private final KeyTable<TcpStream> table = new KeyTable<>();
  private final AgeQueue<TcpStream> open = new AgeQueue<>();
  private final AgeQueue<TcpStream> closing = new AgeQueue<>();
  private final EarlyBytes early;
  private boolean closed;

  private long frames;
  private long notTcp;
  private long fragments;
  private long streams;
  private long ended;
  private long evicted;
  private long bytes;
  private long earlyBytes;
  private long repeatedBytes;
  private long gaps;
  private long gapBytes;
  private long ignored;

  /**
   * A reassembler with default options.
   *
   * @param listener receives the bytes
   */
  public TcpReassembler(TcpStreamListener listener) {
    this(TcpReassemblerOptions.defaults(), listener);
  }

  /**
   * A reassembler.
   *
   * @param options its bounds
   * @param listener receives the bytes
   */
  public TcpReassembler(TcpReassemblerOptions options, TcpStreamListener listener) {
    this.options = options;
    this.listener = Objects.requireNonNull(listener, "listener");
    keep = options.overlaps() == OverlapPolicy.FIRST;
    idleNanos = options.idleTimeout().toNanos();
    closedNanos = options.closedTimeout().toNanos();
    early = new EarlyBytes(options.memory());
  }

  /**
   * Reads a frame; one without a TCP segment is only counted. Streams that have been silent too
   * long by its timestamp end first.
   *
   * @param frame read during the call
   * @throws IllegalStateException if this reassembler is closed, or the frame is no longer valid
   */
  public void add(Frame frame) {
    checkOpen();
    long time = frame.timestampNanos();
    expire(time);
    frames++;
    switch (segment.wrap(frame)) {
      case WHOLE -> add(frame.memory(), time);
      case FRAGMENT -> fragments++;
      case NOT_TCP -> notTcp++;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the reassembler is closed");
    }
  }

  private void add(MemorySegment memory, long time) {
    boolean syn = segment.has(Tcp.SYN);
    TcpStream stream = stream(syn, segment.has(Tcp.ACK), time);
    if (stream == null || stream.over) {
      ignored++;
      return;
    }
    stream.seen(time);
    stream.queue.remove(stream);
    TcpHalf sender = stream.half(segment.direction(stream));
    TcpHalf receiver = stream.half(sender.direction.opposite());
    try {
      read(sender, receiver, syn, memory, time);
    } finally {
      (isClosing(stream) ? closing : open).add(stream);
    }
    endIfComplete(stream, time);
  }

  /** The stream of the segment, perhaps a new one; null if a reset belongs to none. */
  private TcpStream stream(boolean syn, boolean ack, long time) {
    int hash = segment.hash(table);
    TcpStream stream = segment.find(table, hash);
    if (stream != null && syn && isNew(stream, ack)) {
      remove(stream, TcpStreamEnd.REPLACED, time);
      stream = null;
    }
    if (stream == null && !segment.has(Tcp.RST)) {
      stream = begin(hash, !(syn && ack), time);
    }
    return stream;
  }

  private boolean isNew(TcpStream stream, boolean ack) {
    TcpHalf sender = stream.half(segment.direction(stream));
    if (ack) {
      return stream.over && sender.isOtherThan(segment.sequence());
    }
    return sender.isOtherThan(segment.sequence()) || stream.over && !sender.isSynchronised();
  }

  private TcpStream begin(int hash, boolean opened, long time) {
    if (table.size() == options.maxStreams()) {
      TcpStream victim = closing.oldest() != null ? closing.oldest() : open.oldest();
      evicted += victim.over ? 0 : 1;
      remove(victim, TcpStreamEnd.EVICTED, time);
    }
    TcpStream stream = segment.stream(hash, streams++, opened, time);
    table.add(stream);
    open.add(stream);
    listener.onStart(stream);
    return stream;
  }

  private void read(
      TcpHalf sender, TcpHalf receiver, boolean syn, MemorySegment memory, long time) {
    int sequence = segment.sequence();
    sender.see();
    if (segment.has(Tcp.RST)) {
      reset(sender, sequence);
      return;
    }
    if (syn) {
      if (sender.isOtherThan(sequence)) {
        ignored++;
        return;
      }
      sender.open(sequence++);
    }
    if (segment.has(Tcp.ACK)) {
      acknowledge(receiver, syn, time);
    }
    boolean fin = segment.has(Tcp.FIN);
    if (!fin && segment.length() == 0) {
      return;
    }
    sender.synchronise(sequence);
    long from = sender.position(sequence);
    if (fin) {
      endAt(sender, from + segment.length());
    }
    if (segment.length() > 0) {
      take(sender, receiver.wasSeen(), from, memory, time);
    }
  }

  private void reset(TcpHalf sender, int sequence) {
    long where = sender.isSynchronised() ? sender.position(sequence) : sender.position();
    if (where < sender.position() || isFar(sender, where)) {
      ignored++;
    } else {
      sender.resetAt(where);
    }
  }

  private void endAt(TcpHalf sender, long where) {
    if (where < sender.position() || isFar(sender, where)) {
      ignored++;
    } else {
      sender.endAt(where);
    }
  }

  private boolean isFar(TcpHalf half, long position) {
    return position - half.position() > options.streamMemory();
  }

  private void acknowledge(TcpHalf receiver, boolean syn, long time) {
    if (syn) {
      receiver.synchronise(segment.acknowledgment());
    }
    if (receiver.isSynchronised()) {
      long to = receiver.position(segment.acknowledgment());
      receiver.acknowledge(to);
      while (receiver.held > 0 && to > receiver.firstHeld) {
        skipGap(receiver, time);
      }
    }
  }

  /**
   * Reads the payload of the segment, which begins at this position.
   *
   * @param heard whether the other side is captured, too
   */
  private void take(TcpHalf half, boolean heard, long from, MemorySegment memory, long time) {
    drain(half, time); // a listener that threw may have left some
    long wireEnd = Math.min(from + segment.length(), half.end());
    long to = Math.min(from + segment.capturedLength(), wireEnd);
    if (isFar(half, from) && heard && half.acknowledged() <= half.position()) {
      ignored++;
      return;
    }
    makeRoom(half, from, to, wireEnd, time);
    long offset = segment.payloadOffset() - from;
    if (from > half.position()) {
      if (from < to) {
        long fresh = early.put(half, from, to, memory, offset + from, keep);
        earlyBytes += fresh;
        repeatedBytes += to - from - fresh;
      }
      return;
    }
    repeatedBytes += Math.max(0, Math.min(half.position(), to) - from);
    inOrder(half, to, memory, offset, time);
    if (half.position() >= to) {
      skipTo(half, wireEnd, time);
    }
  }

  /** Skips gaps until the bytes between two positions are next, or can wait. */
  private void makeRoom(TcpHalf half, long from, long to, long wireEnd, long time) {
    boolean truncated = to < wireEnd && half.acknowledged() >= from;
    if (isFar(half, from) || truncated) {
      skipTo(half, from, time);
    }
    while (half.held > 0 && isFar(half, to)) {
      skipGap(half, time);
    }
    if (isFar(half, to)) {
      skipTo(half, from, time);
    }
    while (from > half.position() && from < to && !early.hasRoom(half, from, to)) {
      TcpHalf holder = early.longestHolder();
      if (holder == null) {
        skipTo(half, from, time);
      } else {
        skipAll(holder, time);
      }
    }
  }

  /** Hands on what is new up to a position, and the early bytes that are then next. */
  private void inOrder(TcpHalf half, long to, MemorySegment memory, long offset, long time) {
    while (half.position() < to) {
      long from = half.position();
      long until = keep && half.held > 0 ? Math.min(to, half.firstHeld) : to;
      handOn(half, memory.asSlice(offset + from, until - from), time);
      if (half.held > 0 && half.firstHeld < until) {
        early.drop(half, until);
      }
      long next = half.position();
      drain(half, time);
      repeatedBytes += Math.min(to, half.position()) - next;
    }
  }

  private void handOn(TcpHalf half, MemorySegment part, long time) {
    long length = part.byteSize();
    half.advance(length);
    bytes += length;
    MemorySegment lent = part.isReadOnly() ? part : part.asReadOnly();
    listener.onData(half.stream, half.direction, lent, time);
  }

  /** Hands on the early bytes that are next. */
  private void drain(TcpHalf half, long time) {
    while (half.held > 0 && half.firstHeld == half.position()) {
      long end = early.firstRunEnd(half);
      try {
        handOn(half, early.firstRun(half, end), time);
      } finally {
        early.drop(half, end);
      }
    }
  }

  /** Reports the gap before the first early byte, and hands on the bytes after it. */
  private void skipGap(TcpHalf half, long time) {
    gap(half, half.firstHeld - half.position());
    drain(half, time);
  }

  private void skipAll(TcpHalf half, long time) {
    while (half.held > 0) {
      skipGap(half, time);
    }
  }

  /** Hands on everything before a position, and reports what is missing. */
  private void skipTo(TcpHalf half, long position, long time) {
    while (half.held > 0 && half.firstHeld < position) {
      skipGap(half, time);
    }
    if (position > half.position()) {
      gap(half, position - half.position());
      drain(half, time);
    }
  }

  private void gap(TcpHalf half, long length) {
    half.advanceMissing(length);
    gaps++;
    gapBytes += length;
    listener.onGap(half.stream, half.direction, length);
  }

  private static boolean isClosing(TcpStream stream) {
    TcpHalf tx = stream.tx;
    TcpHalf rx = stream.rx;
    return tx.hasReset() || rx.hasReset() || tx.hasEnd() && rx.hasEnd();
  }

  private void endIfComplete(TcpStream stream, long time) {
    if (stream.tx.isReset() || stream.rx.isReset()) {
      end(stream, TcpStreamEnd.RESET, time);
    } else if (stream.tx.isEnded() && stream.rx.isEnded()) {
      end(stream, TcpStreamEnd.CLOSED, time);
    }
  }

  /** Hands on the rest of a stream, which stays known so that it absorbs late packets. */
  private void end(TcpStream stream, TcpStreamEnd reason, long time) {
    if (!stream.over) {
      stream.over = true;
      ended++;
      finish(stream.tx, time);
      finish(stream.rx, time);
      listener.onEnd(stream, reason);
    }
  }

  private void finish(TcpHalf half, long time) {
    skipAll(half, time);
    long known = half.hasEnd() ? half.end() : half.acknowledged();
    if (known > half.position()) {
      gap(half, known - half.position());
    }
  }

  private void remove(TcpStream stream, TcpStreamEnd reason, long time) {
    stream.queue.remove(stream);
    table.remove(stream);
    end(stream, reason, time);
  }

  /**
   * Ends the streams that have been silent too long at this time. Frames do so, too; a program
   * calls it if no frames come.
   *
   * @param nowNanos nanoseconds since 1970-01-01T00:00:00 UTC, by the clock of the frames
   * @throws IllegalStateException if this reassembler is closed
   */
  public void expire(long nowNanos) {
    checkOpen();
    expire(closing, closedNanos, nowNanos);
    expire(open, idleNanos, nowNanos);
  }

  private void expire(AgeQueue<TcpStream> queue, long timeout, long now) {
    while (timeout > 0
        && queue.oldest() instanceof TcpStream stream
        && now - stream.endNanos() > timeout) {
      remove(stream, lateEnd(stream), now);
    }
  }

  /** The end of a stream whose last packets never came. */
  private static TcpStreamEnd lateEnd(TcpStream stream) {
    if (stream.tx.hasReset() || stream.rx.hasReset()) {
      return TcpStreamEnd.RESET;
    }
    return isClosing(stream) ? TcpStreamEnd.CLOSED : TcpStreamEnd.IDLE;
  }

  /** {@return the number of known streams, with closed ones that absorb late packets} */
  public int size() {
    return table.size();
  }

  /** {@return counts since this reassembler was made} Also after {@link #close()}. */
  public TcpReassemblerStatistics statistics() {
    return new TcpReassemblerStatistics(
        frames,
        notTcp,
        fragments,
        streams,
        ended,
        evicted,
        bytes,
        earlyBytes,
        repeatedBytes,
        gaps,
        gapBytes,
        ignored,
        early.held(),
        closed ? 0 : early.memory());
  }

  /**
   * Ends all streams, those that began first before the others, and frees the memory. Idempotent.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      close(closing);
      close(open);
    } finally {
      early.close();
    }
  }

  private void close(AgeQueue<TcpStream> queue) {
    while (queue.oldest() instanceof TcpStream stream) {
      remove(stream, TcpStreamEnd.REASSEMBLER_CLOSED, stream.endNanos());
    }
  }
}
