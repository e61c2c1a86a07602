// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@link TcpReassembler}: segments with any numbers, whose bytes say where they belong, and frames
 * of any bytes. Each byte is handed on at its place, and the bounds hold.
 */
public final class StreamFuzz {
  private static final int MOST_STREAMS = 3;
  private static final int MEMORY = 1 << 20;

  private StreamFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    boolean raw = input.next() % 4 == 3;
    OverlapPolicy policy = OverlapPolicy.values()[input.next() & 1];
    TcpReassemblerOptions options =
        TcpReassemblerOptions.defaults()
            .maxStreams(MOST_STREAMS)
            .memory(MEMORY)
            .streamMemory(1 << 16)
            .overlaps(policy);
    Listener listener = new Listener(!raw);
    TcpReassembler reassembler = new TcpReassembler(options, listener);
    long time = 0;
    while (input.hasMore()) {
      time += 1L << input.next() % 36;
      reassembler.add(raw ? input.frame(time) : segment(input, time));
      TcpReassemblerStatistics statistics = reassembler.statistics();
      require(reassembler.size() <= MOST_STREAMS, "streams");
      require(statistics.memory() <= MEMORY, "memory");
      require(statistics.bytes() == listener.bytes, "bytes");
      require(statistics.heldBytes() >= 0 && statistics.heldBytes() <= MEMORY, "held");
    }
    reassembler.close();
    require(reassembler.statistics().heldBytes() == 0, "nothing is held after the end");
    require(listener.open == 0, "each stream ends");
  }

  private static Frame segment(FuzzInput input, long time) {
    int kind = input.next();
    Segments segments = new Segments(kind < 250 ? 1 + kind % 2 : kind);
    segments.time = time;
    int sequence = (kind & 4) == 0 ? 3 * input.next() : input.next16() << 3;
    int acknowledgment = (kind & 8) == 0 ? 3 * input.next() : input.next16() << 3;
    int flags = kind >= 224 ? input.next() & 0x1F : (kind & 2) == 0 ? Tcp.ACK : 0;
    int length = input.next() << (kind >> 4 & 1) * 2;
    int first = sequence + ((flags & Tcp.SYN) == 0 ? 0 : 1);
    byte[] payload = FuzzInput.content(first, length);
    return segments.frame((kind & 32) == 0, sequence, acknowledgment, flags, payload);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not so: " + what);
    }
  }

  /** Checks that each call is at its place. */
  private static final class Listener implements TcpStreamListener {
    private final boolean marked;
    long bytes;
    int open;

    Listener(boolean marked) {
      this.marked = marked;
    }

    @Override
    public void onStart(TcpStream stream) {
      require(stream.attachment() == null, "a stream begins once");
      stream.attach(this);
      open++;
    }

    @Override
    public void onData(
        TcpStream stream, StreamDirection direction, MemorySegment part, long timestampNanos) {
      require(stream.attachment() == this && part.byteSize() > 0, "data of an open stream");
      bytes += part.byteSize();
      int from = stream.half(direction).sequence() - (int) part.byteSize();
      for (int i = 0; marked && i < part.byteSize(); i++) {
        require(
            part.get(ValueLayout.JAVA_BYTE, i) == FuzzInput.content(from + i), "byte at its place");
      }
    }

    @Override
    public void onGap(TcpStream stream, StreamDirection direction, long length) {
      require(stream.attachment() == this && length > 0, "gap of an open stream");
    }

    @Override
    public void onEnd(TcpStream stream, TcpStreamEnd reason) {
      require(stream.attachment() == this, "a stream ends once");
      stream.attach(null);
      open--;
    }
  }
}
