package org.sqlflow.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.magic.SqlflowMagic;

class PackageIndexTest {
  @TempDir private Path folder;
  private final PackageIndex index = new PackageIndex();

  private StandardJavaFileManager files() {
    return ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
  }

  private Path jar(String... entries) throws IOException {
    Path jar = Files.createTempFile(folder, "some", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
      }
    }
    return jar;
  }

  private static List<String> entries(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void javaIsOneFileOfThePackagesThatCellsMayUse() throws IOException {
    try (StandardJavaFileManager indexed = index.of(files())) {
      assertThat(indexed.getLocationAsPaths(StandardLocation.PLATFORM_CLASS_PATH))
          .singleElement()
          .satisfies(
              file ->
                  assertThat(entries(file))
                      .contains("java/util/P.class", "java/sql/P.class", "sun/misc/P.class")
                      .doesNotContain("jdk/internal/misc/P.class")
                      .doesNotHaveDuplicates());
    }
  }

  @Test
  void jarsAreOneFileOfTheirPackagesAndFoldersStay() throws IOException {
    Path one = jar("a/b/C.class", "a/b/D.class", "a/D.class", "META-INF/versions/9/a/x/C.class");
    Path other = jar("z/E.class", "texts/f.txt", "Unnamed.class");
    try (StandardJavaFileManager indexed = index.of(files())) {
      indexed.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(one, folder, other));
      List<Path> paths = List.copyOf(paths(indexed));
      assertThat(paths).hasSize(2).startsWith(folder);
      assertThat(entries(paths.get(1))).containsExactly("a/P.class", "a/b/P.class", "z/P.class");
      try (StandardJavaFileManager ofAnotherShell = index.of(files())) {
        ofAnotherShell.setLocationFromPaths(
            StandardLocation.CLASS_PATH, List.of(one, folder, other));
        assertThat(paths(ofAnotherShell)).isEqualTo(paths);
      }
    }
  }

  private static List<Path> paths(StandardJavaFileManager indexed) {
    List<Path> paths = new ArrayList<>();
    indexed.getLocationAsPaths(StandardLocation.CLASS_PATH).forEach(paths::add);
    return paths;
  }

  @Test
  void aFileThatIsNoJarLeavesAllAsItIs() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    try (StandardJavaFileManager indexed = index.of(files())) {
      indexed.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of(broken));
      assertThat(paths(indexed)).containsExactly(broken);
    }
  }

  @Test
  void packagesAreCompletedOfJavaOfJarsAndOfThoseThatAreAddedLater() throws IOException {
    SqlflowMagic magic =
        new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", "duckdb://:memory:"), Path.of(""));
    JShellInterpreter java =
        new JShellInterpreter(new KernelSession(magic, new Displays(new Renderer())));
    java.warmUp();
    complete(java, "import java.util.conc", "concurrent.");
    complete(java, "import tech.table", "tablesaw.");
    java.addJars(List.of(jar("added/later/C.class")));
    complete(java, "import added.", "later.");
    complete(java, "import java.util.conc", "concurrent.");
    magic.close();
  }

  /** JShell indexes beside the cells: what it doesn't know yet, it knows soon. */
  private static void complete(JShellInterpreter java, String code, String word) {
    while (!java.complete(code, code.length()).words().contains(word)) {
      Thread.onSpinWait();
    }
  }
}
