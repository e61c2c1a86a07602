// SPDX-License-Identifier: Apache-2.0
package io.framering;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.packet.Header;
import io.framering.packet.Packet;
import io.framering.print.FramePrinter;
import io.framering.savefile.FrameWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is done with a frame calls no native method of ours: the border to C is crossed for batches.
 * Proven by following every call from the methods that are called for each frame.
 */
class FramePathTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.framering");

  /** Asked for the MTU and the names of interfaces, it lists them when it meets a new one. */
  private static final String INTERFACES = "io.framering.capture.NetworkInterfaces";

  private static Stream<JavaMethod> implementationsOf(JavaMethod method) {
    String[] parameters =
        method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    return Stream.concat(
        Stream.of(method),
        method.getOwner().getAllSubclasses().stream()
            .flatMap(each -> each.tryGetMethod(method.getName(), parameters).stream()));
  }

  private static Stream<JavaMethod> methods(Class<?> type, String... names) {
    return CLASSES.get(type).getMethods().stream()
        .filter(each -> names.length == 0 || Arrays.asList(names).contains(each.getName()));
  }

  private static Set<JavaMethod> reachableFrom(Stream<JavaMethod> roots) {
    Set<JavaMethod> seen = new HashSet<>();
    Deque<JavaMethod> open = new ArrayDeque<>(roots.toList());
    while (!open.isEmpty()) {
      JavaMethod method = open.pop();
      if (seen.add(method) && !method.getOwner().getName().equals(INTERFACES)) {
        implementationsOf(method).forEach(open::add);
        method.getMethodCallsFromSelf().stream()
            .map(JavaMethodCall::getTarget)
            .flatMap(target -> target.resolveMember().stream())
            .filter(target -> target.getOwner().getPackageName().startsWith("io.framering"))
            .forEach(open::add);
      }
    }
    return seen;
  }

  private static Set<String> nativeAmong(Set<JavaMethod> methods) {
    return methods.stream()
        .filter(each -> each.getModifiers().contains(JavaModifier.NATIVE))
        .map(JavaMethod::getFullName)
        .collect(Collectors.toSet());
  }

  @Test
  void aFrameCallsNothingNative() {
    Set<JavaMethod> reachable =
        reachableFrom(
            Stream.of(
                    methods(Frame.class),
                    methods(FrameCursor.class),
                    methods(Header.class),
                    methods(Packet.class),
                    methods(FramePrinter.class),
                    methods(FrameWriter.class, "write"))
                .flatMap(each -> each));

    assertThat(reachable.stream().map(each -> each.getOwner().getSimpleName()))
        .contains("RingCursor", "RingBatch", "Ipv4", "LinePrinter", "JsonPrinter", "PcapEncoder");
    assertThat(nativeAmong(reachable)).isEmpty();
  }

  @Test
  void theSearchFindsWhatABatchCalls() {
    JavaClass capture = CLASSES.get("io.framering.capture.Capture");
    Set<JavaMethod> reachable =
        reachableFrom(capture.getMethods().stream().filter(each -> each.getName().equals("next")));

    assertThat(nativeAmong(reachable)).anyMatch(name -> name.contains("next0"));
  }
}
