// SPDX-License-Identifier: Apache-2.0
/**
 * Decoders: flyweights that read a protocol header in place.
 *
 * <p>Every decoder is a {@link io.framering.packet.Header} of the same shape: a diagram, named
 * offsets, {@code wrap(memory, offset, end)} that returns false if the header does not fit, and
 * one-line accessors in host byte order. {@link io.framering.packet.Packet} decodes all headers of
 * a packet.
 *
 * <pre>{@code
 * Ethernet ethernet = new Ethernet();
 * Ipv4 ip = new Ipv4();
 * Tcp tcp = new Tcp();
 *
 * capture.run(frame -> {
 *   if (ethernet.wrap(frame.memory(), frame.offset(), frame.end())
 *       && ethernet.etherType() == EtherType.IPV4
 *       && ip.wrap(frame.memory(), ethernet.payloadOffset(), ethernet.payloadEnd())
 *       && ip.protocol() == IpProtocol.TCP
 *       && ip.isFirstFragment()
 *       && tcp.wrap(frame.memory(), ip.payloadOffset(), ip.payloadEnd())) {
 *     ports.increment(tcp.destinationPort());
 *   }
 * });
 * }</pre>
 *
 * <p>Priorities, in this order: no packet, however broken, makes a decoder throw, loop or read
 * outside {@code [offset, end)}; nothing is allocated, except by accessors that say so; accessors
 * return the header's values unchanged, and {@link io.framering.packet.Header#problem()} reports
 * what is wrong with it.
 *
 * <p>Not promised: building or changing packets, and reassembly of fragments and streams.
 * Flyweights are not thread-safe.
 *
 * <p>Adding a protocol is one new file, and a row and a case in {@link
 * io.framering.packet.Protocols}; or one call there in a program of one's own.
 */
package io.framering.packet;
