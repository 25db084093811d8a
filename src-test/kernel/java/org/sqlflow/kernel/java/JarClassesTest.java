package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarClassesTest {
  private static final String MULTI_RELEASE = "Manifest-Version: 1.0\nMulti-Release: true\n\n";
  @TempDir private Path folder;
  private final JarClasses classes = new JarClasses();

  private Path jar(String manifest, String... entries) throws IOException {
    Path jar = Files.createTempFile(folder, "some", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      out.write(manifest.getBytes(StandardCharsets.UTF_8));
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private List<String> names(String packageName, Path... paths) {
    return classes.of(packageName, List.of(paths)).orElseThrow().stream()
        .map(file -> JarClasses.binaryName(file).orElseThrow())
        .toList();
  }

  @Test
  void classesOfAPackageAreThoseOfAllJarsAndOfNoPackageBelow() throws IOException {
    Path one = jar("", "a/b/C.class", "a/b/C$D.class", "a/b/c/E.class", "a/b/text.txt", "F.class");
    Path other = jar("", "a/b/G.class", "a/bc/H.class", "module-info.class");
    assertThat(names("a.b", one, folder.resolve("not-there.jar"), other))
        .containsExactly("a.b.C", "a.b.C$D", "a.b.G");
    assertThat(names("a", one, other)).isEmpty();
    assertThat(names("", one, other)).containsExactly("F", "module-info");
  }

  @Test
  void aClassIsReadAsThisJavaSeesIt() throws IOException {
    Path jar = jar(MULTI_RELEASE, "a/B.class", "META-INF/versions/11/a/B.class");
    JavaFileObject found = classes.of("a", List.of(jar)).orElseThrow().get(0);
    try (InputStream in = found.openInputStream()) {
      assertThat(in).hasContent("META-INF/versions/11/a/B.class");
    }
    assertThat(found.isNameCompatible("B", JavaFileObject.Kind.CLASS)).isTrue();
    assertThat(found.toUri()).hasToString("jar:" + jar.toUri() + "!/a/B.class");
    assertThat(found).isEqualTo(classes.of("a", List.of(jar)).orElseThrow().get(0));
  }

  @Test
  void theCompilerLooksForItselfWhereAPathIsNoJarOfClassesAlone() throws IOException {
    Path jar = jar("", "a/B.class");
    assertThat(classes.of("a", List.of(jar, folder))).isEmpty();
    assertThat(classes.of("a", List.of(jar, jar("", "a/C.java")))).isEmpty();
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    assertThat(classes.of("a", List.of(broken))).isEmpty();
    assertThat(classes.of("a", List.of(jar))).isPresent();
  }
}
