// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framering.capture.NetworkInterfaces;
import io.framering.filter.Filter.Listing;
import io.framering.filter.FilterException.Reason;
import io.framering.frame.LinkType;
import io.framering.testing.Namespace;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What expressions compile to, beside tcpdump, and why others do not. */
class FilterExpressionTest {
  @BeforeAll
  static void require() {
    FilterTraffic.requireTcpdump();
  }

  private static String tcpdumpListing(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tcpdump"));
    command.addAll(List.of(arguments));
    return Namespace.run(command);
  }

  /** An instruction shows nothing but its own fields: so each code once is enough. */
  @ParameterizedTest
  @CsvSource({"ASSEMBLY, -d", "INITIALIZERS, -dd", "NUMBERS, -ddd"})
  void listingsAreThoseOfTcpdump(Listing listing, String option) {
    Set<String> seen = new TreeSet<>();
    for (String expression : FilterTraffic.expressions()) {
      String numbers = Filter.compile(expression, LinkType.ETHERNET).listing(Listing.NUMBERS);
      if (seen.addAll(codes(numbers)) || Sweeps.ALL) {
        assertListing(listing, option, expression);
      }
    }
    assertThat(seen).hasSizeGreaterThan(20);
  }

  private static List<String> codes(String numbers) {
    return numbers.lines().skip(1).map(line -> line.split(" ")[0]).toList();
  }

  private static void assertListing(Listing listing, String option, String expression) {
    assertThat(Filter.compile(expression, LinkType.ETHERNET).listing(listing))
        .as(expression)
        .isEqualTo(tcpdumpListing("-y", "EN10MB", option, "--", expression));
  }

  @ParameterizedTest
  @CsvSource({"true, -d", "false, -Od"})
  void listingsOfOtherOptionsAreThoseOfTcpdump(boolean optimize, String option) {
    for (String expression :
        List.of("", "tcp port 80", "ip[8] * 2 % 7 ^ 3 = -ip[1] << 2", "len/3=4")) {
      assertThat(
              new FilterExpression(expression, optimize)
                  .compile(LinkType.RAW, 96)
                  .listing(Listing.ASSEMBLY))
          .as(expression)
          .isEqualTo(tcpdumpListing("-s", "96", "-y", "RAW", option, "--", expression));
    }
  }

  /** What the kernel knows besides a frame's bytes; each is loaded by an instruction of its own. */
  @Test
  void namesOfTheKernelsFieldsAreThoseOfTcpdump() {
    String expression =
        IntStream.rangeClosed(0, 64)
            .mapToObj(field -> "ether[" + (0xFFFFF000L + field) + "] = 1")
            .collect(Collectors.joining(" or "));
    String listing = Filter.compile(expression, LinkType.ETHERNET).listing(Listing.ASSEMBLY);
    assertThat(listing).isEqualTo(tcpdumpListing("-y", "EN10MB", "-d", expression));
    assertThat(listing.lines().filter(line -> line.contains(" ld"))).hasSize(65);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp prot 80       | ETHERNET  | syntax error",
        "portrange 80-     | ETHERNET  | syntax error",
        "host nö.invalid   | ETHERNET  | host",
        "vlan 5000         | ETHERNET  | VLAN tag 5000 greater than maximum 4095",
        "vlan              | RAW       | no VLAN support for",
        "ether[0] = 1      | IPV4      | ",
        "len & 1 = 2 / 0   | ETHERNET  | division by zero"
      })
  void whatIsWrongIsSaidInTheWordsOfLibpcap(String expression, LinkType type, String words) {
    FilterException failure =
        catchThrowableOfType(FilterException.class, () -> Filter.compile(expression, type));
    if (words == null) {
      assertThat(failure).isNull();
      return;
    }
    assertThat(failure.reason()).isEqualTo(Reason.SYNTAX);
    assertThat(failure.getMessage()).contains(words).doesNotContain("\n");
  }

  @Test
  void frameOfUnknownLinkTypeCannotBeFiltered() {
    assertThatThrownBy(() -> Filter.compile("ip", LinkType.UNKNOWN))
        .isInstanceOf(FilterException.class)
        .extracting(e -> ((FilterException) e).reason())
        .isEqualTo(Reason.LINK_TYPE);
    assertThatThrownBy(() -> FilterExpression.of("ip\0or arp"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
  void everyLinkTypeHasACompiler(LinkType type) {
    assertThat(Filter.compile("not host 10.0.0.1", type).linkType()).isEqualTo(type);
  }

  /** Else it would be the whole process that ends here. */
  @Test
  void longExpressionNeedsNoStackOfTheCaller() throws Exception {
    String hosts =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "host 10.1.%d.%d".formatted(i / 250, i % 250))
            .collect(Collectors.joining(" or ", "tcp port 80 and not (", ")"));
    AtomicInteger length = new AtomicInteger();
    Runnable compile =
        () -> length.set(Filter.compile(hosts, LinkType.ETHERNET).program().length());
    Thread narrow = new Thread(null, compile, "narrow", 256 << 10);
    narrow.start();
    narrow.join();
    assertThat(length.get()).isGreaterThan(2_000);
  }

  /** In a JVM that cannot see libpcap: its files are covered in a mount namespace. */
  @Test
  void withoutLibpcapOnlyExpressionsFail() throws Exception {
    String cover =
        "for file in $(find /usr/lib /lib /usr/local/lib -name 'libpcap.so*' -type f); do"
            + " mount --bind /dev/null $file || exit 99; done; exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", cover, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WithoutLibpcap.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    if (process.exitValue() == 99) {
      Namespace.skip("no mount namespace, so libpcap cannot be hidden: " + output);
    }
    assertThat(output)
        .startsWith(
            "true\ntrue\nNO_LIBPCAP a filter expression needs libpcap, which is not installed:"
                + " install libpcap0.8 (Debian, Ubuntu) or libpcap (Fedora, Arch, Alpine); ")
        .endsWith("\n");
    assertThat(process.exitValue()).isZero();
  }

  /** Run by {@link #withoutLibpcapOnlyExpressionsFail}. */
  static final class WithoutLibpcap {
    private WithoutLibpcap() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println(NetworkInterfaces.name(1).equals("lo"));
      System.out.println(
          Filter.compile(" ", LinkType.ETHERNET)
              .matches(MemorySegment.ofArray(new byte[60]), 0, 60, 60));
      try {
        Filter.compile("ip", LinkType.ETHERNET);
      } catch (FilterException e) {
        System.out.println(e.reason() + " " + e.getMessage());
      }
    }
  }
}
