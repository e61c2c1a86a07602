// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What tcpdump takes further than we do, told by what we print: docs/LINE.md has the list. */
final class Scope {
  private static final Set<String> PORTS =
      texts("%d", "UDP ports", "UDP ports of AppleTalk", "TCP ports");
  private static final Set<String> IP_PROTOCOLS = texts("%d", "IP protocols");
  private static final Set<String> ETHER_TYPES = texts("%04x", "EtherTypes");
  private static final Set<String> GENEVE_PROTOCOLS = texts("%x", "EtherTypes");
  private static final Set<String> GRE_PROTOCOLS = texts("%x", "GRE protocols");

  // Four numbers before the port are an IPv4 address; two addresses without ports are no pair.
  private static final Pattern PORT_PAIR =
      Pattern.compile(
          "(?:^| |(?:\\d+\\.){4}|:[0-9a-f]*\\.)(\\d+) > "
              + "(?:[0-9a-f:]*(?:\\d+\\.){4}|[0-9a-f:]+\\.)?(\\d+): ");
  private static final Pattern IP_PROTOCOL = Pattern.compile("ip-proto-(\\d+)");
  private static final Pattern ETHER_TYPE = Pattern.compile("\\(0x([0-9a-f]{4})\\), length");
  private static final Pattern GENEVE_PROTOCOL = Pattern.compile("geneve-proto-0x([0-9a-f]+)");
  private static final Pattern GRE_PROTOCOL = Pattern.compile("gre-proto-0x([0-9a-f]+)");

  // What quiet lines, LLC, SNAP and BSD's loopback call by name instead.
  private static final Pattern NAMED =
      Pattern.compile(
          "(DN|CALM FAST|GeoNet( .old.)?|AoE|PTP|NSH|TIPC|EAPOL|MPCP|PPP|PPPoE [DS]|CFM( .old.)?"
              + "|MPLS (uni|multi)cast|MS NLB heartbeat|Realtek protocols"
              + "|802.1AE MACsec|Arista Vendor Specific Protocol"
              + "|Unknown Ethertype .0x3c1[23].), length"
              + "|\\b(IPX|OSI|Global|ISO|Appletalk( ARP)?|802\\.3,|Token|FDDI|VTP|DTP|UDLD"
              + "|802\\.1aq|ForCES [HML]P)\\b|PPP protocol .0x7e|CHDLC protocol .0xfefe|OAM, length ");

  private Scope() {}

  private static Set<String> texts(String format, String... labels) {
    return Arrays.stream(labels)
        .flatMap(label -> LineDocument.numbers(label).stream())
        .map(format::formatted)
        .collect(Collectors.toSet());
  }

  static boolean isOutside(String ours) {
    return names(ours, PORT_PAIR, PORTS)
        || names(ours, IP_PROTOCOL, IP_PROTOCOLS)
        || names(ours, ETHER_TYPE, ETHER_TYPES)
        || names(ours, GENEVE_PROTOCOL, GENEVE_PROTOCOLS)
        || names(ours, GRE_PROTOCOL, GRE_PROTOCOLS)
        || NAMED.matcher(ours).find();
  }

  private static boolean names(String text, Pattern pattern, Set<String> outside) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (outside.contains(matcher.group(group))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Not a test: for each text of the input, which NUL bytes separate, whether it is outside. */
  public static void main(String[] arguments) throws IOException {
    String texts = new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1);
    for (String text : texts.split("\0", -1)) {
      System.out.println(isOutside(text));
    }
  }
}
