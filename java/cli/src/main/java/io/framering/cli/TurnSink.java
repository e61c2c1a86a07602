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
  private final ReentrantLock turn;
  private boolean mine;

  /**
   * @param turn the same for all who share the sink
   */
  TurnSink(FrameSink shared, ReentrantLock turn) {
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
    return shared.take(frame);
  }

  @Override
  public boolean takeAll(FrameBatch batch) throws IOException {
    begin();
    return shared.takeAll(batch);
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
      shared.now();
    } finally {
      end();
    }
  }

  @Override
  public void flush() throws IOException {
    begin();
    try {
      shared.flush();
    } finally {
      end();
    }
  }
}
