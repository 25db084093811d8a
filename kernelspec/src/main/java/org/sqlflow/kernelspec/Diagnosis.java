package org.sqlflow.kernelspec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The checks of {@code doctor}: first the installation, then the rest in the JVM that runs the
 * kernel.
 *
 * @param java the java that runs this installer
 */
record Diagnosis(Installation installation, KernelDirectory assembled, Path java) {
  private static final String DOCTOR = "org.sqlflow.kernel.setup.Doctor";
  private static final long TIMEOUT_SECONDS = 120;
  private static final String NOT_ENDED =
      "the next check did not end in " + TIMEOUT_SECONDS + " seconds";

  /** Environment variables from which Java reads options. */
  static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  /** Prints one line for each finding; returns 1 if anything is wrong, otherwise 0. */
  int run(PrintWriter out) throws InstallException {
    boolean installed = isInstalled();
    boolean ok =
        report(
            out,
            installed,
            "kernel",
            installed ? "installed in " + installation.directory() : notInstalled());
    KernelCommand kernel = installed ? installedCommand() : assembledCommand();
    boolean javaExists = Files.isExecutable(kernel.java());
    ok &=
        report(
            out,
            javaExists,
            "java",
            javaExists
                ? kernel.java() + version(kernel.java())
                : kernel.java()
                    + " in kernel.json does not exist: run install again with the java to use");
    if (installed) {
      ok &= jupyter(out);
    }
    if (installed && javaExists) {
      StartupArchive.Use use = use();
      ok &= report(out, use);
      kernel = use == StartupArchive.Use.FATAL ? kernel.withoutArchive() : kernel;
    }
    ok &= javaExists && examine(kernel, out);
    return ok ? 0 : 1;
  }

  private StartupArchive.Use use() throws InstallException {
    try {
      return installation.archive().use();
    } catch (IOException e) {
      throw new InstallException("Java does not start: " + e.getMessage(), e);
    }
  }

  private boolean report(PrintWriter out, StartupArchive.Use use) {
    String subject = "class archive";
    return switch (use) {
      case ALL -> report(out, true, subject, "Java starts from it");
      case JDK_ONLY ->
          report(out, true, subject, "has the JDK's classes; " + StartupArchive.UNUSUAL_FOLDER);
      case NONE -> report(out, true, subject, "none, so kernels start slower; install makes one");
      case IGNORED ->
          report(
              out,
              false,
              subject,
              "belongs to another Java or other jars, so kernels start slower: run install again");
      case FATAL ->
          report(
              out,
              false,
              subject,
              installation.archive().file()
                  + " is damaged, and Java does not start with it: run install again, or delete"
                  + " it");
      case UNKNOWN -> true; // the next check says why Java does not start
    };
  }

  private boolean isInstalled() {
    return Files.isRegularFile(installation.directory().resolve(KernelJson.FILE));
  }

  private String notInstalled() {
    return "not installed in " + installation.kernels() + ": run install";
  }

  private static boolean report(PrintWriter out, boolean ok, String subject, String finding) {
    out.println((ok ? "ok      " : "FAILED  ") + subject + ": " + finding);
    out.flush();
    return ok;
  }

  private KernelCommand installedCommand() throws InstallException {
    Path json = installation.directory().resolve(KernelJson.FILE);
    try {
      return KernelCommand.of(json).running(DOCTOR);
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new InstallException(
          json + " can't be read or belongs to another kernel: run install again.", e);
    }
  }

  private KernelCommand assembledCommand() throws InstallException {
    assembled.template();
    List<String> line =
        List.of(java.toString(), "-cp", assembled.path().resolve("lib") + "/*", DOCTOR);
    return new KernelCommand(line, Map.of());
  }

  private static String version(Path java) {
    return java.startsWith(Path.of(System.getProperty("java.home")))
        ? ", Java " + System.getProperty("java.version")
        : "";
  }

  /** Checks that Jupyter is installed and finds the kernel. */
  private boolean jupyter(PrintWriter out) {
    Optional<String> list = Optional.empty();
    for (List<String> line :
        List.of(
            List.of("jupyter", "kernelspec", "list"),
            List.of("jupyter-kernelspec", "list"),
            List.of("python3", "-m", "jupyter_client.kernelspecapp", "list"))) {
      list = list.or(() -> output(line));
    }
    if (list.isEmpty()) {
      return report(out, false, "jupyter", "not found in PATH: install JupyterLab or Notebook");
    }
    boolean listed = list.get().contains(installation.directory().toString());
    return report(
        out,
        listed,
        "jupyter",
        listed ? "lists the kernel" : "looks elsewhere: " + installation.jupyterPath());
  }

  private static Optional<String> output(List<String> line) {
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Whether a line is a finding; other lines are warnings of Java and of libraries. */
  private static boolean isFinding(String line) {
    return line.startsWith("ok   ") || line.startsWith("FAILED") || line.startsWith("      ");
  }

  /** Why Java does not start; environment variables may be the cause. */
  static String notStarted(KernelCommand kernel, String printed) {
    String why =
        printed
            .lines()
            .filter(line -> !line.startsWith("Picked up") && !line.startsWith("Error occurred"))
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .limit(3)
            .collect(Collectors.joining("; "));
    List<String> set = OPTIONS.stream().filter(System.getenv()::containsKey).toList();
    return "does not start: "
        + String.join(" ", kernel.argv())
        + (why.isEmpty() ? "" : "\n        Java says: " + why)
        + (set.isEmpty()
            ? ""
            : "\n        "
                + String.join(" and ", set)
                + " in your environment changes how Java starts: try without it.");
  }

  private static boolean examine(KernelCommand kernel, PrintWriter out) {
    try {
      Process doctor = kernel.builder().redirectErrorStream(true).start();
      CompletableFuture<Process> ended =
          doctor.onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      ended.whenComplete((process, late) -> doctor.destroyForcibly());
      String printed = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<String> findings = printed.lines().filter(Diagnosis::isFinding).toList();
      findings.forEach(out::println);
      out.flush();
      int status = doctor.waitFor();
      if (ended.isCompletedExceptionally()) {
        return report(out, false, "JVM", NOT_ENDED);
      }
      if (findings.isEmpty()) {
        return report(out, false, "JVM", notStarted(kernel, printed));
      }
      return status == 0;
    } catch (IOException e) {
      return report(out, false, "JVM", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
