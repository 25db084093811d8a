package org.sqlflow.kernel.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** A bill of materials lists jars, and not the libraries that somebody packed into them. */
class InnerPartsTest {
  @Test
  void librariesWithinJarsAreListedWithTheirVersions() throws IOException {
    List<String> inner = new ArrayList<>();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (jar.endsWith(".jar")) {
        addInner(Path.of(jar), inner);
      }
    }

    assertThat(inner).contains("`snakeyaml` 1.26");
    String listed = Files.readString(root().resolve("SECURITY.md"));
    assertThat(inner).allSatisfy(part -> assertThat(listed).contains(part));
  }

  /** Parts of another group than the jar's own, which is in its path in a repository. */
  private static void addInner(Path jar, List<String> inner) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(entry -> entry.getName().endsWith("/pom.properties")).toList();
      for (ZipEntry entry : entries) {
        Properties part = new Properties();
        part.load(zip.getInputStream(entry));
        String group = part.getProperty("groupId", "").replace('.', File.separatorChar);
        boolean isOurs = part.getProperty("groupId", "").equals("org.sqlflow");
        if (!isOurs && !jar.toString().contains(File.separator + group + File.separator)) {
          inner.add("`" + part.getProperty("artifactId") + "` " + part.getProperty("version"));
        }
      }
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("SECURITY.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
