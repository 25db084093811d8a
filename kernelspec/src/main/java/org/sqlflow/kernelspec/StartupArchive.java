package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The class data sharing archive (AppCDS) of an installed kernel, which makes it start faster. It
 * is a static archive, dumped from a class list, and includes the classes of the JDK. A dynamic
 * archive (-XX:ArchiveClassesAtExit) is not sorted: nearly all of its pages become resident, those
 * with the classes of trainings too. From Java 25 on it is an AOT cache (JEP 514), which also has
 * linked classes and the profiles of the warm-up (JEP 515). A JVM that it does not match, such as
 * an updated one, ignores it.
 *
 * @param kernel the kernel's folder
 */
record StartupArchive(Path kernel) {
  private static final String WARMUP = "org.sqlflow.kernel.setup.CdsWarmup";
  private static final int MOST_LINES = 3;
  private static final String SHARED = " source: shared objects file";
  private static final String MAIN_LOADED = KernelCommand.MAIN_CLASS + " source: ";

  /** Why only the JDK's classes are in it. */
  static final String UNUSUAL_FOLDER =
      "this Java archives no classes of a folder whose path has spaces or letters beyond ASCII;"
          + " Java 25 does";

  /** What a JVM does with the archive. */
  enum Use {
    /** There is none. */
    NONE,
    /** It starts from it. */
    ALL,
    /** It takes only the JDK's classes from it, and cannot do more in this folder. */
    JDK_ONLY,
    /** It ignores it, since it belongs to another Java or to other jars. */
    IGNORED,
    /** It does not start: Java 17 does not notice that the end of an archive is missing. */
    FATAL,
    /** It does not start, even without one. */
    UNKNOWN
  }

  /**
   * Creates it with a warm-up run of the kernel, which takes seconds, on a slow machine minutes.
   *
   * @return why it was not created; empty if it was
   */
  Optional<String> create() {
    Path classes = kernel.resolve("classes.txt");
    Path fresh = kernel.resolve("sqlflow.jsa.new"); // whoever ends this leaves no half archive
    try {
      KernelCommand warmup = KernelCommand.of(kernel.resolve(KernelJson.FILE)).running(WARMUP);
      Optional<String> failure =
          warmup.hasArchive()
              ? write(warmup.listing(classes), classes)
                  .or(() -> write(warmup.archiving(classes, fresh), fresh))
              : write(warmup.caching(fresh), fresh);
      Files.deleteIfExists(classes);
      if (failure.isEmpty()) {
        Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING);
      }
      return failure;
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Runs Java until it ends; returns why it did not write a file. */
  private Optional<String> write(KernelCommand command, Path written) {
    Path log = kernel.resolve("warmup.log");
    try {
      Process java =
          command.builder().redirectErrorStream(true).redirectOutput(log.toFile()).start();
      java.getOutputStream().close();
      int status = java.waitFor();
      String output = Files.readString(log);
      Files.deleteIfExists(log);
      if (status != 0) {
        Files.deleteIfExists(written); // a failing JVM leaves an incomplete archive
        return Optional.of("Java ended with status " + status + reason(output));
      }
      return Files.exists(written)
          ? Optional.empty()
          : Optional.of("Java wrote none" + reason(output));
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** The first lines that report an error, or else the last lines. */
  static String reason(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> errors =
        lines.stream()
            .filter(line -> line.matches("(?i).*(error|exception|cannot|unable).*"))
            .limit(MOST_LINES)
            .toList();
    int last = Math.max(0, lines.size() - MOST_LINES);
    List<String> shown = errors.isEmpty() ? lines.subList(last, lines.size()) : errors;
    return shown.isEmpty() ? "" : ": " + String.join("; ", shown);
  }

  /** Starts Java to see what it does with the archive; takes a quarter of a second. */
  Use use() throws IOException {
    if (!Files.exists(file())) {
      return Use.NONE;
    }
    KernelCommand kernel = KernelCommand.of(this.kernel.resolve(KernelJson.FILE)).tracing();
    String classes = output(kernel);
    if (classes.contains(KernelCommand.MAIN_CLASS + SHARED)) {
      return Use.ALL;
    }
    if (!classes.contains(MAIN_LOADED)) {
      return output(kernel.withoutArchive()).contains(MAIN_LOADED) ? Use.FATAL : Use.UNKNOWN;
    }
    return classes.contains(SHARED) && isInUnusualFolder() ? Use.JDK_ONLY : Use.IGNORED;
  }

  /** Whether a new archive would be used no more than this one. */
  boolean isCurrent() throws IOException {
    return Set.of(Use.ALL, Use.JDK_ONLY, Use.UNKNOWN).contains(use());
  }

  /** What the command prints without the user's options of Java, which no archive can help. */
  private static String output(KernelCommand command) throws IOException {
    ProcessBuilder builder = command.builder().redirectErrorStream(true);
    Diagnosis.OPTIONS.forEach(builder.environment()::remove);
    Process java = builder.start();
    java.getOutputStream().close();
    return new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /**
   * Whether a URL encodes the folder's path. Java 17 compares a class's URL with the class path and
   * archives no class where they differ; Java 25 decodes the URL.
   */
  private boolean isInUnusualFolder() throws IOException {
    Path folder = kernel.toRealPath();
    return !folder.toUri().getPath().equals(folder.toUri().getRawPath());
  }

  Path file() {
    return kernel.resolve("sqlflow.jsa");
  }
}
