// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Detects UDP peers that are echo servers themselves: one datagram with a forged sender makes two
 * echo servers answer each other forever. The bytes do not distinguish such a peer from a client
 * that repeats a message, so it is probed: a peer that has sent many datagrams gets a secret from
 * another port. An echo server sends it back; a client has no reason to, and cannot guess it.
 *
 * <p>Not thread-safe.
 */
final class AnsweringPeers {
  /** Datagrams from one peer before the first probe; the number doubles after each probe. */
  static final int DATAGRAMS_UNTIL_ASKED = 256;

  /** The maximum number of remembered peers. The one that was silent for longest is forgotten. */
  static final int REMEMBERED = 1024;

  /**
   * The time for which a detected echo server gets no answers: later its port may belong to a
   * client.
   */
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Echo, daytime, quote of the day, character generator, time: they answer every datagram. */
  private static final Set<Integer> ANSWERING_PORTS = Set.of(7, 13, 17, 19, 37);

  private static final int SECRET_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Map<InetSocketAddress, Peer> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Peer> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final int ownPort;
  private final DatagramChannel askFrom;

  private static final class Peer {
    private long datagrams;
    private long askedAfter = DATAGRAMS_UNTIL_ASKED;
    private byte[] secret;
    private boolean isEchoServer;
    private long recognised;
  }

  /**
   * @param askFrom bound to a separate port; datagrams that arrive there go to {@link #replied}
   */
  AnsweringPeers(int ownPort, DatagramChannel askFrom) {
    this.ownPort = ownPort;
    this.askFrom = askFrom;
  }

  /** Counts a datagram, and returns whether it may be answered. */
  boolean mayAnswer(InetSocketAddress sender) {
    if (sender.getPort() == ownPort || ANSWERING_PORTS.contains(sender.getPort())) {
      return false;
    }
    Peer peer = peers.computeIfAbsent(sender, unknown -> new Peer());
    if (peer.isEchoServer) {
      if (System.nanoTime() - peer.recognised < SILENCE_NANOS) {
        return false;
      }
      peers.remove(sender);
    } else if (++peer.datagrams == peer.askedAfter) {
      peer.askedAfter *= 2;
      ask(sender, peer);
    }
    return true;
  }

  int remembered() {
    return peers.size();
  }

  private void ask(InetSocketAddress address, Peer peer) {
    peer.secret = new byte[SECRET_BYTES];
    random.nextBytes(peer.secret);
    try {
      askFrom.send(ByteBuffer.wrap(peer.secret), address);
    } catch (IOException e) {
      // It cannot be reached from here, so answers would not arrive either.
    }
  }

  /** Called for a datagram that arrived at the port of the probes. */
  void replied(InetSocketAddress sender, ByteBuffer bytes) {
    Peer peer = peers.get(sender);
    if (peer != null && peer.secret != null && bytes.equals(ByteBuffer.wrap(peer.secret))) {
      peer.isEchoServer = true;
      peer.recognised = System.nanoTime();
    }
  }
}
