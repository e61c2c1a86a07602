package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequence numbers are counted from the first ones of their connection, of very many too. */
class TcpFlowsTest {
  private static final int REMEMBERED = 1 << 18;
  private static final int CONNECTIONS = 250_000;
  private static final int SEGMENTS = 600_000;
  private static final int HEADERS = 40;

  @TempDir Path folder;

  @Test
  void theConnectionsThatWereUsedLastAreKnown() {
    TcpFlows flows = new TcpFlows();
    for (int i = 0; i < REMEMBERED; i++) {
      assertThat(flows.find(0, i, 0, -i, i)).isFalse();
      flows.set(i, -i);
    }
    for (int i = 0; i < REMEMBERED; i++) {
      assertThat(flows.find(0, i, 0, -i, i)).as("connection %d", i).isTrue();
      assertThat(flows.sequence()).isEqualTo(i);
      assertThat(flows.acknowledgement()).isEqualTo(-i);
    }
  }

  @Test
  void connectionsThatWereNotUsedForLongAreForgotten() {
    TcpFlows flows = new TcpFlows();
    flows.find(1, 2, 3, 4, 5);
    flows.set(6, 7);
    for (int i = 0; i <= 2 * REMEMBERED; i++) {
      flows.find(0, i, 0, 0, 0);
    }

    assertThat(flows.find(1, 2, 3, 4, 5)).isFalse();
    assertThat(flows.sequence()).isZero();
  }

  @Test
  void aConnectionThatIsUsedAgainAndAgainStaysKnown() {
    TcpFlows flows = new TcpFlows();
    flows.find(1, 2, 3, 4, 5);
    flows.set(6, 7);
    for (int i = 0; i <= 4 * REMEMBERED; i++) {
      flows.find(0, i, 0, 0, 0);
      if (i % 100_000 == 0) {
        assertThat(flows.find(1, 2, 3, 4, 5)).isTrue();
        assertThat(flows.sequence()).isEqualTo(6);
      }
    }
  }

  @Test
  void manyConnectionsAtOnceAreCountedAsTcpdumpDoes() throws IOException {
    Tcpdump.require();
    Random random = new Random(3);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < SEGMENTS; i++) {
      frames.add(segment(random.nextInt(CONNECTIONS), random));
    }
    Path file = folder.resolve("many.pcap");
    PcapFrames.write(file, frames);

    String ours = Tcpdump.printOurs(frames, "-t");

    assertThat(ours.equals(Tcpdump.print(file, "-t"))).isTrue();
  }

  private static Frame segment(int connection, Random random) {
    boolean reverse = random.nextBoolean();
    // tcpdump's table has 919 chains, chosen by the ports.
    int client = 0x0A00_0000 + connection / 50_000;
    int server = 0xC0A8_0001;
    int port = 10_000 + connection % 50_000;
    ByteBuffer bytes = ByteBuffer.allocate(HEADERS);
    bytes.putInt(0x4500_0000 | HEADERS).putInt(0).putInt(0x4006_0000);
    bytes.putInt(reverse ? server : client).putInt(reverse ? client : server);
    bytes.putShort((short) (reverse ? 443 : port)).putShort((short) (reverse ? port : 443));
    int flags = random.nextInt(50) == 0 ? 0x12 : 0x11; // SYN or FIN, and ACK
    bytes.putInt(random.nextInt()).putInt(random.nextInt()).putInt(0x5000_0000 | flags << 16);
    return PcapFrames.frame(LinkType.RAW, 0, bytes.array(), HEADERS);
  }
}
