package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread's way to a sink that several share: it is this thread's from the first frame of a
 * batch to the last, so that nobody waits for it frame by frame.
 */
final class TurnSink implements FrameSink {
  private final FrameSink shared;
  private final Turn turn;
  private boolean mine;

  /** Whose turn it is: the same for all threads that share a sink. */
  static final class Turn extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    /**
     * The sink has failed in one of the threads, which reports what was lost. The sink takes
     * nothing from the others any more: that would be lost, too, and missing in the report.
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

  /** The next frame that is written is the one before which these are missing. */
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
