// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.packet.Field;
import io.framering.packet.FieldVisitor;
import io.framering.packet.FlagsField;
import io.framering.packet.Header;
import io.framering.packet.Problem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Picks a few fields from a decoder's description of a message, by their Wireshark names. */
final class NameVisitor implements FieldVisitor {
  private static final int LONGEST = 255;
  private static final int CLIENT_HELLO = 1;
  private static final int GREASE = 0x0A0A; // RFC 8701
  private static final int FIRST_VERSION = 0x0300;
  private static final String OFFERED = "tls.handshake.extensions.supported_version";

  private final Map<String, String> texts = new HashMap<>();
  private boolean clientHello;
  private long version;
  private long offered;

  /** The names in a message; null fields where it has none. */
  FlowNames read(Header message) {
    texts.clear();
    clientHello = false;
    version = 0;
    offered = 0;
    message.describe(this);
    String method = texts.get("http.request.method");
    String banner = texts.get("ssh.protocol");
    return new FlowNames(
        clientHello ? texts.get("tls.handshake.extensions_server_name") : null,
        clientHello ? texts.get("tls.handshake.extensions_alpn_str") : null,
        clientHello ? versionName(offered != 0 ? offered : version) : null,
        method == null ? null : method + " " + texts.get("http.request.uri"),
        method == null ? null : texts.get("http.host"),
        texts.get("dns.qry.name"),
        banner);
  }

  private static String versionName(long number) {
    return switch ((int) number) {
      case 0x0300 -> "SSL 3.0";
      case 0x0301 -> "1.0";
      case 0x0302 -> "1.1";
      case 0x0303 -> "1.2";
      case 0x0304 -> "1.3";
      default -> "0x%04x".formatted(number);
    };
  }

  @Override
  public void number(Field field, long value) {
    switch (field.key()) {
      case "tls.handshake.version" -> version = version == 0 ? value : version;
      case OFFERED -> {
        boolean real = value >= FIRST_VERSION && (value & 0x0F0F) != GREASE;
        offered = clientHello && real ? Math.max(offered, value) : offered;
      }
      default -> {}
    }
  }

  @Override
  public void number(Field field, long value, String name) {
    if (field.key().equals("tls.handshake.type")) {
      clientHello |= value == CLIENT_HELLO;
    } else {
      number(field, value);
    }
  }

  @Override
  public void text(Field field, MemorySegment memory, long offset, int length) {
    String key = field.key();
    boolean list = key.equals("tls.handshake.extensions_alpn_str");
    if (!list && texts.containsKey(key)) {
      return;
    }
    switch (key) {
      case "tls.handshake.extensions_server_name",
          "tls.handshake.extensions_alpn_str",
          "http.request.method",
          "http.request.uri",
          "http.host",
          "dns.qry.name",
          "ssh.protocol" -> {
        String before = texts.get(key);
        String text = text(memory, offset, length);
        if (before == null) {
          texts.put(key, text);
        } else if (before.length() + text.length() < LONGEST) {
          texts.put(key, before + "," + text);
        }
      }
      default -> {}
    }
  }

  private static String text(MemorySegment memory, long offset, int length) {
    byte[] bytes = memory.asSlice(offset, Math.min(length, LONGEST)).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void line() {}

  @Override
  public void checksum(Field field, long value, long expected) {}

  @Override
  public void unverifiedChecksum(Field field, long value, boolean present) {}

  @Override
  public void flags(FlagsField field, int value) {}

  @Override
  public void mac(Field field, long address) {}

  @Override
  public void ipv4(Field field, int address) {}

  @Override
  public void ipv6(Field field, long high, long low) {}

  @Override
  public void bytes(Field field, MemorySegment memory, long offset, int length) {}

  @Override
  public void time(Field field, long nanos) {}

  @Override
  public void group(Field field) {}

  @Override
  public void endGroup() {}

  @Override
  public void item(Field field, int type, String name) {}

  @Override
  public void problem(Problem problem) {}
}
