// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.testing.Sweeps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tcpdump, tshark and capinfos read what we write, and see in a file what we see. */
class OtherReadersTest {
  private static final String[] FIELDS = {
    "frame.time_epoch",
    "frame.cap_len",
    "frame.len",
    "frame.interface_id",
    "frame.interface_name",
    "frame.packet_flags_direction",
    "frame.packet_flags_reception_type",
    "frame.drop_count",
    "frame.md5_hash" // of the packet's bytes
  };

  /** Of the option if_tsresol: powers of ten, and of two. */
  private static final int[] RESOLUTIONS = {0, 1, 3, 6, 7, 9, 0x80, 0x81, 0x8A, 0x94, 0x9E};

  private static final long[] MAGIC_NUMBERS = {
    0xA1B2C3D4L, 0xA1B23C4DL, 0xA1B2CD34L, 0x1C0001ACL, 0x1C0001ABL
  };

  private static final int PACKETS = 500;
  private static final int MANY = 20;
  private static final int CUTS = Sweeps.cases(10, 30);

  @TempDir Path folder;
  private final Random random = new Random(3);
  private Path pcap;
  private Path pcapng;

  /** UDP in IPv4 in Ethernet, with a checksum that nobody has to call wrong: none. */
  private byte[] udp(int length) {
    byte[] packet = new byte[length];
    random.nextBytes(packet);
    byte[] head =
        little()
            .u32(0x02000002)
            .u16(0x0100)
            .u32(0x03000002)
            .u16(0x0100)
            .u16(0x0008)
            .u16(0x0045)
            .u16(Short.reverseBytes((short) (length - 14)))
            .u32(0)
            .u16(0x1140)
            .u16(0)
            .u32(0x0100000A)
            .u32(0x0200000A)
            .u16(0x3412)
            .u16(0x3512)
            .u16(Short.reverseBytes((short) (length - 34)))
            .u16(0)
            .toArray();
    System.arraycopy(head, 0, packet, 0, head.length);
    return packet;
  }

