// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
  private final BufferPool pool = new BufferPool();

  @Test
  void lendsTheSameBufferAgainAndEmpty() {
    ByteBuffer buffer = pool.borrow();
    buffer.putInt(1);
    pool.giveBack(buffer);
    assertThat(pool.borrow()).isSameAs(buffer);
    assertThat(buffer.position()).isZero();
    assertThat(buffer.remaining()).isEqualTo(BufferPool.BUFFER_BYTES);
    assertThat(pool.made()).isEqualTo(1);
  }

  @Test
  void neverHasMoreThanItsLimit() {
    Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < BufferPool.LIMIT; i++) {
      lent.add(pool.borrow());
    }
    assertThat(lent).hasSize(BufferPool.LIMIT).doesNotContainNull();
    assertThat(pool.borrow()).isNull();
    assertThat(pool.made()).isEqualTo(BufferPool.LIMIT);
    ByteBuffer one = lent.iterator().next();
    pool.giveBack(one);
    assertThat(pool.borrow()).isSameAs(one);
    assertThat(pool.borrow()).isNull();
  }
}
