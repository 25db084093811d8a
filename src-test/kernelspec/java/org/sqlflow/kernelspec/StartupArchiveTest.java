package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Installs a kernel of two small classes, so that this Java makes a real archive of them. */
class StartupArchiveTest {
  @TempDir Path folder;
  private Path assembled;

  @BeforeEach
  void assemble() throws IOException {
    assembled = Files.createDirectories(folder.resolve("assembled"));
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Files.writeString(
        sources.resolve("Main.java"),
        "package org.sqlflow.kernel; public class Main { public static void main(String[] a) {} }");
    Files.writeString(
        sources.resolve("CdsWarmup.java"),
        "package org.sqlflow.kernel.setup; public class CdsWarmup { public static void"
            + " main(String[] a) { org.sqlflow.kernel.Main.main(a); } }");
    Path classes = folder.resolve("classes");
    tool("javac", "-d", classes, sources.resolve("Main.java"), sources.resolve("CdsWarmup.java"));
    Path lib = Files.createDirectories(assembled.resolve("lib"));
    tool("jar", "cf", lib.resolve("sqlflow-kernel-1.jar"), "-C", classes, "org");
    for (String file : List.of("kernel.json", "start")) {
      Files.copy(Path.of("src/main/kernel", file), assembled.resolve(file));
    }
  }

  private static void tool(String name, Object... arguments) {
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    assertThat(ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, words))
        .isZero();
  }

  private String run(String command, Path prefix) {
    StringWriter out = new StringWriter();
    JupyterFolders folders = new JupyterFolders(Map.of(), "Linux", folder.resolve("home"));
    CommandLine line = new Installer(new KernelDirectory(assembled), folders).commandLine();
    line.setOut(new PrintWriter(out, true));
    line.execute(command, "--prefix", prefix.toString());
    return out.toString();
  }

  private static StartupArchive archive(Path prefix) {
    return new StartupArchive(prefix.resolve("share/jupyter/kernels/sqlflow"));
  }

  @Test
  void javaStartsFromItUntilAJarChanges() throws IOException {
    Path prefix = folder.resolve("prefix");
    assertThat(run("install", prefix)).contains("Creating a class archive").doesNotContain("Note:");
    StartupArchive archive = archive(prefix);
    assertThat(archive.use()).isEqualTo(StartupArchive.Use.ALL);
    assertThat(run("doctor", prefix)).contains("ok      class archive: Java starts from it");
    assertThat(run("install", prefix)).contains("is up to date");

    Path jar = archive.kernel().resolve("lib/sqlflow-kernel-1.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(archive.use()).isEqualTo(StartupArchive.Use.IGNORED);
    assertThat(run("doctor", prefix))
        .contains("FAILED  class archive: belongs to another Java or other jars, so kernels start")
        .contains("slower: run install again");
    run("install", prefix);
    assertThat(archive.use()).isEqualTo(StartupArchive.Use.ALL);
  }

  @Test
  void halfAnArchiveIsReplaced() throws IOException {
    Path prefix = folder.resolve("prefix");
    run("install", prefix);
    StartupArchive archive = archive(prefix);
    byte[] whole = Files.readAllBytes(archive.file());
    Files.delete(archive.file());
    Files.write(archive.file(), Arrays.copyOf(whole, whole.length / 2));

    // Java 17 does not start, Java 25 ignores it.
    assertThat(archive.use()).isIn(StartupArchive.Use.FATAL, StartupArchive.Use.IGNORED);
    if (archive.use() == StartupArchive.Use.FATAL) {
      assertThat(run("doctor", prefix))
          .contains(
              "FAILED  class archive: "
                  + archive.file()
                  + " is damaged, and Java does not start with it: run install again, or delete"
                  + " it");
    }
    assertThat(run("install", prefix)).contains("Installed the kernel");
    assertThat(archive.use()).isEqualTo(StartupArchive.Use.ALL);
  }

  @Test
  void aWarmUpThatFailsLeavesNoArchive() throws IOException {
    Path warmup = folder.resolve("sources/CdsWarmup.java");
    Files.writeString(
        warmup,
        "package org.sqlflow.kernel.setup; public class CdsWarmup { public static void"
            + " main(String[] a) throws Exception { Runtime.getRuntime().halt(3); } }");
    tool("javac", "-d", folder.resolve("classes"), warmup);
    tool(
        "jar",
        "cf",
        assembled.resolve("lib/sqlflow-kernel-1.jar"),
        "-C",
        folder.resolve("classes"),
        "org");
    Path prefix = folder.resolve("prefix");
    assertThat(run("install", prefix)).contains("could not be created");
    assertThat(archive(prefix).use()).isEqualTo(StartupArchive.Use.NONE);
    try (Stream<Path> files = Files.list(archive(prefix).kernel())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("kernel.json", "lib", "sqlflow", "start");
    }
    assertThat(run("doctor", prefix)).contains("ok      class archive: none, so kernels start");
  }

  @Test
  void aFolderWithSpacesIsSaidAndNotInstalledEachTime() throws IOException {
    Path prefix = folder.resolve("Ann Other");
    String installed = run("install", prefix);
    assertThat(installed).contains("export JUPYTER_PATH='" + prefix.resolve("share/jupyter") + "'");
    if (archive(prefix).use() == StartupArchive.Use.JDK_ONLY) {
      assertThat(installed)
          .contains("Note: the class archive is without the kernel's own classes")
          .contains(StartupArchive.UNUSUAL_FOLDER);
      assertThat(run("doctor", prefix)).contains(StartupArchive.UNUSUAL_FOLDER);
    } else {
      assertThat(archive(prefix).use()).isEqualTo(StartupArchive.Use.ALL);
    }
    assertThat(run("install", prefix)).contains("is up to date");
  }
}
