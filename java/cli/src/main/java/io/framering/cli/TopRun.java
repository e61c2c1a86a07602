// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.cli.top.TopControls;
import io.framering.cli.top.TopData;
import io.framering.cli.top.TopModel;
import io.framering.cli.top.TopScreen;
import io.framering.cli.top.TopTick;
import io.framering.cli.top.TopView;
import io.framering.flow.FlowOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A run of {@code top}. The sniffers have threads of their own; this one has the screen, and asks
 * them for snapshots.
 */
final class TopRun extends LiveRun implements TopScreen.Source {
  /** How long a snapshot may take on a silent interface. */
  private static final Duration LATENCY = Duration.ofMillis(100);

  private final TopArguments top;
  private final HeldErr held;
  private List<TopSink> sinks;
  private Rings rings;
  private TopModel model;
  private Thread thread;
  private volatile Throwable failure;
  private List<CompletableFuture<TopSink.Snapshot>> asked = List.of();

  TopRun(Environment environment, TopArguments top, HeldErr held) {
    super(environment, top.sniffing);
    this.top = top;
    this.held = held;
  }

  @Override
  int capture(Rings opened, InterfaceCounts counts, ClosingLines lines) throws IOException {
    rings = opened;
    counts.begin();
    FlowOptions options = top.counting.options(true);
    sinks = rings.captures().stream().map(_ -> new TopSink(options)).toList();
    model = new TopModel(rings.first()::interfaceName, System.nanoTime());
    if (!capturing.interfaceNames().isEmpty()) {
      counts.interfaces().stream().map(Interface::index).forEach(model::add);
    }
    announce(rings, counts.interfaces());
    try {
      begin();
      show();
    } finally {
      end();
    }
    throwFailure();
    return lines.print() ? Main.OK : Main.FAILED;
  }

  private void begin() {
    List<Sniffer> all = new ArrayList<>();
    for (int i = 0; i < sinks.size(); i++) {
      Capture capture = rings.captures().get(i);
      all.add(
          new Sniffer(
              capture,
              Sniffer.EVERY_FRAME,
              sinks.get(i),
              () -> SniffSinks.dropped(capture),
              LATENCY));
    }
    sniffers = new Sniffers(all, rings.stop());
    thread = Thread.ofPlatform().name("framering-capture").start(this::sniff);
  }

  private void sniff() {
    try {
      sniffers.run(Long.MAX_VALUE);
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  private void show() throws IOException {
    List<String> names = capturing.interfaceNames();
    String source = names.isEmpty() ? "all interfaces" : String.join(", ", names);
    if (top.once.get()) {
      print(source);
    } else {
      held.hold();
      try {
        TopScreen.run(this, source, top.every.get());
      } finally {
        held.release();
      }
    }
  }

  private void print(String source) throws IOException {
    if (sleep(top.every.get())) {
      ask();
      TopData data = answer();
      while (data == null && sleep(Duration.ofMillis(1))) {
        data = answer();
      }
      if (data != null) {
        TopArguments.Size size = top.size.get();
        TopView view = new TopView(source, true);
        TopView.Screen screen =
            view.screen(data, new TopControls(), " ", size.width(), size.height());
        environment.print(String.join("\n", screen.lines()).stripTrailing());
      }
    }
  }

  /** Returns false if the capture has ended meanwhile. */
  private boolean sleep(Duration time) {
    try {
      return !thread.join(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void ask() {
    asked = sinks.stream().map(TopSink::request).toList();
  }

  @Override
  public TopData answer() {
    if (!asked.stream().allMatch(CompletableFuture::isDone)) {
      return null;
    }
    List<TopSink.Snapshot> snapshots = asked.stream().map(CompletableFuture::join).toList();
    long dropped = rings.captures().stream().mapToLong(SniffSinks::dropped).sum();
    return model.tick(
        new TopTick(
            System.nanoTime(),
            snapshots.stream().flatMap(each -> each.flows().stream()).toList(),
            snapshots.stream().flatMap(each -> each.interfaces().stream()).toList(),
            dropped));
  }

  @Override
  public boolean ended() {
    return !thread.isAlive();
  }

  @Override
  public String message() {
    return held.last();
  }

  private void end() {
    rings.stop().run();
    try {
      if (thread != null) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ended()) {
      sinks.forEach(TopSink::close); // else the thread still uses their memory
    }
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException exception -> throw exception;
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }
}
