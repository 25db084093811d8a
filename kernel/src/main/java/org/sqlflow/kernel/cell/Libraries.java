package org.sqlflow.kernel.cell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.kernel.error.CellException;

/**
 * The jars that {@code %jars} and {@code %maven} name. Artifacts are resolved by the user's own
 * Maven, with its mirrors and credentials; checksums must match.
 */
final class Libraries {
  private static final Pattern ARTIFACT = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.\\-+]+");
  private static final String ALWAYS = "; SQLFLOW_CLASSPATH names the jars of every session";
  private static final String NAME = "ClassPath";
  private static final int WAIT_MS = 100;
  private static final int LINES_OF_AN_ERROR = 3;

  private final Path folder;
  private final BooleanSupplier isInterrupted;

  /**
   * Creates the resolver for the cells of a notebook.
   *
   * @param folder where relative paths start
   */
  Libraries(Path folder, BooleanSupplier isInterrupted) {
    this.folder = folder;
    this.isInterrupted = isInterrupted;
  }

  /**
   * The jars of a line.
   *
   * @param line such as {@code jars lib/*.jar} or {@code maven group:artifact:version}
   * @throws CellException if there are none
   */
  List<Path> of(String line) {
    List<String> words = Arrays.stream(line.split("\\s+")).toList();
    List<String> arguments = words.subList(1, words.size());
    boolean maven = words.get(0).equals("maven");
    if (arguments.isEmpty()) {
      throw new CellException(
          NAME,
          (maven
                  ? "%maven takes artifacts: %maven org.apache.commons:commons-lang3:3.17.0"
                  : "%jars takes jars and folders of jars: %jars lib/driver.jar")
              + ALWAYS);
    }
    return maven
        ? resolved(arguments)
        : arguments.stream().flatMap(argument -> jars(argument).stream()).toList();
  }

  /** What was added, in a sentence. */
  static String note(List<Path> jars) {
    String names =
        jars.stream()
            .map(jar -> String.valueOf(jar.getFileName()))
            .collect(Collectors.joining(", "));
    return "Added to the class path: " + names;
  }

  private List<Path> jars(String argument) {
    String home = System.getProperty("user.home");
    String text = argument.startsWith("~/") ? home + argument.substring(1) : argument;
    int slash = text.lastIndexOf('/') + 1;
    boolean isPattern = text.indexOf('*', slash) >= 0;
    Path place = folder.resolve(isPattern ? text.substring(0, slash) : text).normalize();
    if (!Files.exists(place)) {
      throw new CellException(
          NAME, place + " does not exist: %jars takes jars and folders of jars" + ALWAYS);
    }
    List<Path> found =
        Files.isDirectory(place)
            ? inside(place, isPattern ? text.substring(slash) : "*.jar")
            : List.of(place);
    if (found.isEmpty()) {
      throw new CellException(NAME, "there are no jars in " + place + ALWAYS);
    }
    return found;
  }

  private static List<Path> inside(Path place, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(place, pattern)) {
      jars.forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream().sorted().toList();
  }

  private List<Path> resolved(List<String> artifacts) {
    for (String artifact : artifacts) {
      if (!ARTIFACT.matcher(artifact).matches()) {
        throw new CellException(
            NAME,
            artifact
                + " is not an artifact: write group:artifact:version, such as"
                + " org.apache.commons:commons-lang3:3.17.0");
      }
    }
    Path maven =
        maven()
            .orElseThrow(
                () ->
                    new CellException(
                        NAME,
                        "%maven needs Maven, whose mvn is not in PATH: install it, or download the"
                            + " jars and name them in %jars"
                            + ALWAYS));
    try {
      Path work = Files.createTempDirectory("sqlflow-maven");
      try {
        return run(maven, work, artifacts);
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Colours, which Maven may write even if there are to be none, marks and references. */
  private static final Pattern NOT_WORDS =
      Pattern.compile("\u001b\\[[0-9;]*m|\\[ERROR]| -> \\[Help \\d+]");

  /** Lines about Maven's command line. */
  private static final Pattern ADVICE =
      Pattern.compile("^(?:To see the full stack|Re-run Maven|For more information|\\[Help )");

  private static Optional<Path> maven() {
    String program = System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn";
    String path = System.getenv().getOrDefault("PATH", "");
    Stream<String> homes =
        Stream.of("MAVEN_HOME", "M2_HOME")
            .map(System.getenv()::get)
            .filter(home -> home != null && !home.isBlank())
            .map(home -> home + File.separator + "bin");
    return Stream.concat(homes, Arrays.stream(path.split(File.pathSeparator, -1)))
        .filter(place -> !place.isBlank())
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private List<Path> run(Path maven, Path work, List<String> artifacts) throws IOException {
    Path pom = work.resolve("pom.xml");
    Path list = work.resolve("classpath");
    Path log = work.resolve("log");
    Files.writeString(pom, pom(artifacts));
    Process process =
        new ProcessBuilder(
                maven.toString(),
                "--batch-mode",
                "--quiet",
                "--strict-checksums",
                "-Dstyle.color=never",
                "--file",
                pom.toString(),
                "dependency:build-classpath",
                "-DincludeScope=runtime",
                "-Dmdep.outputFile=" + list)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      while (!process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS)) {
        if (isInterrupted.getAsBoolean()) {
          throw CellException.interrupted();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CellException.interrupted();
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    if (process.exitValue() != 0 || !Files.exists(list)) {
      String said =
          Files.readString(log, StandardCharsets.UTF_8)
              .lines()
              .map(line -> NOT_WORDS.matcher(line).replaceAll("").strip())
              .filter(line -> !line.isEmpty() && !ADVICE.matcher(line).find())
              .limit(LINES_OF_AN_ERROR)
              .collect(Collectors.joining("\n"));
      throw new CellException(NAME, "Maven found no jars" + ALWAYS + "\n" + said);
    }
    return Arrays.stream(Files.readString(list).strip().split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private static String pom(List<String> artifacts) {
    String dependencies =
        artifacts.stream()
            .map(artifact -> artifact.split(":"))
            .map(
                parts ->
                    "<dependency><groupId>"
                        + parts[0]
                        + "</groupId><artifactId>"
                        + parts[1]
                        + "</artifactId><version>"
                        + parts[2]
                        + "</version></dependency>")
            .collect(Collectors.joining());
    return "<project><modelVersion>4.0.0</modelVersion><groupId>org.sqlflow</groupId>"
        + "<artifactId>notebook</artifactId><version>1</version><packaging>pom</packaging>"
        + "<dependencies>"
        + dependencies
        + "</dependencies></project>";
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
