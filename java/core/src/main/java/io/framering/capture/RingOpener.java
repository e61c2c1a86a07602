package io.framering.capture;

import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.filter.LiveFilter;
import io.framering.frame.LinkType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked at before rings are opened, so that the error can say what to do. */
final class RingOpener {
  private RingOpener() {}

  /**
   * An opened ring.
   *
   * @param selection selects the frames if the kernel does not; or null
   * @param watch tracks interfaces that may disappear and come back; or null
   */
  record Opened(Ring ring, FrameSelection selection, InterfaceWatch watch) {
    private Opened with(InterfaceWatch other) {
      return new Opened(ring, selection, other);
    }
  }

  /** Opens {@code count} rings that share the frames; one has all. */
  static List<Opened> open(List<String> interfaceNames, CaptureOptions options, int count) {
    if (interfaceNames.size() > Ring.INTERFACES_MAX) {
      throw new IllegalArgumentException(
          interfaceNames.size() + " interfaces: at most " + Ring.INTERFACES_MAX + " by name");
    }
    List<Interface> present = NetworkInterfaces.list(options.networkNamespace());
    if (options.absence() != Absence.AWAIT) {
      interfaceNames.forEach(name -> checkUp(name, present));
    }
    InterfaceWatch watch = new InterfaceWatch(interfaceNames, present);
    boolean follows = options.absence() != Absence.FAIL && !interfaceNames.isEmpty();
    return open(interfaceNames, options, count, watch.indices(), linkTypes(watch, present)).stream()
        .map(each -> each.with(follows ? new InterfaceWatch(interfaceNames, present) : null))
        .toList();
  }

  private static List<Opened> open(
      List<String> names,
      CaptureOptions options,
      int count,
      int[] indices,
      Set<LinkType> linkTypes) {
    Ring.OpenFailure failure = (errno, call) -> CaptureErrors.onOpen(errno, call, names, options);
    if (options.filter().selectsEverything()) {
      checkMemory(options.ringBytes(), count);
      return opened(
          Ring.open(indices, options, options.snapLength(), new long[0], count, failure), null);
    }
    LiveFilter filter =
        LiveFilter.compile(
            options.filter(), options.snapLength(), options.restoreVlanTags(), linkTypes);
    checkMemory(options.ringBytes(), count);
    return open(indices, options, filter, count, failure);
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

  /** The kernel filters where it can. */
  private static List<Opened> open(
      int[] indices,
      CaptureOptions options,
      LiveFilter filter,
      int count,
      Ring.OpenFailure failure) {
    long[] program = filter.kernelProgram();
    if (program != null) {
      List<Ring> rings = Ring.open(indices, options, options.snapLength(), program, count, failure);
      if (rings != null) {
        return opened(rings, null);
      }
    }
    int whole = CaptureOptions.MAXIMUM_SNAP_LENGTH;
    return opened(
        Ring.open(indices, options, whole, new long[0], count, failure),
        () -> new FrameSelection(filter.filters(), options.snapLength()));
  }

  /** Each reader has its own selection. */
  private static List<Opened> opened(List<Ring> rings, Supplier<FrameSelection> selections) {
    return rings.stream()
        .map(ring -> new Opened(ring, selections == null ? null : selections.get(), null))
        .toList();
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
