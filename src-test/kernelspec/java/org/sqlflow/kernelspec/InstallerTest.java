package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InstallerTest {
  private static final String ANOTHERS =
      "{\"argv\": [\"python3\", \"-m\", \"ipykernel_launcher\"]}";

  @TempDir Path folder;
  private Path assembled;
  private Path prefix;
  private Path kernels;

  @BeforeEach
  void assembleASmallKernel() throws IOException {
    assembled = folder.resolve("assembled");
    prefix = folder.resolve("prefix");
    kernels = prefix.resolve("share/jupyter/kernels");
    Files.createDirectories(assembled.resolve("lib"));
    Files.writeString(assembled.resolve("lib/sqlflow-kernel-1.jar"), "jar 1");
    Files.copy(Path.of("src/main/kernel/kernel.json"), assembled.resolve("kernel.json"));
    Files.copy(Path.of("src/main/kernel/logo-svg.svg"), assembled.resolve("logo-svg.svg"));
    Files.copy(Path.of("src/main/kernel/start"), assembled.resolve("start"));
  }

  private record Outcome(int status, String out, String err) {}

  private Outcome run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    JupyterFolders folders = new JupyterFolders(environment, "Linux", folder.resolve("home"));
    CommandLine line = new Installer(new KernelDirectory(assembled), folders).commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new Outcome(line.execute(arguments), out.toString(), err.toString());
  }

  private Outcome run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theKernelIsCopiedAndItsJsonNamesTheJavaThatRanTheInstaller() throws IOException {
    Outcome outcome = run("install", "--prefix", prefix.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .as("these jars cannot run, so there is no archive")
        .contains(
            "could not be created; kernels start slower, but work. Java ended with status 1: ")
        .contains(kernels.resolve("sqlflow").toString())
        .contains("Next: run jupyter notebook")
        .contains("JUPYTER_PATH=" + prefix.resolve("share/jupyter"));
    assertThat(namesIn(kernels.resolve("sqlflow")))
        .containsExactly("kernel.json", "lib", "logo-svg.svg", "sqlflow", "start");
    assertThat(Files.readString(kernels.resolve("sqlflow/kernel.json")))
        .contains(System.getProperty("java.home"))
        .contains(kernels.resolve("sqlflow/lib") + "/*");
  }

  @Test
  void whatIsThereAlreadyIsNotInstalledAgain() throws IOException {
    run("install", "--prefix", prefix.toString());
    Files.writeString(kernels.resolve("sqlflow/sqlflow.jsa"), "an archive");
    assertThat(run("install", "--prefix", prefix.toString()).out())
        .isEqualTo("The kernel \"SQLFlow\" is up to date in " + kernels.resolve("sqlflow") + "\n");

    Files.writeString(assembled.resolve("lib/sqlflow-kernel-1.jar"), "jar 9");
    assertThat(run("install", "--prefix", prefix.toString()).out()).contains("Installed");
    assertThat(kernels.resolve("sqlflow/lib/sqlflow-kernel-1.jar")).hasContent("jar 9");
  }

  @Test
  void theClientOfSparkIsFetchedOnlyWholeAndASecondInstallationKeepsIt() throws IOException {
    String nowhere = folder.resolve("nowhere").toUri().toString();
    String install = "install --prefix " + prefix + " --spark --repository " + nowhere;
    Outcome failed = run(install.split(" "));

    assertThat(failed.status()).isOne();
    assertThat(failed.err())
        .startsWith("The kernel is installed, but the client of Spark is not: ")
        .contains("--repository URL");
    assertThat(namesIn(kernels.resolve("sqlflow"))).contains("kernel.json").doesNotContain("spark");

    Path spark = Files.createDirectories(kernels.resolve("sqlflow/spark"));
    for (SparkClient.Jar jar : SparkClient.needed()) {
      Files.writeString(spark.resolve(jar.name()), "jar");
    }
    Files.writeString(assembled.resolve("lib/sqlflow-kernel-1.jar"), "jar 9");
    assertThat(run(install.split(" ")).status()).isZero();
    assertThat(SparkClient.isIn(kernels.resolve("sqlflow"))).isTrue();
  }

  @Test
  void theCommandIsALinkToAScriptWithTheSameJava() throws IOException {
    Outcome outcome =
        run(Map.of("PATH", "/bin:" + prefix + "/bin"), "install", "--prefix", prefix.toString());
    Path command = prefix.resolve("bin/sqlflow");
    assertThat(outcome.out()).contains("Installed the command " + command + "\n");
    assertThat(command.toRealPath()).isEqualTo(kernels.toRealPath().resolve("sqlflow/sqlflow"));
    assertThat(command)
        .isExecutable()
        .content()
        .contains("start' '" + System.getProperty("java.home") + "/bin/java' ")
        .contains("'" + kernels.resolve("sqlflow/lib/*") + "'");
    ProcessBuilder another = new ProcessBuilder(command.toString()).redirectErrorStream(true);
    another.environment().put("_JAVA_OPTIONS", "-Xmx1g -XX:+UseParallelGC");
    Process started = another.start();
    assertThat(new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("-Xmx1g -XX:+UseParallelGC -XX:-UseParallelGC")
        .contains("ClassNotFoundException") // these jars cannot run, but Java starts
        .doesNotContain("Error occurred during initialization");

    run("uninstall", "--prefix", prefix.toString());
    assertThat(prefix.resolve("bin")).isEmptyDirectory();
  }

  @Test
  void theCommandOfTheUserIsInTheHomeAndSaysWhatIsMissingInPath() {
    String bin = folder.resolve("home/.local/bin").toString();
    assertThat(run("install", "--user").out())
        .contains("Installed the command " + bin + "/sqlflow; add " + bin + " to PATH");
  }

  @Test
  void aProgramOfThatNameStays() throws IOException {
    Path command = prefix.resolve("bin/sqlflow");
    Files.createDirectories(command.getParent());
    Files.writeString(command, "another program");
    assertThat(run("install", "--prefix", prefix.toString()).out())
        .contains(command + " is another program and stays");
    run("uninstall", "--prefix", prefix.toString());
    assertThat(command).hasContent("another program");
  }

  @Test
  void theExtensionOfJupyterLabIsThereWhileAKernelIs() throws IOException {
    Path lab = prefix.resolve("share/jupyter/labextensions/sqlflow-highlighting");
    Path source = Path.of("src/main/kernel/labextension");
    Files.createDirectories(assembled.resolve("labextension/static"));
    for (String file : List.of("package.json", "static/remoteEntry.js")) {
      Files.copy(source.resolve(file), assembled.resolve("labextension").resolve(file));
    }
    run("install", "--no-archive", "--prefix", prefix.toString());
    run("install", "--no-archive", "--prefix", prefix.toString(), "--name", "second");
    assertThat(lab.resolve("static/remoteEntry.js"))
        .hasSameTextualContentAs(source.resolve("static/remoteEntry.js"));
    Files.writeString(lab.resolve("static/remoteEntry.js"), "of an earlier version");
    run("install", "--no-archive", "--prefix", prefix.toString());
    assertThat(lab.resolve("static/remoteEntry.js"))
        .hasSameTextualContentAs(source.resolve("static/remoteEntry.js"));

    run("uninstall", "--prefix", prefix.toString());
    assertThat(lab.resolve("package.json")).exists();
    run("uninstall", "--prefix", prefix.toString(), "--name", "second");
    assertThat(lab).doesNotExist();
  }

  @Test
  void whoWantsNoArchiveGetsNone() {
    assertThat(run("install", "--no-archive", "--prefix", prefix.toString()).out())
        .startsWith("Installed the kernel");
  }

  @Test
  void theDoctorSaysThatNothingIsInstalledAndThatTheJvmDoesNotStart() {
    Outcome outcome = run("doctor", "--prefix", prefix.toString());
    assertThat(outcome.status()).isOne();
    assertThat(outcome.out())
        .contains("FAILED  kernel: not installed in " + kernels + ": run install")
        .contains("ok      java: " + System.getProperty("java.home"))
        .contains("FAILED  JVM: does not start: ");
  }

  @Test
  void theDoctorSaysThatTheJavaIsGone() throws IOException {
    run("install", "--prefix", prefix.toString());
    Path json = kernels.resolve("sqlflow/kernel.json");
    Files.writeString(
        json, Files.readString(json).replace(System.getProperty("java.home"), "/gone"));
    Outcome outcome = run("doctor", "--prefix", prefix.toString());
    assertThat(outcome.status()).isOne();
    assertThat(outcome.out())
        .contains("ok      kernel: installed in")
        .contains("FAILED  java: /gone/bin/java in kernel.json does not exist: run install");
  }

  @Test
  void withoutAPlaceItGoesToTheUser() {
    assertThat(run(Map.of("JUPYTER_DATA_DIR", folder.resolve("data").toString()), "install").out())
        .contains(folder.resolve("data/kernels/sqlflow").toString());
    assertThat(run("install", "--user").out())
        .contains(folder.resolve("home/.local/share/jupyter/kernels/sqlflow").toString());
  }

  @Test
  void sysPrefixIsTheActiveEnvironment() {
    Map<String, String> active = Map.of("VIRTUAL_ENV", prefix.toString());
    assertThat(run(active, "install", "--sys-prefix").out())
        .contains(kernels.resolve("sqlflow").toString());
  }

  @Test
  void anOlderInstallationIsReplacedWhole() throws IOException {
    run("install", "--prefix", prefix.toString());
    Files.delete(assembled.resolve("lib/sqlflow-kernel-1.jar"));
    Files.writeString(assembled.resolve("lib/sqlflow-kernel-2.jar"), "jar 2");

    assertThat(run("install", "--prefix", prefix.toString()).status()).isZero();

    assertThat(namesIn(kernels.resolve("sqlflow/lib"))).containsExactly("sqlflow-kernel-2.jar");
    assertThat(namesIn(kernels)).containsExactly("sqlflow");
  }

  @Test
  void aFailedInstallationLeavesTheOlderOneAsItWas() throws IOException {
    run("install", "--prefix", prefix.toString());
    Files.writeString(assembled.resolve("kernel.json"), "{\"argv\": [\"${java}\", oops");

    Outcome outcome = run("install", "--prefix", prefix.toString());

    assertThat(outcome.status()).isOne();
    assertThat(outcome.err()).startsWith("Cannot install in " + kernels);
    assertThat(namesIn(kernels)).containsExactly("sqlflow");
    assertThat(Files.readString(kernels.resolve("sqlflow/kernel.json"))).contains("Main");
  }

  @Test
  void aMissingLibIsOneSentence() throws IOException {
    Files.delete(assembled.resolve("lib/sqlflow-kernel-1.jar"));
    Outcome outcome = run("install", "--prefix", prefix.toString());
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                1,
                "",
                "The kernel's jars are missing in "
                    + assembled.resolve("lib")
                    + "; build them with mvn package.\n"));
    assertThat(prefix).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsOneSentence() throws IOException {
    // A file in the way of the folder: unlike permissions, it stops root too.
    Files.writeString(prefix, "no folder");
    Outcome outcome = run("install", "--prefix", prefix.toString());
    assertThat(outcome.status()).isOne();
    assertThat(outcome.err())
        .startsWith("Cannot install in " + kernels)
        .contains("--prefix DIR")
        .doesNotContain("\tat ");
  }

  @Test
  void uninstallRemovesTheKernelAndNothingElse() throws IOException {
    run("install", "--prefix", prefix.toString());
    Files.createDirectories(kernels.resolve("python3"));

    Outcome outcome = run("uninstall", "--prefix", prefix.toString());

    assertThat(outcome.out())
        .isEqualTo("Removed the kernel from " + kernels.resolve("sqlflow") + "\n");
    assertThat(namesIn(kernels)).containsExactly("python3");
  }

  @Test
  void uninstallWithoutAKernelIsOneSentence() {
    assertThat(run("uninstall", "--prefix", prefix.toString()))
        .isEqualTo(
            new Outcome(
                1,
                "",
                "No kernel \"sqlflow\" is installed in "
                    + kernels
                    + "; `jupyter kernelspec list` shows the installed kernels.\n"));
  }

  @Test
  void anothersKernelIsNeitherReplacedNorRemoved() throws IOException {
    Files.createDirectories(kernels.resolve("python3"));
    Files.writeString(kernels.resolve("python3/kernel.json"), ANOTHERS);

    for (String command : List.of("install", "uninstall")) {
      Outcome outcome = run(command, "--prefix", prefix.toString(), "--name", "python3");
      assertThat(outcome.status()).isOne();
      assertThat(outcome.err())
          .isEqualTo(
              kernels.resolve("python3")
                  + " is another kernel; choose another name with --name.\n");
    }
    assertThat(kernels.resolve("python3/kernel.json")).hasContent(ANOTHERS);
  }

  @Test
  void aNameThatWouldLeaveTheFolderIsRefused() {
    for (String name : List.of("../sqlflow", "a b", "", "..")) {
      Outcome outcome = run("install", "--prefix", prefix.toString(), "--name", name);
      assertThat(outcome.status()).as(name).isOne();
      assertThat(outcome.err()).contains("is not a valid kernel name");
    }
  }

  @Test
  void anInstalledCopyCannotInstallAgain() {
    run("install", "--prefix", prefix.toString());
    assembled = kernels.resolve("sqlflow");
    assertThat(run("install", "--prefix", folder.resolve("other").toString()).err())
        .contains("is an installed kernel");
    assertThat(run("uninstall", "--prefix", prefix.toString()).status()).isZero();
  }

  @Test
  void twoPlacesAtOnceAreAUsageError() {
    assertThat(run("install", "--user", "--sys-prefix").status()).isEqualTo(2);
    assertThat(run("instal").err()).contains("install");
  }
}
