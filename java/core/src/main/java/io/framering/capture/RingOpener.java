// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.filter.LiveFilter;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.jni.Ring;
import io.framering.jni.RingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked at before rings are opened, so that the error can say what to do. */
final class RingOpener {
  private RingOpener() {}

  /**
   * An opened ring.
   *
   * @param selection selects the frames if the kernel does not; or null
   * @param snapLength the number of visible bytes of a selected frame
   * @param indices of the interfaces, 0 for an absent one; empty for all
   * @param watch tracks interfaces that may disappear and come back; or null
   */
  record Opened(
      Ring ring, Predicate<Frame> selection, int snapLength, int[] indices, InterfaceWatch watch) {}

  /** Opens {@code count} rings that share the frames; one has all. */
  static List<Opened> open(List<String> interfaceNames, CaptureOptions options, int count) {
    if (interfaceNames.size() > RingOptions.INTERFACES_MAX) {
      throw new IllegalArgumentException(
          interfaceNames.size()
              + " interfaces: at most "
              + RingOptions.INTERFACES_MAX
              + " by name");
    }
    List<Interface> present = NetworkInterfaces.list(options.networkNamespace());
    if (options.absence() != Absence.AWAIT) {
      interfaceNames.forEach(name -> checkUp(name, present));
    }
    InterfaceWatch watch = new InterfaceWatch(interfaceNames, present);
    boolean follows = options.absence() != Absence.FAIL && !interfaceNames.isEmpty();
    Rings rings = rings(interfaceNames, options, count, watch.indices(), linkTypes(watch, present));
    return rings.all().stream()
        .map(ring ->
            new Opened(
                ring,
                rings.selection(),
                options.snapLength(),
                watch.indices(),
                follows ? new InterfaceWatch(interfaceNames, present) : null))
        .toList();
  }

  /** Rings and what selects their frames if the kernel does not. */
  private record Rings(List<Ring> all, Predicate<Frame> selection) {}

  private static Rings rings(
      List<String> names,
      CaptureOptions options,
      int count,
      int[] indices,
      Set<LinkType> linkTypes) {
    Ring.Failure failure = (errno, call) -> CaptureErrors.onOpen(errno, call, names, options);
    int snapLength = options.snapLength();
    if (options.filter().selectsEverything()) {
      checkMemory(options.ringBytes(), count);
      RingOptions all = ringOptions(indices, options, snapLength, new long[0]);
      return new Rings(Ring.open(all, count, failure), null);
    }
    LiveFilter filter =
        LiveFilter.compile(options.filter(), snapLength, options.restoreVlanTags(), linkTypes);
    checkMemory(options.ringBytes(), count);
    long[] program = filter.kernelProgram();
    if (program != null) {
      RingOptions filtered = ringOptions(indices, options, snapLength, program);
      List<Ring> rings = Ring.open(filtered, count, failure);
      if (rings != null) {
        return new Rings(rings, null);
      }
    }
    // Whole frames, since the filter may read beyond the snap length.
    int whole = CaptureOptions.MAXIMUM_SNAP_LENGTH;
    RingOptions unfiltered = ringOptions(indices, options, whole, new long[0]);
    return new Rings(Ring.open(unfiltered, count, failure), filter::matches);
  }

  private static RingOptions ringOptions(
      int[] indices, CaptureOptions options, int snapLength, long[] filter) {
    return new RingOptions(
        indices,
        flags(options),
        snapLength,
        options.blockBytes(),
        options.ringBytes(),
        (int) options.blockTimeout().toMillis(),
        filter,
        NetworkNamespace.path(options.networkNamespace()),
        options.helper().isEmpty() ? null : options.helper());
  }

  private static int flags(CaptureOptions options) {
    return (options.promiscuous() ? RingOptions.PROMISCUOUS : 0)
        | (options.loopbackTwice() ? 0 : RingOptions.LOOPBACK_ONCE)
        | (options.restoreVlanTags() ? RingOptions.RESTORE_VLAN : 0)
        | (options.absence() == Absence.FAIL ? 0 : RingOptions.FOLLOW)
        | switch (options.direction()) {
          case IN -> RingOptions.IGNORE_OUTGOING;
          case OUT -> RingOptions.ONLY_OUTGOING;
          case BOTH -> 0;
        };
  }

  /**
   * The link types of the interfaces; empty if one of them is absent, since it may be of any type.
   */
  private static Set<LinkType> linkTypes(InterfaceWatch watch, List<Interface> present) {
    Set<Integer> indices = Arrays.stream(watch.indices()).boxed().collect(Collectors.toSet());
    return indices.contains(InterfaceWatch.ABSENT)
        ? Set.of()
        : present.stream()
            .filter(each -> indices.contains(each.index()))
            .map(Interface::linkType)
            .collect(Collectors.toSet());
  }

  private static void checkUp(String name, List<Interface> present) {
    for (Interface candidate : present) {
      if (candidate.name().equals(name)) {
        if (!candidate.up()) {
          throw CaptureErrors.interfaceDown(name);
        }
        return;
      }
    }
    throw CaptureErrors.noSuchInterface(name, present);
  }

  /**
   * Ring memory is kernel memory: it is not swapped and not charged to a control group, and
   * requesting too much does not fail but makes the kernel kill other processes.
   */
  static void checkMemory(long ringBytes, int rings) {
    long available = availableMemory();
    if (ringBytes > available / 2 / rings) {
      throw CaptureErrors.ringsTooLarge(rings, ringBytes, available);
    }
  }

  private static long availableMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.split(" +")[1]) << 10)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE; // no procfs: the kernel will decide
    }
  }
}
