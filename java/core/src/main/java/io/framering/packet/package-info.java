/**
 * Decoders: flyweights that read a protocol header where it lies.
 *
 * <p>Every decoder is a {@link io.framering.packet.Header} of the same shape: a diagram, named
 * offsets, {@code wrap(memory, offset, end)} that says no when the header does not fit, and
 * one-line accessors in host byte order. {@link io.framering.packet.Packet} goes through the
 * headers of a whole packet.
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
 * <p>What counts here, in this order: no packet, however broken, makes a decoder throw, loop or
 * read outside {@code [offset, end)}; nothing is allocated; what a header says is told as it
 * stands, and {@link io.framering.packet.Header#problem()} says what is wrong with it.
 *
 * <p>Not promised: building or changing packets, reassembly of fragments and streams, and
 * application protocols. A flyweight belongs to one thread.
 *
 * <p>Adding a protocol is one new file, and one row in {@code Protocols}.
 */
package io.framering.packet;
