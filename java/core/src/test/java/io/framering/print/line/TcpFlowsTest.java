// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequence numbers are counted from the first ones of their connection, of very many too. */
class TcpFlowsTest {
  private static final int REMEMBERED = 1 << 18;
  private static final int CONNECTIONS = Sweeps.cases(60_000, 250_000);
  private static final int CHOSEN = 20_000;
  private static final int SEGMENTS = Sweeps.cases(150_000, 600_000);
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

  /**
   * The second address of each undoes what the first one does to a chain of XOR, multiply and
   * shift, with whichever seed it begins: the states are equal.
   */
  @Test
  void chosenAddressesCostNoMoreThanRandomOnes() {
    long multiplier = 0x9E37_79B9_7F4A_7C15L;
    long state = 443 * multiplier;
    Random random = new Random(7);
    TcpFlows chosen = new TcpFlows();
    TcpFlows others = new TcpFlows();
    for (int i = 0; i < CHOSEN; i++) {
      long first = random.nextLong();
      long mixed = (state ^ state >>> 32 ^ first) * multiplier;
      chosen.find(first, mixed ^ mixed >>> 32, 0, 0, 443);
      others.find(first, random.nextLong(), 0, 0, 443);
    }

    assertThat(chosen.probes()).isLessThan(4 * others.probes());
  }

  /**
   * What no hash should meet twice: numbers in a row, and numbers that differ in high bits only.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16, 31, 32, 44})
  void addressesInARowCostNoMoreThanRandomOnes(int shift) {
    Random random = new Random(7);
    TcpFlows inARow = new TcpFlows();
    TcpFlows others = new TcpFlows();
    for (long i = 0; i < CHOSEN; i++) {
      inARow.find(i << shift, 0, i << shift, i, 443);
      others.find(random.nextLong(), random.nextLong(), 0, 0, 443);
    }

    assertThat(inARow.probes()).isLessThan(4 * others.probes());
  }

  /** Keys are drawn once for each table, so a few bad ones among many would be found by users. */
  @Test
  void addressesInARowAreKnownWhateverTheKeysAre() {
    int connections = 4096;
    for (int seed = 0; seed < 1000; seed++) {
      TcpFlows flows = new TcpFlows(new Random(seed).longs(10).toArray());
      for (int i = 0; i < connections; i++) {
        flows.find(0, i, 0, -i, i);
      }
      for (int i = 0; i < connections; i++) {
        assertThat(flows.find(0, i, 0, -i, i)).as("seed %d, connection %d", seed, i).isTrue();
      }
    }
  }

  @Test
  void whereAllCollideTheWorkIsBoundedAndTheLastOneIsKnown() {
    TcpFlows flows = new TcpFlows(new long[10]);
    for (int i = 0; i < CHOSEN; i++) {
      assertThat(flows.find(0, i, 0, 0, 0)).as("connection %d", i).isFalse();
      flows.set(i, -i);
      assertThat(flows.find(0, i, 0, 0, 0)).as("connection %d", i).isTrue();
      assertThat(flows.sequence()).isEqualTo(i);
      assertThat(flows.acknowledgement()).isEqualTo(-i);
    }

    assertThat(flows.probes()).isLessThan(CHOSEN * 1_000L);
    assertThat(flows.find(0, 0, 0, 0, 0)).as("forgotten").isFalse();
    assertThat(flows.find(0, CHOSEN / 2, 0, 0, 0)).as("forgotten").isFalse();
  }

  @Test
  void eachTableHasKeysOfItsOwn() {
    TcpFlows one = new TcpFlows();
    TcpFlows other = new TcpFlows();
    List<Long> probesOfOne = new ArrayList<>();
    List<Long> probesOfOther = new ArrayList<>();
    for (int i = 0; i < CHOSEN; i++) {
      one.find(0, i, 0, 0, 0);
      other.find(0, i, 0, 0, 0);
      probesOfOne.add(one.probes());
      probesOfOther.add(other.probes());
    }

    assertThat(probesOfOne).isNotEqualTo(probesOfOther);
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
