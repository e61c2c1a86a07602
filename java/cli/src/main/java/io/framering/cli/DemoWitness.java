// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.packet.Packet;
import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/** Watches the packets of one TCP connection and tracks which parts of it were captured. */
final class DemoWitness {
  /** The parts of the exchange. */
  enum Sight {
    HANDSHAKE("the handshake"),
    THERE("the message on its way there"),
    BACK("the message on its way back"),
    END("the end of the connection");

    private final String text;

    Sight(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final int port;
  private final MemorySegment message;
  private final Packet packet = new Packet();
  private final Set<Sight> missing = EnumSet.allOf(Sight.class);
  private final Side client = new Side(Sight.THERE);
  private final Side server = new Side(Sight.BACK);
  private long packets;

  /** One side of the connection. */
  private static final class Side {
    private final Sight delivery;
    private boolean finSent;
    private boolean finAcknowledged;
    private int afterFin;

    Side(Sight delivery) {
      this.delivery = delivery;
    }
  }

  /**
   * @param port the server's port, used by no other connection
   */
  DemoWitness(int port, byte[] message) {
    this.port = port;
    this.message = MemorySegment.ofArray(message);
  }

  /** Packets of the connection so far. */
  long packets() {
    return packets;
  }

  /** The parts that were not captured yet. */
  Set<Sight> missing() {
    return missing;
  }

  /** Examines a frame and returns whether it belongs to the connection. */
  boolean see(Frame frame) {
    packet.wrap(frame);
    Tcp tcp = packet.find(Tcp.class);
    if (tcp == null || (tcp.sourcePort() != port && tcp.destinationPort() != port)) {
      return false;
    }
    packets++;
    boolean there = tcp.destinationPort() == port;
    note(tcp, there ? client : server, there ? server : client);
    return true;
  }

  private void note(Tcp tcp, Side sender, Side receiver) {
    if (tcp.has(Tcp.SYN | Tcp.ACK)) {
      missing.remove(Sight.HANDSHAKE);
    }
    if (payload().mismatch(message) == -1) {
      missing.remove(sender.delivery);
    }
    if (tcp.has(Tcp.FIN)) {
      sender.finSent = true;
      sender.afterFin = (int) (tcp.sequence() + packet.payloadLength() + 1);
    }
    if (receiver.finSent && (int) tcp.acknowledgment() == receiver.afterFin) {
      receiver.finAcknowledged = true;
    }
    if (client.finAcknowledged && server.finAcknowledged) {
      missing.remove(Sight.END);
    }
  }

  private MemorySegment payload() {
    return packet.layer(0).memory().asSlice(packet.payloadOffset(), packet.capturedPayloadLength());
  }
}
