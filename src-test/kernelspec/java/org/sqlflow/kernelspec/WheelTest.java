package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.kernelspec.build.Wheel;

class WheelTest {
  private static final String INFO = "sqlflow_kernel-1.2.3.dist-info/";

  @TempDir private Path folder;
  private Path kernel;

  @BeforeEach
  void assembleASmallKernel() throws IOException {
    kernel = folder.resolve("kernel");
    Files.createDirectories(kernel.resolve("lib"));
    Files.writeString(kernel.resolve("lib/b.jar"), "jar b");
    Files.writeString(kernel.resolve("lib/a.jar"), "jar a");
    Files.copy(Path.of("src/main/kernel/kernel.json"), kernel.resolve("kernel.json"));
    Files.copy(Path.of("src/main/kernel/logo-svg.svg"), kernel.resolve("logo-svg.svg"));
    Files.createDirectories(kernel.resolve("labextension/static"));
    for (String file : new String[] {"package.json", "static/remoteEntry.js"}) {
      Path extension = Path.of("src/main/kernel/labextension", file);
      Files.copy(extension, kernel.resolve("labextension").resolve(file));
    }
  }

  private Path build(String version, String platform) throws IOException {
    Path target = Files.createDirectories(folder.resolve("target"));
    Wheel.main(
        new String[] {
          Path.of("").toAbsolutePath().toString(),
          kernel.toString(),
          version,
          platform,
          target.toString()
        });
    try (var files = Files.list(target)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static Map<String, byte[]> contents(Path wheel) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return contents;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void itHoldsTheJarsTheModuleAndTheKernelsDescription() throws IOException {
    Path wheel = build("1.2.3", "linux-x86_64");
    assertThat(wheel).hasFileName("sqlflow_kernel-1.2.3-py3-none-manylinux_2_28_x86_64.whl");
    Map<String, byte[]> contents = contents(wheel);
    String data = "sqlflow_kernel-1.2.3.data/data/share/jupyter/";
    String jupyter = data + "kernels/sqlflow/";
    String lab = data + "labextensions/sqlflow-highlighting/";
    assertThat(contents)
        .containsKeys(
            "sqlflow_kernel/__init__.py",
            "sqlflow_kernel/__main__.py",
            "sqlflow_kernel/papermill.py",
            "sqlflow_kernel/lib/a.jar",
            "sqlflow_kernel/lib/b.jar",
            jupyter + "kernel.json",
            jupyter + "logo-svg.svg",
            lab + "package.json",
            lab + "static/remoteEntry.js",
            INFO + "licenses/LICENSE");
    assertThat(text(contents.get("sqlflow_kernel/kernel.json")))
        .as("the one list of Java's options")
        .isEqualTo(Files.readString(Path.of("src/main/kernel/kernel.json")));
    assertThat(text(contents.get(INFO + "METADATA"))).contains("\nVersion: 1.2.3\n", "# SQLFlow");
    assertThat(text(contents.get(INFO + "WHEEL")))
        .contains("Tag: py3-none-manylinux_2_28_x86_64\n");
    assertThat(text(contents.get(INFO + "entry_points.txt")))
        .contains("[console_scripts]\nsqlflow = sqlflow_kernel:command\n");
  }

  @Test
  void itsRecordHasTheDigestAndTheSizeOfEachFile() throws Exception {
    Map<String, byte[]> contents = contents(build("1.2.3", "linux-x86_64"));
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    String expected =
        contents.entrySet().stream()
            .filter(entry -> !entry.getKey().endsWith("/RECORD"))
            .map(
                entry ->
                    entry.getKey()
                        + ",sha256="
                        + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(sha256.digest(entry.getValue()))
                        + ","
                        + entry.getValue().length
                        + "\n")
            .collect(Collectors.joining());
    assertThat(text(contents.get(INFO + "RECORD"))).isEqualTo(expected + INFO + "RECORD,,\n");
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(build("1.2.3", "macosx-arm64"));
    assertThat(build("1.2.3", "macosx-arm64")).hasBinaryContent(first);
  }

  @Test
  void aSnapshotIsADevelopmentVersionOfPython() throws IOException {
    assertThat(build("1.3.0-SNAPSHOT", "windows-x86_64"))
        .hasFileName("sqlflow_kernel-1.3.0.dev0-py3-none-win_amd64.whl");
  }

  @Test
  void aPlatformThatPipDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> build("1.2.3", "plan9")).hasMessage("no wheel for the platform plan9");
  }
}
