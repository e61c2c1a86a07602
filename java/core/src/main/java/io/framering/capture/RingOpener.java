package io.framering.capture;

import io.framering.capture.NetworkInterfaces.Interface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked at before a ring is opened, so that the error can say what to do. */
final class RingOpener {
  private RingOpener() {}

  /** An open ring, and what selects its frames when the kernel does not, or null. */
  record Opened(Ring ring, FrameSelection selection) {}

  static Opened open(List<String> interfaceNames, CaptureOptions options) {
    if (interfaceNames.size() > Ring.INTERFACES_MAX) {
      throw new IllegalArgumentException(
          interfaceNames.size() + " interfaces: at most " + Ring.INTERFACES_MAX + " by name");
    }
    List<Interface> interfaces = find(interfaceNames);
    int[] indices = interfaces.stream().mapToInt(Interface::index).toArray();
    Ring.OpenFailure failure =
        (errno, call) -> CaptureErrors.onOpen(errno, call, interfaceNames, options);
    if (options.filter().selectsEverything()) {
      checkMemory(options.ringBytes());
      Ring ring = Ring.open(indices, options, options.snapLength(), new long[0], failure);
      return new Opened(ring, null);
    }
    LiveFilter filter =
        LiveFilter.compile(
            options, interfaces.stream().map(Interface::linkType).collect(Collectors.toSet()));
    checkMemory(options.ringBytes());
    return open(indices, options, filter, failure);
  }

  /** The kernel filters where it can. */
  private static Opened open(
      int[] indices, CaptureOptions options, LiveFilter filter, Ring.OpenFailure failure) {
    long[] program = filter.kernelProgram();
    if (program != null) {
      Ring ring = Ring.open(indices, options, options.snapLength(), program, failure);
      if (ring != null) {
        return new Opened(ring, null);
      }
    }
    FrameSelection selection = new FrameSelection(filter.filters(), options.snapLength());
    int whole = CaptureOptions.MAXIMUM_SNAP_LENGTH;
    return new Opened(Ring.open(indices, options, whole, new long[0], failure), selection);
  }

  private static List<Interface> find(List<String> names) {
    List<Interface> present = NetworkInterfaces.list();
    return names.stream().distinct().map(name -> find(name, present)).toList();
  }

  private static Interface find(String name, List<Interface> present) {
    for (Interface candidate : present) {
      if (candidate.name().equals(name)) {
        if (!candidate.up()) {
          throw CaptureErrors.interfaceDown(name);
        }
        return candidate;
      }
    }
    throw CaptureErrors.noSuchInterface(name, present);
  }

  /**
   * Ring memory is the kernel's: it is not swapped, no control group pays for it, and asking for
   * too much does not fail but has other processes killed.
   */
  private static void checkMemory(long ringBytes) {
    long available = availableMemory();
    if (ringBytes > available / 2) {
      throw CaptureErrors.ringTooLarge(ringBytes, available);
    }
  }

  private static long availableMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE; // no procfs: the kernel will say
    }
  }
}
