// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import io.framering.flow.Flow;
import io.framering.flow.FlowOptions;
import io.framering.flow.FlowTable;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.packet.Packet;
import io.framering.savefile.SavefileInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the frames of capture files for a {@link Page}. Its memory is bounded: see {@link Flows}
 * and {@link TimeLine}. Only ended flows, samples and larger buckets allocate, not frames.
 */
public final class Report implements AutoCloseable {
  private static final int MOST_FLOWS = 1 << 18;
  private static final int MOST_INTERFACES = 100;
  private static final int MOST_NOTES = 20;

  /** A pause that ends a flow: a connection may be idle for long, and is still one. */
  private static final Duration IDLE = Duration.ofMinutes(15);

  /** A look at all flows costs as much as this many frames for each. */
  private static final int FRAMES_PER_LOOK = 8;

  /** The flows that are looked at however short the files are: a fraction of a second. */
  private static final long FIRST_LOOKS = 1_000_000;

  /** A sample is not shorter than this part of the time so far. */
  private static final int SAMPLES = 200;

  /** A frame's comment in files of Framering whose losses belong to no single interface. */
  private static final Pattern LOST_BEFORE =
      Pattern.compile("(\\d{1,15}) packets? lost before this one");

  private final List<String> files;
  private final String filter;
  private final List<String> notes = new ArrayList<>();
  private final Flows flows = new Flows();
  private final RoundTrips roundTrips = new RoundTrips();
  private final FlowTable table;
  private final Packet packet = new Packet();
  private final TimeLine timeLine = new TimeLine();
  private final ProtocolTree protocols = new ProtocolTree();
  private final Sizes sizes = new Sizes();
  private long[] packetsOf = new long[MOST_INTERFACES + 1];
  private List<SavefileInterface> interfaces = List.of();

  private long packets;
  private long bytes;
  private long truncated;
  private long lost;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  // The sample that is being taken: its beginning, and the time of its last frame.
  private long sampleBegin;
  private long sampleEnd;
  private long nextSample = -1;
  private long resentBefore;

  /** Frames that looks at flows may cost. */
  private long credit = FIRST_LOOKS * FRAMES_PER_LOOK;

  /**
   * An empty report.
   *
   * @param files the names of the files, for the page
   * @param filter the expression that selects the frames; empty if there is none
   */
  public Report(List<String> files, String filter) {
    this.files = List.copyOf(files);
    this.filter = filter;
    table =
        new FlowTable(
            FlowOptions.defaults()
                .maxFlows(MOST_FLOWS)
                .idleTimeout(IDLE)
                .listener((flow, end) -> {
                  flows.onEnd(flow, end);
                  roundTrips.add(flow, sampleBegin);
                }));
  }

