// SPDX-License-Identifier: Apache-2.0
/**
 * Packet capture for the JVM on Linux: frames from an AF_PACKET ring, read in place, with filters,
 * decoders, capture files and printers.
 *
 * <h2>A first program</h2>
 *
 * <p>It prints the time, the time to live and the length of every IPv4 packet of an interface,
 * until another thread calls {@link io.framering.capture.Capture#stop()}:
 *
 * <pre>{@code
 * try (Capture capture = Capture.open("eth0")) {
 *   Ethernet ethernet = new Ethernet();
 *   Ipv4 ip = new Ipv4();
 *   capture.run(
 *       frame -> {
 *         if (ethernet.wrap(frame.memory(), frame.offset(), frame.end())
 *             && ethernet.etherType() == EtherType.IPV4
 *             && ip.wrap(frame.memory(), ethernet.payloadOffset(), ethernet.payloadEnd())) {
 *           System.out.println(
 *               frame.timestampNanos() + " " + ip.ttl() + " " + frame.originalLength());
 *         }
 *       });
 * }
 * }</pre>
 *
 * <p>Capturing needs CAP_NET_RAW. Captures and filter expressions need native access for two
 * modules: {@code --enable-native-access=io.framering,org.scijava.nativelib}. The rest of the
 * library needs neither.
 *
 * <h2>Where to start</h2>
 *
 * <table class="striped">
 *   <caption>The package for each purpose</caption>
 *   <thead>
 *     <tr><th scope="col">to</th><th scope="col">start at</th></tr>
 *   </thead>
 *   <tbody>
 *     <tr><td>capture</td><td>{@link io.framering.capture.Capture}; {@link
 *         io.framering.capture.CaptureGroup} with several threads</td></tr>
 *     <tr><td>select frames</td><td>{@link io.framering.filter.FilterExpression}</td></tr>
 *     <tr><td>read a frame</td><td>{@link io.framering.frame.Frame}</td></tr>
 *     <tr><td>decode headers</td><td>{@link io.framering.packet} in general, {@link
 *         io.framering.packet.Packet} for all headers of a packet</td></tr>
 *     <tr><td>read and write capture files</td><td>{@link io.framering.savefile.SavefileReader},
 *         {@link io.framering.savefile.SavefileWriter}</td></tr>
 *     <tr><td>print</td><td>{@link io.framering.print.OutputFormat}</td></tr>
 *     <tr><td>build packets</td><td>{@link io.framering.build.PacketBuilder}</td></tr>
 *     <tr><td>send frames</td><td>{@link io.framering.transmit.Transmitter}</td></tr>
 *     <tr><td>write an output format</td><td>{@link
 *         io.framering.print.text.TextPrinter}</td></tr>
 *   </tbody>
 * </table>
 *
 * <h2>Lifetime of a frame</h2>
 *
 * <p>A frame is lent. Its memory belongs to the ring or to the reader of a file, and is valid until
 * its batch is released: during the call of the handler, or until {@link
 * io.framering.frame.FrameBatch#close()}. After that, every access throws {@link
 * IllegalStateException}, and none shows another packet's bytes. {@link
 * io.framering.frame.Frame#copy()} makes a copy without a time limit. Decoders read the frame's
 * memory, so they live as long.
 */
@SuppressWarnings("requires-automatic") // native-lib-loader names its module in its manifest only
module io.framering {
  requires org.scijava.nativelib;

  exports io.framering.build;
  exports io.framering.capture;
  exports io.framering.filter;
  exports io.framering.frame;
  exports io.framering.packet;
  exports io.framering.print;
  exports io.framering.print.text;
  exports io.framering.savefile;
  exports io.framering.transmit;
}
