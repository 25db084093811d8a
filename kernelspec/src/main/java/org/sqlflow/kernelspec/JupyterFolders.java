package org.sqlflow.kernelspec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the folders in which Jupyter looks for kernels, like jupyter_core.
 *
 * @param environment the environment variables
 * @param osName Java's {@code os.name}
 * @param userHome the user's home if {@code HOME} is not set
 */
record JupyterFolders(Map<String, String> environment, String osName, Path userHome) {

  /** The kernels of the user: {@code JUPYTER_DATA_DIR}, or the platform's folder. */
  Path ofUser() {
    return variable("JUPYTER_DATA_DIR").orElseGet(this::userData).resolve("kernels");
  }

  /** The kernels below a prefix, such as {@code /usr/local} or a virtual environment. */
  static Path ofPrefix(Path prefix) {
    return prefix.resolve("share").resolve("jupyter").resolve("kernels");
  }

  /** Where this user's shells look for commands; Windows has no such folder. */
  Optional<Path> commandsOfUser() {
    return isWindows()
        ? Optional.empty()
        : Optional.of(variable("HOME").orElse(userHome).resolve(".local").resolve("bin"));
  }

  /** Where the commands below a prefix are. */
  Path commandsOfPrefix(Path prefix) {
    return prefix.resolve(isWindows() ? "Scripts" : "bin");
  }

  boolean isWindows() {
    return osName.startsWith("Windows");
  }

  /** The folders where shells look for commands, as PATH lists them. */
  Optional<String> searchPath() {
    return Optional.ofNullable(environment.get("PATH"));
  }

  /** The prefix of the Python environment that is active in this shell, if any. */
  Optional<Path> activeEnvironment() {
    return variable("VIRTUAL_ENV").or(() -> variable("CONDA_PREFIX"));
  }

  private Path userData() {
    if (isWindows()) {
      return variable("APPDATA")
          .map(folder -> folder.resolve("jupyter"))
          .orElse(userHome.resolve(".jupyter").resolve("data"));
    }
    // Java reads the home from the password file, but Jupyter prefers HOME.
    Path home = variable("HOME").orElse(userHome);
    if (osName.startsWith("Mac")) {
      return home.resolve("Library").resolve("Jupyter");
    }
    return variable("XDG_DATA_HOME")
        .orElse(home.resolve(".local").resolve("share"))
        .resolve("jupyter");
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }
}
