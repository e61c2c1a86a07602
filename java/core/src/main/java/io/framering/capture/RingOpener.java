package io.framering.capture;

import io.framering.capture.NetworkInterfaces.Interface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is looked at before a ring is opened, so that the error can say what to do. */
final class RingOpener {
  private RingOpener() {}

  static Ring open(List<String> interfaceNames, CaptureOptions options) {
    if (interfaceNames.size() > Ring.INTERFACES_MAX) {
      throw new IllegalArgumentException(
          interfaceNames.size() + " interfaces: at most " + Ring.INTERFACES_MAX + " by name");
    }
    int[] indices = indices(interfaceNames);
    checkMemory(options.ringBytes());
    return Ring.open(
        indices,
        options,
        (errno, call) -> CaptureErrors.onOpen(errno, call, interfaceNames, options));
  }

  private static int[] indices(List<String> names) {
    List<Interface> present = NetworkInterfaces.list();
    return names.stream().distinct().mapToInt(name -> index(name, present)).toArray();
  }

  private static int index(String name, List<Interface> present) {
    for (Interface candidate : present) {
      if (candidate.name().equals(name)) {
        if (!candidate.up()) {
          throw CaptureErrors.interfaceDown(name);
        }
        return candidate.index();
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
