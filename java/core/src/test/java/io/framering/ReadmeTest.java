// SPDX-License-Identifier: Apache-2.0
package io.framering;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the Java in the README, and in pages for programmers, is Java. */
class ReadmeTest {
  private static final Path ROOT = Path.of("../..");

  /** What the examples have at hand. */
  private static final String GIVEN =
      "java.lang.foreign.MemorySegment segment; io.framering.frame.Frame frame;";

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/SENDING.md"})
  void everyExampleCompiles(String page, @TempDir Path classes) throws Exception {
    String text = Files.readString(ROOT.resolve(page));
    List<String> examples = JAVA.matcher(text).results().map(match -> match.group(1)).toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThat(problems(example, classes)).as(example).isEmpty();
    }
  }

  private static String problems(String example, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    compiler.getTask(null, null, found, options, null, List.of(program(example))).call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getMessage(null))
        .collect(Collectors.joining("\n"));
  }

  /** The example as a program: its imports first, the rest in a method. */
  private static JavaFileObject program(String example) {
    Matcher imports = Pattern.compile("(?m)^import .*$").matcher(example);
    String head = imports.results().map(match -> match.group()).collect(Collectors.joining("\n"));
    String body = imports.replaceAll("");
    String source =
        head + "\nclass Example { " + GIVEN + " void run() throws Exception {" + body + "} }";
    return new SimpleJavaFileObject(
        URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
