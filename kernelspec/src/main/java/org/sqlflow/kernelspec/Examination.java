package org.sqlflow.kernelspec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What {@code doctor} looks at: the installation from outside, then the rest within the JVM that
 * runs the kernel.
 *
 * @param java the java that runs this
 */
record Examination(Installation installation, KernelDirectory assembled, Path java) {
  private static final String DOCTOR = "org.sqlflow.kernel.setup.Doctor";
  private static final long PATIENCE_SECONDS = 120;

  /** Prints one line for each finding; 1 if anything is wrong. */
  int run(PrintWriter out) throws InstallException {
    boolean installed = isInstalled();
    boolean well =
        told(
            out,
            installed,
            "kernel",
            installed ? "installed in " + installation.directory() : notInstalled());
    KernelCommand kernel = installed ? installedCommand() : assembledCommand();
    boolean javaIsThere = Files.isExecutable(kernel.java());
    well &=
        told(
            out,
            javaIsThere,
            "java",
            javaIsThere
                ? kernel.java() + version(kernel.java())
                : kernel.java()
                    + ", which kernel.json names, is gone: run install again with the java that"
                    + " is to be used");
    if (installed) {
      well &= jupyter(out);
    }
    well &= javaIsThere && examine(kernel, out);
    return well ? 0 : 1;
  }

  private boolean isInstalled() {
    return Files.isRegularFile(installation.directory().resolve(KernelJson.FILE));
  }

  private String notInstalled() {
    return "not installed in " + installation.kernels() + ": run install";
  }

  private static boolean told(PrintWriter out, boolean well, String subject, String finding) {
    out.println((well ? "ok      " : "FAILED  ") + subject + ": " + finding);
    out.flush();
    return well;
  }

  private KernelCommand installedCommand() throws InstallException {
    Path json = installation.directory().resolve(KernelJson.FILE);
    try {
      return KernelCommand.of(json).running(DOCTOR);
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new InstallException(json + " cannot be read or is another kernel's: install anew.", e);
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

  /** Jupyter may be there and look elsewhere. */
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
      return told(out, false, "jupyter", "none is found in PATH: install JupyterLab or Notebook");
    }
    boolean listed = list.get().contains(installation.directory().toString());
    return told(
        out,
        listed,
        "jupyter",
        listed
            ? "it lists the kernel"
            : "it looks elsewhere; export JUPYTER_PATH=" + installation.kernels().getParent());
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

  private static boolean examine(KernelCommand kernel, PrintWriter out) {
    try {
      Process doctor = kernel.builder().redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String findings = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      out.print(findings);
      out.flush();
      boolean ended = doctor.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (findings.isEmpty() || !ended) {
        return told(out, false, "JVM", "it did not start: " + String.join(" ", kernel.argv()));
      }
      return doctor.exitValue() == 0;
    } catch (IOException e) {
      return told(out, false, "JVM", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
