// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static io.framering.flow.FlowRecord.getByte;
import static io.framering.flow.FlowRecord.getInt;
import static io.framering.flow.FlowRecord.getLong;
import static io.framering.flow.FlowRecord.getShort;
import static io.framering.flow.FlowRecord.setByte;
import static io.framering.flow.FlowRecord.setInt;
import static io.framering.flow.FlowRecord.setLong;
import static io.framering.flow.FlowRecord.setShort;

import io.framering.packet.Dns;
import io.framering.packet.Header;
import io.framering.packet.Http;
import io.framering.packet.IpProtocol;
import io.framering.packet.Problem;
import io.framering.packet.Ssh;
import io.framering.packet.Tcp;
import io.framering.packet.Tls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What the first bytes of a flow say: of TCP, the first payload of each side; of DNS, the first
 * query and its response. A ClientHello or an HTTP request in several segments is collected, up to
 * {@link #ROOM} bytes and {@link #MOST_SEGMENTS} segments in order, for {@link #BUFFERS} flows at a
 * time; more of them push out the older ones.
 */
final class FirstBytes {
  private static final int BUFFERS = 64;
  private static final int ROOM = 4096;
  private static final int MOST_SEGMENTS = 8;

  // Bits of INSPECTED; the first two are the sides.
  private static final int ASKED = 4;
  private static final int ANSWERED = 8;
  private static final int COLLECTING = 16;

  private static final int TLS_HANDSHAKE = 22;
  private static final int TLS_PREFIX = 5;
  private static final int BASE_KNOWN = 1;

  private static final int PIECE_BITS = 10;

  private final Tls tls = new Tls();
  private final Http http = new Http();
  private final Ssh ssh = new Ssh();
  private final Dns dns = new Dns();
  private final Dns dnsInTcp = Dns.tcp();
  private final NameVisitor visitor = new NameVisitor();

  private FlowNames[][] names = {};

  /** A message of a flow that needs more segments. */
  private static final class Buffer {
    private final byte[] bytes = new byte[ROOM];
    private final MemorySegment memory = MemorySegment.ofArray(bytes);
    private int record;
    private int side;
    private int length;
    private int next;
    private int segments;
  }

  private final Buffer[] buffers = new Buffer[BUFFERS];
  private int oldest;

  FlowNames names(int record) {
    int piece = record >>> PIECE_BITS;
    FlowNames found =
        piece < names.length && names[piece] != null
            ? names[piece][record & (1 << PIECE_BITS) - 1]
            : null;
    return found == null ? FlowNames.NONE : found;
  }

  private void names(int record, FlowNames found) {
    int piece = record >>> PIECE_BITS;
    if (piece >= names.length) {
      names = Arrays.copyOf(names, Math.max(piece + 1, 2 * names.length));
    }
    if (names[piece] == null) {
      names[piece] = new FlowNames[1 << PIECE_BITS];
    }
    names[piece][record & (1 << PIECE_BITS) - 1] = found;
  }

  /** Forgets a flow. */
  void remove(int record) {
    if (names(record) != FlowNames.NONE) {
      names(record, null);
    }
  }

  /** Looks at a packet with payload. */
  void add(MemorySegment memory, long flow, long me, int record, FlowPacket packet) {
    int captured = (int) (packet.payloadEnd - packet.payloadOffset);
    if (captured <= 0 || packet.fragment && !packet.firstFragment) {
      return;
    }
    boolean port = packet.sourceNumber == Dns.PORT || packet.destinationNumber == Dns.PORT;
    if (packet.protocol == IpProtocol.UDP) {
      if (port) {
        readDns(memory, flow, record, packet, dns);
      }
    } else if (packet.tcp) {
      if (port) {
        readDns(memory, flow, record, packet, dnsInTcp);
      } else {
        readTcp(memory, flow, me, record, packet, captured);
      }
    }
  }

  private void readDns(
      MemorySegment memory, long flow, int record, FlowPacket packet, Dns message) {
    int seen = getByte(memory, flow + FlowRecord.INSPECTED);
    if ((seen & ANSWERED) != 0
        || !message.wrap(packet.memory, packet.payloadOffset, packet.payloadEnd)
        || message.problem() != Problem.NONE) {
      return;
    }
    boolean response = (message.flags() & Dns.RESPONSE) != 0;
    if ((seen & ASKED) == 0) {
      FlowNames found = visitor.read(message);
      if (found.dnsName() == null) {
        return;
      }
      names(record, found);
      setShort(memory, flow + FlowRecord.DNS_ID, message.id());
      setLong(memory, flow + FlowRecord.DNS_ASKED, packet.timestampNanos);
      setByte(memory, flow + FlowRecord.INSPECTED, seen | ASKED | (response ? ANSWERED : 0));
    } else if (response && message.id() == getShort(memory, flow + FlowRecord.DNS_ID)) {
      long time = packet.timestampNanos - getLong(memory, flow + FlowRecord.DNS_ASKED);
      setLong(memory, flow + FlowRecord.DNS_TIME, Math.max(0, time) + 1);
      setByte(memory, flow + FlowRecord.INSPECTED, seen | ANSWERED);
    }
  }

  private void readTcp(
      MemorySegment memory, long flow, long me, int record, FlowPacket packet, int captured) {
    int seen = getByte(memory, flow + FlowRecord.INSPECTED);
    int mine = 1 << packet.side;
    if ((seen & COLLECTING) != 0) {
      collect(memory, flow, record, packet, captured);
    }
    if ((seen & mine) != 0 || !isFirst(memory, me, packet)) {
      return;
    }
    setByte(memory, flow + FlowRecord.INSPECTED, seen | mine);
    Header message = decode(packet.memory, packet.payloadOffset, packet.payloadEnd);
    if (message == null) {
      return;
    }
    merge(record, visitor.read(message));
    if (captured < packet.payloadBytes || captured > ROOM) {
      return;
    }
    if (!isComplete(packet.memory, packet.payloadOffset, packet.payloadEnd, message)) {
      begin(memory, flow, record, packet, captured);
    }
  }

  /** Whether the segment has the first bytes of its side, as far as that is known. */
  private static boolean isFirst(MemorySegment memory, long me, FlowPacket packet) {
    boolean known = (getShort(memory, me + FlowRecord.FLAGS) & Tcp.SYN) != 0;
    int data = packet.sequence + ((packet.flags & Tcp.SYN) != 0 ? 1 : 0);
    return !known
        || (getByte(memory, me + FlowRecord.BASE_KNOWN) & BASE_KNOWN) == 0
        || data == getInt(memory, me + FlowRecord.BASE) + 1;
  }

  private Header decode(MemorySegment bytes, long offset, long end) {
    if (is(tls, bytes, offset, end)) {
      return tls;
    }
    if (is(ssh, bytes, offset, end)) {
      return ssh;
    }
    return is(http, bytes, offset, end) ? http : null;
  }

  private static boolean is(Header header, MemorySegment bytes, long offset, long end) {
    return header.wrap(bytes, offset, end) && header.problem() == Problem.NONE;
  }

  private boolean isComplete(MemorySegment bytes, long offset, long end, Header message) {
    if (message == tls) {
      boolean handshake = bytes.get(ValueLayout.JAVA_BYTE, offset) == TLS_HANDSHAKE;
      int high = bytes.get(ValueLayout.JAVA_BYTE, offset + 3) & 0xFF;
      int low = bytes.get(ValueLayout.JAVA_BYTE, offset + 4) & 0xFF;
      return !handshake || end - offset >= TLS_PREFIX + (high << Byte.SIZE | low);
    }
    // The header lines of HTTP end with an empty line.
    return message != http || end > message.payloadOffset() || endsLines(bytes, offset, end);
  }

  private static boolean endsLines(MemorySegment bytes, long offset, long end) {
    return end - offset >= 2
        && bytes.get(ValueLayout.JAVA_BYTE, end - 1) == '\n'
        && (bytes.get(ValueLayout.JAVA_BYTE, end - 2) == '\n'
            || end - offset >= 4 && bytes.get(ValueLayout.JAVA_BYTE, end - 3) == '\n');
  }

  private void begin(MemorySegment memory, long flow, int record, FlowPacket packet, int captured) {
    Buffer buffer = buffers[oldest];
    if (buffer == null) {
      buffer = new Buffer();
      buffers[oldest] = buffer;
    }
    buffer.record = record;
    buffer.side = packet.side;
    buffer.length = 0;
    buffer.segments = 0;
    append(buffer, packet, captured);
    setInt(memory, flow + FlowRecord.BUFFER, oldest);
    setByte(
        memory,
        flow + FlowRecord.INSPECTED,
        getByte(memory, flow + FlowRecord.INSPECTED) | COLLECTING);
    oldest = (oldest + 1) % BUFFERS;
  }

  private static void append(Buffer buffer, FlowPacket packet, int captured) {
    int length = Math.min(captured, ROOM - buffer.length);
    MemorySegment.copy(packet.memory, packet.payloadOffset, buffer.memory, buffer.length, length);
    buffer.length += length;
    buffer.next =
        packet.sequence + ((packet.flags & Tcp.SYN) != 0 ? 1 : 0) + (int) packet.payloadBytes;
    buffer.segments++;
  }

  private void collect(
      MemorySegment memory, long flow, int record, FlowPacket packet, int captured) {
    Buffer buffer = buffers[getInt(memory, flow + FlowRecord.BUFFER)];
    boolean lost = buffer.record != record || captured < packet.payloadBytes;
    if (!lost && (buffer.side != packet.side || buffer.next != packet.sequence)) {
      return;
    }
    boolean done = lost;
    if (!lost) {
      append(buffer, packet, captured);
      Header message = decode(buffer.memory, 0, buffer.length);
      boolean full = buffer.length == ROOM || buffer.segments == MOST_SEGMENTS;
      done = message == null || full || isComplete(buffer.memory, 0, buffer.length, message);
      if (message != null && done) {
        merge(record, visitor.read(message));
      }
    }
    if (done) {
      int seen = getByte(memory, flow + FlowRecord.INSPECTED);
      setByte(memory, flow + FlowRecord.INSPECTED, seen & ~COLLECTING);
    }
  }

  /** The names of both sides, and of a message that is now longer. */
  private void merge(int record, FlowNames found) {
    FlowNames merged = found.or(names(record));
    if (!merged.equals(FlowNames.NONE)) {
      names(record, merged);
    }
  }
}
