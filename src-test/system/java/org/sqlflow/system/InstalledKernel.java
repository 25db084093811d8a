package org.sqlflow.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel, installed by its own installer into a temporary prefix that only these tests' clients
 * look at: the user's own installation stays as it is.
 *
 * @param folder the temporary folder of this run
 */
record InstalledKernel(Path folder) {
  static final String NAME = "sqlflow";

  static InstalledKernel install(Path folder) throws IOException {
    InstalledKernel kernel = new InstalledKernel(folder);
    Files.createDirectories(kernel.home());
    Command.Outcome outcome = kernel.installer("install", "--prefix", kernel.prefix().toString());
    if (outcome.status() != 0) {
      throw new IllegalStateException("the kernel cannot be installed:\n" + outcome.err());
    }
    return kernel;
  }

  static Path root() {
    return Path.of(System.getProperty("test.root")).toAbsolutePath().normalize();
  }

  static Path assembled() {
    return root().resolve("kernelspec/target/sqlflow");
  }

  Path prefix() {
    return folder.resolve("prefix");
  }

  private Path home() {
    return folder.resolve("home");
  }

  /** Runs the installer's jar as a user does. */
  Command.Outcome installer(String... arguments) {
    return installer(environment(), arguments);
  }

  Command.Outcome installer(Map<String, String> environment, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-jar");
    line.add(assembled().resolve("sqlflow-kernelspec.jar").toString());
    line.addAll(List.of(arguments));
    return new Command(line, folder, environment).run();
  }

  /** Runs Jupyter's Python, such as {@code python("-m", "nbconvert", …)}. */
  Command python(Path workingFolder, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(System.getProperty("test.python"));
    line.addAll(List.of(arguments));
    return new Command(line, workingFolder, environment());
  }

  /** What a client's environment has different from this process's. An empty value: not set. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home().toString());
    environment.put("JUPYTER_PATH", prefix().resolve("share/jupyter").toString());
    environment.put("JUPYTER_DATA_DIR", folder.resolve("data").toString());
    environment.put("JUPYTER_CONFIG_DIR", folder.resolve("config").toString());
    environment.put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    environment.put("SQLFLOW_DATASOURCE", "");
    return environment;
  }
}
