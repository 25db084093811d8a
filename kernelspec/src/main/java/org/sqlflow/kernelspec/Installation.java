package org.sqlflow.kernelspec;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Optional;

/**
 * A kernel in one place: written completely or not at all, and removed only if it is this kernel.
 *
 * @param kernels the folder of kernels
 * @param name the kernel's name, which is also the name of its folder and of its command
 * @param commands the folder for the command, if there is one
 * @param isWindows whether the command is a batch file
 */
record Installation(Path kernels, String name, Optional<Path> commands, boolean isWindows) {

  Path directory() {
    return kernels.resolve(name);
  }

  /** The command with which Jupyter finds the kernel. */
  String jupyterPath() {
    String folder = kernels.getParent().toString();
    if (isWindows) {
      return "set \"JUPYTER_PATH=" + folder + '"';
    }
    return "export JUPYTER_PATH="
        + (folder.matches("[\\w./-]*") ? folder : StartScript.quoted(folder));
  }

  private LabExtension extension() {
    return LabExtension.of(kernels, directory());
  }

  StartupArchive archive() {
    return new StartupArchive(directory());
  }

  /** The command line that starts this kernel's Java. */
  StartScript command() {
    return new StartScript(directory(), commands.map(folder -> folder.resolve(name)), isWindows);
  }

  /**
   * Copies the assembled folder next to the target, then renames it. An older installation works
   * until then, and stays if anything fails.
   */
  void install(KernelDirectory assembled, Path java, int feature) throws InstallException {
    String template = assembled.template();
    refuseOtherKernel();
    Path fresh = sibling("new");
    try {
      Files.createDirectories(kernels);
      KernelDirectory.delete(fresh);
      assembled.copyTo(fresh);
      Files.writeString(
          fresh.resolve(KernelJson.FILE),
          new KernelJson(java, feature, directory(), isWindows).fill(template));
      command().write(fresh, KernelCommand.of(fresh.resolve(KernelJson.FILE)));
      replaceBy(fresh);
      extension().publish();
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw new InstallException("Cannot install in " + kernels + ": " + reason(e), e);
    } finally {
      deleteQuietly(fresh);
    }
  }

  /** Whether exactly this kernel, with a class archive that Java uses, is already installed. */
  boolean isCurrent(KernelDirectory assembled, Path java, int feature) throws InstallException {
    String template = assembled.template();
    try {
      return Files.readString(directory().resolve(KernelJson.FILE))
              .equals(new KernelJson(java, feature, directory(), isWindows).fill(template))
          && assembled.isCopiedIn(directory())
          && Files.isExecutable(command().file())
          && command().isPublished()
          && extension().isPublished()
          && archive().isCurrent();
    } catch (IOException e) {
      return false;
    }
  }

  void uninstall() throws InstallException {
    if (!Files.isRegularFile(directory().resolve(KernelJson.FILE))) {
      throw new InstallException(
          "No kernel \""
              + name
              + "\" is installed in "
              + kernels
              + "; `jupyter kernelspec list` shows the installed kernels.");
    }
    refuseOtherKernel();
    Path old = sibling("old");
    try {
      command().withdraw();
      KernelDirectory.delete(old);
      Files.move(directory(), old);
      KernelDirectory.delete(old);
      extension().withdraw(kernels);
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw new InstallException("Cannot remove " + directory() + ": " + reason(e), e);
    }
  }

  private void replaceBy(Path fresh) throws IOException {
    Path old = sibling("old");
    KernelDirectory.delete(old);
    boolean replaces = Files.exists(directory());
    if (replaces) {
      Files.move(directory(), old);
    }
    try {
      Files.move(fresh, directory());
    } catch (IOException e) {
      if (replaces) {
        Files.move(old, directory());
      }
      throw e;
    }
    keepSpark(old);
    deleteQuietly(old);
  }

  /**
   * Keeps the jars of Spark's client, which were downloaded and are not in the assembled folder.
   */
  private void keepSpark(Path old) {
    Path jars = old.resolve(SparkClient.FOLDER);
    if (Files.isDirectory(jars) && SparkClient.isIn(old)) {
      try {
        Files.move(jars, directory().resolve(SparkClient.FOLDER));
      } catch (IOException e) {
        System.err.println("The client of Spark is gone: run install --spark again.");
      }
    }
  }

  private void refuseOtherKernel() throws InstallException {
    Path json = directory().resolve(KernelJson.FILE);
    try {
      if (Files.exists(json) && !KernelJson.isOurs(Files.readString(json))) {
        throw new InstallException(
            directory() + " is another kernel; choose another name with --name.");
      }
    } catch (IOException e) {
      throw new InstallException("Cannot read " + json + ": " + reason(e), e);
    }
  }

  /**
   * A folder on the same file system, so that a rename is enough; the process id separates two
   * installers.
   */
  private Path sibling(String role) {
    return kernels.resolve("." + name + "." + role + "." + ProcessHandle.current().pid());
  }

  private static void deleteQuietly(Path folder) {
    try {
      KernelDirectory.delete(folder);
    } catch (IOException | ReadOnlyFileSystemException e) {
      // The command has succeeded, or has failed with a more useful reason.
      System.err.println("Could not remove " + folder + "; remove it manually.");
    }
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException
        || e instanceof NoSuchFileException
        || e instanceof ReadOnlyFileSystemException) {
      return "it is not writable. Choose another place with --prefix DIR or JUPYTER_DATA_DIR.";
    }
    if (e instanceof FileSystemException failure) {
      String why = failure.getReason() == null ? e.getClass().getSimpleName() : failure.getReason();
      return failure.getFile()
          + ": "
          + why
          + ". Stop kernels that run from it, or choose another place with --prefix DIR.";
    }
    return e.getMessage();
  }
}
