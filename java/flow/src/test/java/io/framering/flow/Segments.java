// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.build.PacketBuilder;
import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Builds TCP segments of a client and a server: the frames of a test. */
final class Segments {
  private static final int CLIENT = 0x0A00_0001;
  private static final int SERVER = 0x0A00_0002;
  private static final int SERVER_PORT = 80;
  private static final long WORD = 0xFFFF_FFFFL;

  private final PacketBuilder builder = new PacketBuilder();
  private final int clientPort;

  /** Nanoseconds of the next frame. */
  long time = 1_000_000_000L;

  Segments() {
    this(1000);
  }

  Segments(int clientPort) {
    this.clientPort = clientPort;
  }

  Frame client(long sequence, long acknowledgment, int flags, String payload) {
    return frame(true, sequence, acknowledgment, flags, bytes(payload));
  }

  Frame server(long sequence, long acknowledgment, int flags, String payload) {
    return frame(false, sequence, acknowledgment, flags, bytes(payload));
  }

  /** Data from the client, which acknowledges nothing new. */
  Frame data(long sequence, String payload) {
    return client(sequence, 501, Tcp.ACK, payload);
  }

  /** An acknowledgment by the server. */
  Frame ack(long acknowledgment) {
    return server(501, acknowledgment, Tcp.ACK, "");
  }

  /** SYN with 100, SYN and ACK with 500: data begins with 101 and 501. */
  void open(TcpReassembler reassembler) {
    open(reassembler, 100, 500);
  }

  void open(TcpReassembler reassembler, long clientStart, long serverStart) {
    reassembler.add(client(clientStart, 0, Tcp.SYN, ""));
    reassembler.add(server(serverStart, clientStart + 1, Tcp.SYN | Tcp.ACK, ""));
    reassembler.add(client(clientStart + 1, serverStart + 1, Tcp.ACK, ""));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  Frame frame(boolean fromClient, long sequence, long acknowledgment, int flags, byte[] payload) {
    MemorySegment memory = MemorySegment.ofArray(new byte[14 + 20 + 20 + payload.length]);
    builder.begin(memory);
    builder.ethernet();
    builder
        .ipv4()
        .ttl(64)
        .source(fromClient ? CLIENT : SERVER)
        .destination(fromClient ? SERVER : CLIENT);
    builder
        .tcp()
        .sourcePort(fromClient ? clientPort : SERVER_PORT)
        .destinationPort(fromClient ? SERVER_PORT : clientPort)
        .sequence(sequence & WORD)
        .acknowledgment(acknowledgment & WORD)
        .flags(flags)
        .window(1000);
    builder.payload(MemorySegment.ofArray(payload));
    builder.end();
    return CapturedFrame.of(time++, LinkType.ETHERNET, memory.toArray(ValueLayout.JAVA_BYTE));
  }
}
