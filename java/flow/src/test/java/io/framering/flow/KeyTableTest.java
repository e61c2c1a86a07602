// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Entries that come and go are found, whatever their neighbours are. */
class KeyTableTest {
  private static final class Entry extends Keyed {
    Entry(int hash, long key) {
      super(hash, key, 0, 0, 0, 0);
    }
  }

  @Test
  void entriesThatComeAndGo() {
    Random random = new Random(1);
    KeyTable<Entry> table = new KeyTable<>();
    List<Entry> there = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (there.isEmpty() || there.size() < 500 && random.nextBoolean()) {
        int hash = random.nextInt(400); // many collide
        Entry entry = new Entry(hash, i);
        table.add(entry);
        there.add(entry);
      } else {
        Entry gone = there.remove(random.nextInt(there.size()));
        table.remove(gone);
        assertThat(table.find(gone.hash, gone.firstHigh, 0, 0, 0, 0)).isNull();
      }
      assertThat(table.size()).isEqualTo(there.size());
      if (!there.isEmpty()) {
        Entry known = there.get(random.nextInt(there.size()));
        assertThat(table.find(known.hash, known.firstHigh, 0, 0, 0, 0)).isSameAs(known);
      }
    }
  }

  /** Addresses in a row, and the pair that collides for every seed of a weaker hash, do not. */
  @Test
  void hashesDiffer() {
    KeyTable<Entry> table = new KeyTable<>();
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      hashes.add(table.hash(0, 0x0A000000L + i, 0, 0x0A000001L, 443));
    }
    assertThat(hashes).hasSizeGreaterThan(9_990);
    long high = 1L << 63;
    assertThat(table.hash(1, 2, 3, 4, 5))
        .isNotEqualTo(table.hash(1 ^ high, 2 ^ high ^ 1L << 31, 3, 4, 5));
  }
}
