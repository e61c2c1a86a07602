// SPDX-License-Identifier: Apache-2.0
import static java.lang.classfile.ClassFile.ConstantPoolSharingOption.NEW_POOL;
import static java.lang.classfile.ClassFile.StackMapsOption.GENERATE_STACK_MAPS;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Raises the class files of a jar that are older than Java 7, such as picocli's, to that version:
 * {@code java RaiseClassFiles.java JAR}. The JVM keeps no older classes in an AOT cache, since they
 * lack the stack maps that it needs to verify them; they are computed here.
 *
 * <p>It is in a folder of its own because it is neither part of the jar nor a test: the build runs
 * it on the finished jar, in Maven's phase {@code package}.
 */
final class RaiseClassFiles {
  private static final int JAVA_7 = 51;

  private final ClassFile classFile;

  private RaiseClassFiles(ClassLoader classes) {
    classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes)),
            GENERATE_STACK_MAPS,
            NEW_POOL);
  }

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path raised = Path.of(args[0] + ".raised");
    URL[] url = {jar.toUri().toURL()};
    try (URLClassLoader classes = new URLClassLoader(url, ClassLoader.getPlatformClassLoader());
        ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(raised))) {
      RaiseClassFiles raise = new RaiseClassFiles(classes);
      for (ZipEntry entry : Collections.list(from.entries())) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        to.write(entry.getName().endsWith(".class") ? raise.raise(bytes) : bytes);
        to.closeEntry();
      }
    }
    Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] raise(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    if (model.majorVersion() >= JAVA_7) {
      return bytes;
    }
    // Each instruction is written anew, since a method that is copied unchanged gets no stack maps.
    return classFile.transformClass(
        model,
        ClassTransform.dropping(ClassFileVersion.class::isInstance)
            .andThen(ClassTransform.transformingMethodBodies((code, part) -> code.with(part)))
            .andThen(ClassTransform.endHandler(made -> made.withVersion(JAVA_7, 0))));
  }
}