  /** Adds a warning that the page begins with. */
  public void note(String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add(text);
    }
  }

  /** {@return the number of frames} */
  public long packets() {
    return packets;
  }

  /**
   * Counts the losses that are reported in a batch, whether its frames are selected or not.
   *
   * @param several whether the files have several interfaces; with one, a loss is attributed to it,
   *     and the comments, which allocate, are not read
   */
  public void addLosses(FrameBatch batch, boolean several) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      long count = frame.lostBefore();
      List<String> comments = several ? frame.comments() : List.of();
      if (!comments.isEmpty()) {
        count = Math.max(count, lostAsCommented(comments));
      }
      if (count > 0) {
        timeLine.addLost(frame.timestampNanos(), count);
        first = Math.min(first, Math.max(frame.timestampNanos(), 0));
        lost += count;
      }
    }
  }

  private static long lostAsCommented(List<String> comments) {
    long sum = 0;
    for (String each : comments) {
      Matcher matcher = LOST_BEFORE.matcher(each);
      sum += matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }
    return sum;
  }

  /** Counts the frames of a batch. */
  public void add(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      add(frame);
    }
    credit += batch.size();
    if (last < nextSample) {
      table.addAll(batch);
      sampleEnd = last;
      return;
    }
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      long time = Math.max(frame.timestampNanos(), 0);
      if (time >= nextSample) {
        beginSample(time);
      }
      table.add(frame);
      sampleEnd = Math.max(sampleEnd, time);
    }
  }

  private void add(FrameCursor frame) {
    long length = frame.originalLength();
    long time = Math.max(frame.timestampNanos(), 0);
    packets++;
    bytes += length;
    truncated += frame.capturedLength() < length ? 1 : 0;
    first = Math.min(first, time);
    last = Math.max(last, time);
    timeLine.add(time, length);
    sizes.add(length);
    packet.wrap(frame);
    protocols.add(packet, length);
    int of = frame.interfaceIndex();
    if (of < packetsOf.length) {
      packetsOf[of]++;
    }
  }

  /** Ends a sample, if there is one and it does not cost too much, and begins another one. */
  private void beginSample(long time) {
    if (nextSample < 0) {
      sampleBegin = time;
    } else if (credit >= (long) FRAMES_PER_LOOK * table.size()) {
      credit -= (long) FRAMES_PER_LOOK * table.size();
      endSample();
      sampleBegin = time;
    }
    nextSample = Math.max(timeLine.endOfBucket(time), time + (time - first) / SAMPLES);
  }

  /** Looks at all flows: what has changed since the last time belongs to the time between. */
  private void endSample() {
    long[] resent = {flows.retransmissions()};
    table.forEach(flow -> {
      resent[0] += Flows.retransmissions(flow);
      roundTrips.add(flow, sampleBegin);
    });
    timeLine.addSample(
        sampleBegin,
        sampleEnd,
        resent[0] - resentBefore,
        roundTrips.part(0.5),
        roundTrips.part(0.9));
    roundTrips.clear();
    resentBefore = resent[0];
  }

  /**
   * Ends the counting.
   *
   * @param described the interfaces of the files, with their counts
   */
  public void finish(List<SavefileInterface> described) {
    if (packets > 0) {
      endSample();
    }
    table.close();
    timeLine.finish();
    interfaces = described;
  }

  /** Frees the memory of the flows. */
  @Override
  public void close() {
    table.close();
  }

  /**
   * Writes the data of the page.
   *
   * @param program the name and version of this program
   */
  void write(Json json, String program) {
    long origin = packets == 0 ? 0 : first;
    json.beginObject().name("program").string(program).name("files").beginList();
    files.forEach(json::string);
    json.endList().name("filter").string(filter).name("notes").beginList();
    notes.forEach(json::string);
    json.endList();
    json.name("origin").string(Long.toString(origin));
    json.name("span").number(packets == 0 ? 0 : last - origin);
    json.name("packets").number(packets);
    json.name("bytes").number(bytes);
    json.name("truncated").number(truncated);
    json.name("lost").numberUnless(-1, allLost());
    timeLine.write(json.name("timeline"), origin);
    protocols.write(json.name("protocols"));
    sizes.write(json.name("sizes"));
    writeInterfaces(json.name("interfaces"));
    flows.write(json, origin);
    json.endObject();
  }

  /** The number of lost frames; -1 if the files do not say. */
  private long allLost() {
    long counted =
        interfaces.stream()
            .mapToLong(SavefileInterface::dropped)
            .filter(each -> each >= 0)
            .reduce(-1, (sum, each) -> Math.max(sum, 0) + each);
    return lost > 0 ? Math.max(lost, counted) : counted;
  }

  private void writeInterfaces(Json json) {
    json.beginObject().name("rows").beginList();
    interfaces.stream()
        .limit(MOST_INTERFACES)
        .forEach(each -> {
          json.beginObject()
              .name("name")
              .string(each.name())
              .name("link")
              .string(each.linkType().label())
              .name("packets")
              .number(packetsOf[each.number()])
              .name("dropped")
              .number(each.dropped())
              .endObject();
        });
    json.endList()
        .name("left")
        .number(Math.max(0, interfaces.size() - MOST_INTERFACES))
        .endObject();
  }

  /** The smoothed round-trip times of the connections that were active in a period. */
  private static final class RoundTrips {
    private static final int MOST = 1 << 16;

    private final long[] nanos = new long[MOST];
    private int size;

    void add(Flow flow, long since) {
      if (flow.smoothedRttNanos() >= 0 && flow.endNanos() >= since && size < MOST) {
        nanos[size++] = flow.smoothedRttNanos();
      }
    }

    /** The time that this part does not exceed; -1 if there is none. */
    long part(double part) {
      if (size == 0) {
        return -1;
      }
      Arrays.sort(nanos, 0, size);
      return nanos[Math.min(size - 1, (int) (part * size))];
    }

    void clear() {
      size = 0;
    }
  }
}
