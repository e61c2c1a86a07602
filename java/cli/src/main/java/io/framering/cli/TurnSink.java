// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread's access to a shared sink. A thread holds the sink for a whole batch, so that threads
 * do not wait for each frame.
 */
final class TurnSink implements FrameSink {
  private final FrameSink shared;
  private final Turn turn;
  private boolean mine;

  /** The lock, one for all threads that share a sink. */
  static final class Turn extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    /**
     * The sink has failed in one of the threads, which reports the loss. The sink takes no more
     * frames from the others: those would be lost, too, but missing in the report.
     */
    private boolean failed;
  }

  TurnSink(FrameSink shared, Turn turn) {
    this.shared = shared;
    this.turn = turn;
  }

  private void begin() {
    if (!mine) {
      turn.lock();
      mine = true;
    }
  }

  private void end() {
    mine = false;
    turn.unlock();
  }

  @Override
  public boolean take(Frame frame) throws IOException {
    begin();
    try {
      return !turn.failed && shared.take(frame);
    } catch (Throwable e) {
      turn.failed = true;
      throw e;
    }
  }

  @Override
  public boolean takeAll(FrameBatch batch) throws IOException {
    begin();
    try {
      return !turn.failed && shared.takeAll(batch);
    } catch (Throwable e) {
      turn.failed = true;
      throw e;
    }
  }

  /** The lost frames are missing before the next frame that is written. */
  @Override
  public void lost(long frames, long after) throws IOException {
    begin();
    shared.lost(frames, after);
  }

  @Override
  public void now() throws IOException {
    begin();
    try {
      if (!turn.failed) {
        shared.now();
      }
    } catch (Throwable e) {
      turn.failed = true;
      throw e;
    } finally {
      end();
    }
  }

  @Override
  public void flush() throws IOException {
    begin();
    try {
      if (!turn.failed) {
        shared.flush();
      }
    } catch (Throwable e) {
      turn.failed = true;
      throw e;
    } finally {
      end();
    }
  }
}
