// SPDX-License-Identifier: Apache-2.0
package io.framering;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which package may use which. The arrows go one way; whoever needs another one has a reason. */
@AnalyzeClasses(packages = "io.framering", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JDK = "java..";

  /** The packages that have a rule. */
  private static final List<String> ROOMS = new ArrayList<>();

  /** A frame is a frame, wherever it comes from and whatever is in it. */
  @ArchTest static final ArchRule frame = only("frame", JDK, own("packet"));

  /** The decoders see only memory. */
  @ArchTest static final ArchRule packet = only("packet", JDK);

  /** Writes what the decoders read. */
  @ArchTest static final ArchRule build = only("build", JDK, own("packet"));

  /** The border to C, and the frames in its memory. */
  @ArchTest
  static final ArchRule jni =
      only("jni", JDK, "org.scijava.nativelib..", own("frame"), own("internal"));

  @ArchTest
  static final ArchRule filter = only("filter", JDK, own("frame"), own("internal"), own("jni"));

  /** The capture does not know what is in a frame. */
  @ArchTest
  static final ArchRule capture =
      only("capture", JDK, own("frame"), own("filter"), own("jni"), own("internal"));

  /** The way out: it finds interfaces as a capture does. */
  @ArchTest
  static final ArchRule transmit = only("transmit", JDK, own("frame"), own("jni"), own("capture"));

  /** What captures and files have in common. */
  @ArchTest static final ArchRule internal = only("internal", JDK, own("frame"));

  /** The shelf of formats. */
  @ArchTest
  static final ArchRule print =
      only(
          "print",
          JDK,
          own("frame"),
          own("packet"),
          own("print.text"),
          own("print.line"),
          own("print.tree"),
          own("print.json"));

  @ArchTest static final ArchRule text = only("print.text", JDK, own("frame"), own("packet"));

  @ArchTest
  static final ArchRule layout = only("print.layout", JDK, own("packet"), own("print.text"));

  @ArchTest static final ArchRule line = format("print.line");

  @ArchTest static final ArchRule tree = format("print.tree", own("print.layout"));

  @ArchTest static final ArchRule json = format("print.json", own("print.layout"));

  /** A file does not know of rings. */
  @ArchTest static final ArchRule savefile = only("savefile", JDK, own("frame"), own("internal"));

  @ArchTest
  static final ArchRule rooms = classes().should().resideInAnyPackage(ROOMS.toArray(String[]::new));

  /** All of them can be looked through in one file. */
  @ArchTest
  static final ArchRule natives =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .doNotHaveFullyQualifiedName("io.framering.jni.Native")
          .should()
          .haveModifier(JavaModifier.NATIVE);

  /** Its callers can pass any address. */
  @ArchTest
  static final ArchRule nativesAreNotPublic =
      methods()
          .that()
          .haveModifier(JavaModifier.NATIVE)
          .should()
          .bePrivate()
          .orShould()
          .bePackagePrivate();

  /** An address has no bounds, so one room deals with them. */
  @ArchTest
  static final ArchRule addresses =
      noClasses()
          .that()
          .resideOutsideOfPackage(own("jni"))
          .should()
          .callMethodWhere(
              target(owner(assignableTo(MemorySegment.class)))
                  .and(target(nameMatching("address|ofAddress|reinterpret"))))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("sun\\.misc\\.Unsafe|java\\.lang\\.foreign\\.(Linker|SymbolLookup)");

  /** Each package is a slice, those of print too. */
  @ArchTest
  static final ArchRule circles = slices().matching("io.framering.(**)").should().beFreeOfCycles();

  private static String own(String name) {
    return "io.framering." + name;
  }

  /** A format knows neither the shelf nor other formats. */
  private static ArchRule format(String name, String... more) {
    return only(
        name,
        Stream.concat(
                Stream.of(JDK, own("frame"), own("packet"), own("print.text")), Stream.of(more))
            .toArray(String[]::new));
  }

  private static ArchRule only(String name, String... others) {
    String[] allowed = java.util.Arrays.copyOf(others, others.length + 1);
    allowed[others.length] = own(name);
    ROOMS.add(own(name));
    return classes()
        .that()
        .resideInAPackage(own(name))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }
}
