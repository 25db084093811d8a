package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The installer's jar and Jupyter's own list of kernels. */
@ExtendWith(RealKernel.class)
class InstallIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The target of a relative link in Markdown, without its anchor. */
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");

  private static JsonNode listed(InstalledKernel kernel) throws IOException {
    Command.Outcome list =
        kernel
            .python(kernel.folder(), "-m", "jupyter_client.kernelspecapp", "list", "--json")
            .run();
    assertThat(list.status()).as(list.err()).isZero();
    return JSON.readTree(list.out()).path("kernelspecs");
  }

  @Test
  void jupyterListsTheKernelWithAJavaThatIsThere(InstalledKernel kernel) throws IOException {
    JsonNode listed = listed(kernel).path("sqlflow");

    Path directory = kernel.prefix().resolve("share/jupyter/kernels/sqlflow");
    assertThat(listed.path("resource_dir").asText()).isEqualTo(directory.toString());
    JsonNode spec = listed.path("spec");
    assertThat(spec.path("display_name").asText()).isEqualTo("SQLFlow");
    assertThat(spec.path("language").asText()).isEqualTo("sql");
    assertThat(spec.path("interrupt_mode").asText()).isEqualTo("message");
    assertThat(spec.path("argv").path(1).asText()).isEqualTo(directory.resolve("start") + "");
    assertThat(Path.of(spec.path("argv").path(2).asText())).isAbsolute().isExecutable();
    assertThat(JSON.readTree(directory.resolve("kernel.json").toFile())).isNotNull();
  }

  @Test
  void theLogosHaveTheSizesThatTheirNamesSay(InstalledKernel kernel) throws IOException {
    Path directory = kernel.prefix().resolve("share/jupyter/kernels/sqlflow");
    for (int side : new int[] {32, 64}) {
      BufferedImage logo =
          ImageIO.read(directory.resolve("logo-" + side + "x" + side + ".png").toFile());
      assertThat(List.of(logo.getWidth(), logo.getHeight())).containsExactly(side, side);
    }
    assertThat(directory.resolve("logo-svg.svg")).content().contains("<svg");
  }

  @Test
  void oneNativeLibraryOfTheDatabaseIsThereAndItIsThisPlatforms(InstalledKernel kernel)
      throws IOException {
    Path lib = kernel.prefix().resolve("share/jupyter/kernels/sqlflow/lib");
    try (Stream<Path> files = Files.list(lib)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("libduckdb")))
          .hasSize(1);
    }
  }

  /** Of ICU and fastutil only some classes are there. */
  @ParameterizedTest
  @ValueSource(strings = {"icu4j", "fastutil", "tablesaw-core"})
  void noClassNeedsOneThatIsLeftOut(String library, InstalledKernel kernel) throws IOException {
    Path lib = kernel.prefix().resolve("share/jupyter/kernels/sqlflow/lib");
    StringWriter told = new StringWriter();
    PrintWriter out = new PrintWriter(told, true);

    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            out,
            out,
            "--missing-deps",
            "--multi-release",
            "17",
            "--class-path",
            jar(lib, "icu4j") + File.pathSeparator + jar(lib, "fastutil"),
            jar(lib, library).toString());

    // Tablesaw needs further libraries, which are named too.
    assertThat(told.toString().lines())
        .noneMatch(line -> line.matches(".*-> (com\\.ibm\\.icu|it\\.unimi).*|Error.*"));
    assertThat(told.toString().contains("->")).isEqualTo(library.equals("tablesaw-core"));
  }

  private static Path jar(Path lib, String library) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(library + "-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void anUninstalledKernelIsNoLongerListed(InstalledKernel kernel) throws IOException {
    String prefix = kernel.prefix().toString();
    Command.Outcome installed =
        kernel.installer("install", "--prefix", prefix, "--name", "sqlflow-second", "--no-archive");
    assertThat(installed.out()).contains("sqlflow-second").contains("Next: run jupyter notebook");
    assertThat(listed(kernel).has("sqlflow-second")).isTrue();

    assertThat(
            kernel.installer("uninstall", "--prefix", prefix, "--name", "sqlflow-second").status())
        .isZero();

    assertThat(listed(kernel).has("sqlflow-second")).isFalse();
    assertThat(listed(kernel).has("sqlflow")).isTrue();
  }

  @Test
  void forTheUserItGoesWhereJupyterLooks(InstalledKernel kernel) throws IOException {
    Command.Outcome installed =
        kernel.installer("install", "--user", "--name", "sqlflow-mine", "--no-archive");
    assertThat(installed.status()).as(installed.err()).isZero();
    try {
      assertThat(listed(kernel).path("sqlflow-mine").path("resource_dir").asText())
          .isEqualTo(kernel.folder().resolve("data/kernels/sqlflow-mine").toString());
    } finally {
      assertThat(kernel.installer("uninstall", "--user", "--name", "sqlflow-mine").status())
          .isZero();
    }
  }

  @Test
  void theDoctorFindsTheKernelWell(InstalledKernel kernel) {
    Command.Outcome outcome = kernel.installer("doctor", "--prefix", kernel.prefix().toString());
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out().lines().map(line -> line.replaceFirst(":.*", "")))
        .containsExactly(
            "ok      kernel",
            "ok      java",
            "ok      jupyter",
            "ok      class archive",
            "ok      limits",
            "ok      Java cells",
            "ok      training",
            "ok      threads",
            "ok      ports",
            "ok      database",
            "ok      folder",
            "ok      fonts");
  }

  @Test
  void theDoctorSaysWhatIsWrongWithTheDatabase(InstalledKernel kernel, @TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("broken.duckdb"), "this is no database of DuckDB");
    Map<String, String> environment = new HashMap<>(kernel.environment());
    environment.put("SQLFLOW_DATASOURCE", "duckdb://" + folder.resolve("broken.duckdb"));
    Command.Outcome outcome =
        kernel.installer(environment, "doctor", "--prefix", kernel.prefix().toString());
    assertThat(outcome.status()).isOne();
    assertThat(outcome.out()).contains("FAILED  database: ", "broken.duckdb", "SQLFLOW_DATASOURCE");
  }

  @Test
  void theDoctorReachesADatabaseByADriverOfTheUsersOwn(InstalledKernel kernel, @TempDir Path folder)
      throws Exception {
    String url = "jdbc:h2:" + folder.resolve("own");
    DriverManager.getConnection(url, "sa", "s3cret").close();
    Path driver =
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, String> environment = new HashMap<>(kernel.environment());
    environment.put("SQLFLOW_DATASOURCE", url + ";USER=sa;PASSWORD=${OWN_PASSWORD}");
    environment.put("OWN_PASSWORD", "s3cret");

    Command.Outcome without =
        kernel.installer(environment, "doctor", "--prefix", kernel.prefix().toString());
    assertThat(without.out()).contains("no JDBC driver for " + url, "SQLFLOW_CLASSPATH");

    environment.put("SQLFLOW_CLASSPATH", driver.toString());
    Command.Outcome with =
        kernel.installer(environment, "doctor", "--prefix", kernel.prefix().toString());
    assertThat(with.out()).contains("ok      database: " + url + " (H2 ").doesNotContain("s3cret");
  }

  @Test
  void theArchiveOfClassesIsUsedAndAStaleOneIgnored(InstalledKernel kernel) throws IOException {
    Path directory = kernel.prefix().resolve("share/jupyter/kernels/sqlflow");
    assertThat(directory.resolve("sqlflow.jsa")).isNotEmptyFile();
    assertThat(loadedFromArchive(kernel, directory.resolve("sqlflow.jsa"))).isGreaterThan(1000);
    Path stale = kernel.folder().resolve("stale.jsa");
    Files.writeString(stale, "of another Java");
    assertThat(loadedFromArchive(kernel, stale)).isZero();
  }

  /** How many classes of ours and the libraries a doctor's JVM takes from an archive. */
  private static long loadedFromArchive(InstalledKernel kernel, Path archive) throws IOException {
    Path directory = kernel.prefix().resolve("share/jupyter/kernels/sqlflow");
    List<String> line = new ArrayList<>();
    for (JsonNode word : JSON.readTree(directory.resolve("kernel.json").toFile()).path("argv")) {
      line.add(
          word.asText()
              .replaceFirst(
                  "^(-XX:(SharedArchiveFile|AOTCache)=).*",
                  "$1" + Matcher.quoteReplacement(archive.toString())));
    }
    line.set(line.indexOf("org.sqlflow.kernel.Main"), "org.sqlflow.kernel.setup.Doctor");
    line.remove("{connection_file}");
    line.add(3, "-Xlog:class+load:file=" + kernel.folder().resolve("classes.log"));
    Command.Outcome outcome = new Command(line, kernel.folder(), kernel.environment()).run();
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).doesNotContain("[cds]");
    try (Stream<String> classes = Files.lines(kernel.folder().resolve("classes.log"))) {
      return classes
          .filter(loaded -> loaded.contains("shared objects file"))
          .filter(loaded -> loaded.matches(".* (org\\.(sqlflow|nd4j|duckdb)|tech\\.tablesaw)\\..*"))
          .count();
    }
  }

  @Test
  void theReleaseInstallsItself(InstalledKernel kernel, @TempDir Path folder) throws IOException {
    Path zip;
    try (Stream<Path> files = Files.list(InstalledKernel.assembled().getParent())) {
      zip =
          files
              .filter(file -> file.getFileName().toString().matches("sqlflow-.*\\.zip"))
              .collect(Collectors.collectingAndThen(Collectors.toList(), all -> all.get(0)));
    }
    run(kernel, folder, System.getProperty("test.python"), "-m", "zipfile", "-e", zip + "", ".");
    Path release = folder.resolve(zip.getFileName().toString().replace(".zip", ""));
    try (Stream<Path> files = Files.list(release)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "sqlflow",
              "sqlflow.cdx.json",
              "install",
              "install.bat",
              "README.md",
              "SECURITY.md",
              "LICENSE",
              "notebooks",
              ".github");
    }
    assertThat(brokenLinks(release)).isEmpty();
    String prefix = folder.resolve("prefix").toString();
    Command.Outcome installed =
        run(kernel, release, "sh", "install", "--no-archive", "--prefix", prefix);
    assertThat(installed.status()).as(installed.err()).isZero();
    assertThat(folder.resolve("prefix/share/jupyter/kernels/sqlflow/kernel.json")).exists();
    assertThat(run(kernel, release, "sh", "install", "uninstall", "--prefix", prefix).out())
        .startsWith("Removed the kernel");
  }

  /** Relative links of the pages in a folder whose target is not there. */
  private static List<String> brokenLinks(Path folder) throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages;
    try (Stream<Path> files = Files.walk(folder)) {
      pages = files.filter(file -> file.toString().endsWith(".md")).toList();
    }
    assertThat(pages).contains(folder.resolve("notebooks/reference/attributes.md"));
    for (Path page : pages) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(folder.relativize(page) + ": " + link.group(1));
        }
      }
    }
    return broken;
  }

  private static Command.Outcome run(InstalledKernel kernel, Path folder, String... line) {
    return new Command(List.of(line), folder, kernel.environment()).run();
  }

  @Test
  void aJarWithoutItsLibSaysSoWithoutFrames(InstalledKernel kernel, @TempDir Path lonely)
      throws IOException {
    Path jar = lonely.resolve("sqlflow-kernelspec.jar");
    Files.copy(InstalledKernel.assembled().resolve("sqlflow-kernelspec.jar"), jar);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command.Outcome outcome =
        new Command(List.of(java, "-jar", jar.toString(), "install"), lonely, kernel.environment())
            .run();
    assertThat(outcome.status()).isOne();
    assertThat(outcome.err())
        .contains("The folder lib next to sqlflow-kernelspec.jar is missing")
        .doesNotContain("\tat ");
  }
}
