// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which packages of the library this module uses. */
@AnalyzeClasses(packages = "io.framering.flow", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** It does not know where frames come from, nor where its numbers go. */
  @ArchTest
  static final ArchRule flow =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "io.framering.flow", "io.framering.frame", "io.framering.packet");
}
