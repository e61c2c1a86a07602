// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A listener that remembers all calls, and checks their order. */
final class Recorded implements TcpStreamListener {
  private record Key(TcpStream stream, StreamDirection direction) {}

  /** One line for each call. */
  final List<String> calls = new ArrayList<>();

  /** The number of gaps. */
  int gaps;

  private final Map<Key, ByteArrayOutputStream> bytes = new LinkedHashMap<>();
  private final Map<TcpStream, TcpStreamEnd> ends = new LinkedHashMap<>();
  private boolean silent;

  /** Without lines, for many calls. */
  Recorded silent() {
    silent = true;
    return this;
  }

  List<TcpStream> streams() {
    return List.copyOf(ends.keySet());
  }

  /** The bytes of a direction, with what {@link #missing} says in place of gaps. */
  byte[] bytes(TcpStream stream, StreamDirection direction) {
    return sink(stream, direction).toByteArray();
  }

  private ByteArrayOutputStream sink(TcpStream stream, StreamDirection direction) {
    return bytes.computeIfAbsent(new Key(stream, direction), key -> new ByteArrayOutputStream());
  }

  /** What stands for a gap: the same words as Wireshark's. */
  static String missing(long length) {
    return "[" + length + " bytes missing in capture file]\0";
  }

  private void log(String call) {
    if (!silent) {
      calls.add(call);
    }
  }

  @Override
  public void onStart(TcpStream stream) {
    assertThat(ends).doesNotContainKey(stream);
    ends.put(stream, null);
    log("start " + stream.number());
  }

  @Override
  public void onData(
      TcpStream stream, StreamDirection direction, MemorySegment part, long timestampNanos) {
    checkAlive(stream);
    byte[] copy = part.toArray(ValueLayout.JAVA_BYTE);
    assertThat(copy).isNotEmpty();
    sink(stream, direction).writeBytes(copy);
    log(direction + " " + new String(copy, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void onGap(TcpStream stream, StreamDirection direction, long length) {
    checkAlive(stream);
    assertThat(length).isPositive();
    gaps++;
    sink(stream, direction).writeBytes(Segments.bytes(missing(length)));
    log(direction + " gap " + length);
  }

  @Override
  public void onEnd(TcpStream stream, TcpStreamEnd reason) {
    checkAlive(stream);
    ends.put(stream, reason);
    log("end " + stream.number() + " " + reason);
  }

  private void checkAlive(TcpStream stream) {
    assertThat(ends).containsKey(stream);
    assertThat(ends.get(stream)).isNull();
  }

  /** Every stream that began has ended. */
  void checkAllEnded() {
    assertThat(ends.values()).doesNotContainNull();
  }
}