  @BeforeEach
  void makeFiles() throws IOException {
    FileBytes plain = big().pcap(0xA1B23C4DL);
    FileBytes blocks = big().section();
    blocks.description(1, 2000, blocks.body().option(2, "eth0").option(9, new byte[] {9}));
    blocks.description(
        1, 0, blocks.body().option(2, "wlan0").option(3, "a radio").option(15, "chip"));
    blocks.description(101, 500, blocks.body().option(2, "tun0").option(9, new byte[] {3}));
    int[] flags = {0, 1, 2, 5, 9, 13, 17};
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = udp(60 + i);
      plain.record(1_700_000_000L + i, random.nextInt(1_000_000_000), 60 + i + i % 3, packet);
      FileBytes options = blocks.body();
      if (flags[i % 7] != 0) {
        options.u16(2).u16(4).u32(flags[i % 7]);
      }
      if (i % 50 == 7) {
        options.u16(4).u16(8).u64(i);
      }
      if (i % 5 == 4) {
        byte[] ip = Arrays.copyOfRange(packet, 14, packet.length);
        blocks.enhanced(2, 1_700_000_000_000L + i, ip.length, ip, options);
      } else if (i % 5 == 3) {
        blocks.enhanced(1, 1_700_000_000_000_000L + i, packet.length + 9, packet, options);
      } else {
        blocks.enhanced(0, 1_700_000_000_000_000_000L + i, packet.length, packet, options);
      }
    }
    blocks.block(
        5, blocks.body().u32(1).u64(0).u16(4).u16(8).u64(1000).u16(5).u16(8).u64(70).u32(0));
    pcap = Files.write(folder.resolve("a.pcap"), plain.toArray());
    pcapng = Files.write(folder.resolve("a.pcapng"), blocks.toArray());
  }

  private Path copy(Path from, SavefileFormat format) {
    Path to = folder.resolve("copy." + format.name().toLowerCase(Locale.ROOT));
    try (SavefileReader reader = SavefileReader.open(from);
        SavefileWriter writer = SavefileWriter.create(to, SavefileOptions.of(format))) {
      reader.run(frame -> assertThat(writer.write(frame)).isTrue());
      writer.complete(reader);
    }
    return to;
  }

  private String tshark(Path file) {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of("-o", "frame.generate_md5_hash:TRUE", "-Tfields"));
    for (String field : FIELDS) {
      command.addAll(List.of("-e", field));
    }
    return quiet(command);
  }

  /** What a program says that must not complain. tshark says on standard error who it runs as. */
  private String quiet(List<String> command) {
    Oracle.Answer answer = Oracle.ask(folder, command.toArray(String[]::new));
    assertThat(
            answer
                .err()
                .lines()
                .filter(line ->
                    !line.startsWith("Running as user")
                        && !line.startsWith("reading from file")
                        && !line.startsWith("Warning: interface names")))
        .as(String.join(" ", command))
        .isEmpty();
    assertThat(answer.status()).isZero();
    return answer.out();
  }

  @Test
  void tsharkSeesNoDifferenceInACopyOfPcap() {
    assertThat(tshark(copy(pcap, SavefileFormat.PCAP)))
        .hasLineCount(PACKETS)
        .isEqualTo(tshark(pcap));
  }

  @Test
  void tsharkSeesNoDifferenceInACopyOfPcapng() {
    assertThat(tshark(copy(pcapng, SavefileFormat.PCAPNG)))
        .hasLineCount(PACKETS)
        .isEqualTo(tshark(pcapng));
  }

  @Test
  void tcpdumpSeesNoDifferenceInACopyOfPcap() {
    String[] options = {"-n", "-e", "-tt", "--nano", "-XX"};
    List<String> texts = new ArrayList<>();
    for (Path file : List.of(pcap, copy(pcap, SavefileFormat.PCAP))) {
      List<String> command = new ArrayList<>(List.of("tcpdump", "-r", file.toString()));
      command.addAll(List.of(options));
      texts.add(quiet(command));
    }
    assertThat(texts.get(0)).hasSizeGreaterThan(100_000).isEqualTo(texts.get(1));
  }

  @Test
  void tcpdumpReadsOurPcapng() {
    Path copy = copy(pcap, SavefileFormat.PCAPNG);
    String ours = quiet(List.of("tcpdump", "-r", copy.toString(), "-nett", "--nano", "-XX"));
    assertThat(ours)
        .isEqualTo(quiet(List.of("tcpdump", "-r", pcap.toString(), "-nett", "--nano", "-XX")));
  }

  /**
   * capinfos, without what is said of the file as such, its name, size and digests; and without
   * times, which it writes with as many digits as an interface counts.
   */
  private String capinfos(Path file) {
    return quiet(List.of("capinfos", "-M", file.toString()))
        .lines()
        .filter(line ->
            line.matches(
                "(Number of|Data size|Strict|Encaps|"
                    + "File encaps|Average packet|File type|Packet size).*|.*(Name|Capture length|"
                    + "Description|Hardware|Encapsulation|Number of packets|Number of stat).*"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void capinfosSeesNoDifference() {
    assertThat(capinfos(copy(pcap, SavefileFormat.PCAP)))
        .contains("Ethernet")
        .isEqualTo(capinfos(pcap));
    assertThat(capinfos(copy(pcapng, SavefileFormat.PCAPNG)))
        .contains(
            "Name = wlan0", "Description = a radio", "Hardware = chip", "Number of packets = 100")
        .isEqualTo(capinfos(pcapng));
  }

  @Test
  void filesSayWhoWroteThem() {
    Path copy = folder.resolve("b.pcapng");
    SavefileOptions options =
        SavefileOptions.of(SavefileFormat.PCAPNG).application("framering 1.2.3");
    SavefileWriter.create(copy, options).close();
    assertThat(quiet(List.of("capinfos", copy.toString()))).contains("framering 1.2.3", "Linux");
  }

  /** Cut off anywhere, we deliver the packets that tcpdump prints before it complains. */
  @Test
  void tcpdumpSeesAsManyPacketsOfAFileThatIsCutOff() throws IOException {
    for (Path file : List.of(pcap, copy(pcap, SavefileFormat.PCAPNG))) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < CUTS; i++) {
        int length = bytes.length / 2 + random.nextInt(400);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
        Oracle.Answer theirs = Oracle.ask(folder, "tcpdump", "-n", "-r", cut.toString());
        int[] ours = new int[1];
        boolean damaged = false;
        try (SavefileReader reader = SavefileReader.open(cut)) {
          reader.run(frame -> ours[0]++);
        } catch (SavefileException e) {
          damaged = true;
        }
        assertThat(theirs.out().lines().count())
            .as("%d bytes of %s", length, file)
            .isEqualTo(ours[0])
            .isPositive();
        assertThat(theirs.err().contains("truncated")).isEqualTo(damaged);
      }
    }
  }

  private record Seen(String seconds, int captured, long original) {}

  private static List<Seen> seenByUs(Path file) {
    List<Seen> seen = new ArrayList<>();
    try (SavefileReader reader = SavefileReader.open(file)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          long nanos = frame.timestampNanos();
          String seconds = "%d.%09d".formatted(nanos / 1_000_000_000, nanos % 1_000_000_000);
          seen.add(new Seen(seconds, frame.capturedLength(), frame.originalLength()));
        }
      }
    }
    return seen;
  }

  private List<Seen> seenByTshark(Path file) {
    List<Seen> seen = new ArrayList<>();
    Pattern line = Pattern.compile("(\\S+)\t(\\d+)\t(\\d+)");
    String text =
        quiet(
            List.of(
                "tshark",
                "-n",
                "-r",
                file.toString(),
                "-Tfields",
                "-e",
                "frame.time_epoch",
                "-e",
                "frame.cap_len",
                "-e",
                "frame.len"));
    for (Matcher m = line.matcher(text); m.find(); ) {
      seen.add(new Seen(m.group(1), Integer.parseInt(m.group(2)), Long.parseLong(m.group(3))));
    }
    return seen;
  }

  /** Twenty packets whose times count in this resolution. */
  private byte[] times(ByteOrder order, int resolution) {
    FileBytes file = new FileBytes(order).section();
    FileBytes options = file.body().option(9, new byte[] {(byte) resolution});
    file.description(1, 0, options.u16(14).u16(8).u64(1000));
    boolean decimal = resolution < 0x80;
    double second = decimal ? Math.pow(10, resolution) : Math.pow(2, resolution - 0x80);
    for (int i = 0; i < MANY; i++) {
      long units = (long) (1_600_000_000 * second) + random.nextInt(1_000_000_000);
      file.enhanced(0, units, 60, udp(60), file.body());
    }
    return file.toArray();
  }

  /**
   * Times of pcapng, in every resolution that both of us can count in. The files are sections of
   * one for tshark, whose start takes longer than to read them.
   */
  @Test
  void timesAreThoseThatTsharkSees() throws IOException {
    List<Seen> ours = new ArrayList<>();
    ByteArrayOutputStream sections = new ByteArrayOutputStream();
    for (int resolution : RESOLUTIONS) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        byte[] file = times(order, resolution);
        List<Seen> seen = seenByUs(Files.write(folder.resolve("times"), file));
        assertThat(seen).as("%#x %s", resolution, order).hasSize(MANY);
        ours.addAll(seen);
        sections.writeBytes(file);
      }
    }
    Path all = Files.write(folder.resolve("all"), sections.toByteArray());
    assertThat(seenByTshark(all)).isEqualTo(ours);
    assertThat(seenByUs(all)).isEqualTo(ours);
  }

  /** Every magic number, in both byte orders; what reads files for tshark makes one of them. */
  @Test
  void magicNumbersAreThoseThatTsharkReads() throws IOException {
    List<Seen> ours = new ArrayList<>();
    List<String> mergecap = new ArrayList<>(List.of("mergecap", "-a", "-w", "merged"));
    for (long magic : MAGIC_NUMBERS) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        String name = "%x-%s".formatted(magic, order);
        List<Seen> seen = seenByUs(Files.write(folder.resolve(name), pcap(order, magic)));
        assertThat(seen).as(name).hasSize(MANY);
        ours.addAll(seen);
        mergecap.add(name);
      }
    }
    quiet(mergecap);
    assertThat(seenByTshark(folder.resolve("merged"))).isEqualTo(ours);
  }

  private byte[] pcap(ByteOrder order, long magic) {
    FileBytes file = new FileBytes(order).pcap(magic);
    if (magic < 0x20000000L) {
      file.u32(20 * 76);
    }
    for (int i = 0; i < MANY; i++) {
      byte[] packet = udp(60);
      file.u32(1_700_000_000 + i).u32(123_456).u32(60).u32(70);
      if (magic == 0xA1B2CD34L) {
        file.u32(2).u16(0x800).u8(0).u8(0);
      }
      file.bytes(packet);
    }
    return file.toArray();
  }
}
