package io.framering.print.line;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What tcpdump takes further than we do, told by what we print: docs/LINE.md has the list. */
final class Scope {
  private static final Set<String> PORTS =
      words(
          // UDP
          "67 68 69 88 123 137 138 161 162 319 320 496 500 514 520 521 525 546 547 646 654 698 701"
              + " 750 921 1589 1645 1646 1700 1701 1812 1813 1985 2049 2103 2104 3456 3503 3784"
              + " 3785 3799 4342 4500 4567 4784 4789 4790 5060 5359 6081 6343 6635 6696 6697 6784"
              + " 7000 7001 7002 7003 7004 7005 7006 7007 7008 7009 7500 8231 8472 8500 12222 12223"
              + " 17754 30490 49152"
              // TCP
              + " 21 22 23 25 43 80 139 179 323 445 554 639 646 1723 2049 6379 6633 6653 8080 8554"
              + " 10288");

  // AppleTalk's sockets, as they were mapped to UDP ports.
  private static final Set<String> APPLETALK_PORTS =
      IntStream.of(200, 768, 16_512)
          .flatMap(first -> IntStream.range(first, first + 128))
          .mapToObj(Integer::toString)
          .collect(Collectors.toSet());

  private static final Set<String> IP_PROTOCOLS = words("8 9 33 46 55 88 89 103 112 113 135");

  private static final Set<String> ETHER_TYPES =
      words(
          "0707 1111 3c12 3c13 6003 809b 80f3 8137 8808 8809 880b 8847 8848 8863 8864 886f 888e"
              + " 8899 88a2 88ca 88cc 88e5 88f7 8902 8947 894f abcd d28b fefe");

  private static final Set<String> GRE_PROTOCOLS = words("8847 8137 809b fe 880b");

  private static final Pattern PORT_PAIR =
      Pattern.compile("(?:^|[ .])(\\d+) > (?:[0-9a-f.:]+\\.)?(\\d+): ");
  private static final Pattern IP_PROTOCOL = Pattern.compile("ip-proto-(\\d+)");
  private static final Pattern ETHER_TYPE = Pattern.compile("\\(0x([0-9a-f]{4})\\), length");
  private static final Pattern GRE_PROTOCOL = Pattern.compile("gre-proto-0x([0-9a-f]+)");

  // What quiet lines, LLC, SNAP and BSD's loopback call by name instead.
  private static final Pattern NAMED =
      Pattern.compile(
          "(DN|CALM FAST|GeoNet( .old.)?|AoE|PTP|NSH|TIPC|LLDP|EAPOL|MPCP|PPP|PPPoE [DS]|CFM( .old.)?"
              + "|MPLS (uni|multi)cast|Slow Protocols|MS NLB heartbeat|Realtek protocols"
              + "|802.1AE MACsec|Arista Vendor Specific Protocol"
              + "|Unknown Ethertype .0x3c1[23].), length"
              + "|\\b(IPX|OSI|Global|ISO|Appletalk( ARP)?|802\\.3,|Token|FDDI|CDP|VTP|DTP|UDLD"
              + "|802\\.1aq|ForCES [HML]P)\\b");

  private Scope() {}

  private static Set<String> words(String text) {
    return Arrays.stream(text.split(" ")).collect(Collectors.toSet());
  }

  static boolean isOutside(String ours) {
    return names(ours, PORT_PAIR, PORTS)
        || names(ours, PORT_PAIR, APPLETALK_PORTS)
        || names(ours, IP_PROTOCOL, IP_PROTOCOLS)
        || names(ours, ETHER_TYPE, ETHER_TYPES)
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
}
