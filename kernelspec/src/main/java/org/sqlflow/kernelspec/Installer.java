package org.sqlflow.kernelspec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The installer's command line: {@code install}, {@code uninstall}, {@code doctor}. */
@Command(
    name = "java -jar sqlflow-kernelspec.jar",
    description = "Installs the SQLFlow kernel for Jupyter, removes it, or checks what it needs.",
    synopsisSubcommandLabel = "(install | uninstall | doctor)",
    mixinStandardHelpOptions = true,
    versionProvider = Installer.Version.class)
final class Installer {
  private static final Pattern KERNEL_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final KernelDirectory assembled;
  private final JupyterFolders folders;
  @Spec private CommandSpec command;

  Installer(KernelDirectory assembled, JupyterFolders folders) {
    this.assembled = assembled;
    this.folders = folders;
  }

  /** Called by the {@link Launcher}; returns the exit status. */
  public static int run(String[] arguments) throws URISyntaxException {
    Path jar = Path.of(Installer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Installer installer =
        new Installer(
            new KernelDirectory(jar.toAbsolutePath().getParent()),
            new JupyterFolders(
                System.getenv(),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home"))));
    return installer.commandLine().execute(arguments);
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (!(failure instanceof InstallException)) {
            throw failure;
          }
          failed.getErr().println(failure.getMessage());
          return 1;
        });
    return line;
  }

  @Command(
      name = "install",
      description = "Installs the kernel; replaces an older installation in the same place.",
      mixinStandardHelpOptions = true)
  int install(
      @Mixin Place place,
      @Option(
              names = "--no-archive",
              description = "creates no class archive: saves 80 MB, but kernels start slower")
          boolean withoutArchive,
      @Option(
              names = "--spark",
              description = "also fetches the client of Spark: 38 jars, 67 MB, by your Maven (mvn)")
          boolean withSpark,
      @Option(
              names = "--repository",
              paramLabel = "URL",
              description = "the Maven repository to fetch them from, without Maven")
          URI repository)
      throws InstallException {
    int status = install(place, withoutArchive);
    if (withSpark && !SparkClient.isIn(place.installation(folders).directory())) {
      Path local = folders.userHome().resolve(".m2").resolve("repository");
      new SparkClient(Optional.ofNullable(repository), local, SparkClient.needed())
          .fetchInto(place.installation(folders).directory(), command.commandLine().getOut());
    }
    return status;
  }

  private int install(Place place, boolean withoutArchive) throws InstallException {
    Installation installation = place.installation(folders);
    PrintWriter out = command.commandLine().getOut();
    int feature = Runtime.version().feature();
    if (installation.isCurrent(assembled, thisJava(), feature)) {
      out.println("The kernel \"SQLFlow\" is up to date in " + installation.directory());
      return 0;
    }
    installation.install(assembled, thisJava(), feature);
    if (!withoutArchive) {
      out.println("Creating a class archive for faster starts.");
      out.flush();
      note(installation.archive()).ifPresent(out::println);
    }
    out.println("Installed the kernel \"SQLFlow\" in " + installation.directory());
    out.println(installation.command().publish(folders.searchPath()));
    if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
      out.println(
          "Note: "
              + thisJava()
              + " has no jdk.jshell: %%sqlflow cells work, but Java cells need a JDK.");
    }
    out.println("Next: " + place.next(installation));
    return 0;
  }

  /** Creates the archive; returns what the user should know about it. */
  private static Optional<String> note(StartupArchive archive) throws InstallException {
    Optional<String> failure = archive.create();
    if (failure.isPresent()) {
      return failure.map(
          why ->
              "Note: the class archive could not be created; kernels start slower, but work. "
                  + why);
    }
    try {
      return switch (archive.use()) {
        case ALL -> Optional.empty();
        case JDK_ONLY ->
            Optional.of(
                "Note: the class archive is without the kernel's own classes, so kernels start a"
                    + " little slower: "
                    + StartupArchive.UNUSUAL_FOLDER
                    + ".");
        default -> Optional.of("Note: Java does not use the class archive; kernels start slower.");
      };
    } catch (IOException e) {
      throw new InstallException("The kernel is installed, but Java does not start: " + e, e);
    }
  }

  @Command(
      name = "uninstall",
      description = "Removes an installed kernel.",
      mixinStandardHelpOptions = true)
  int uninstall(@Mixin Place place) throws InstallException {
    Installation installation = place.installation(folders);
    installation.uninstall();
    command.commandLine().getOut().println("Removed the kernel from " + installation.directory());
    return 0;
  }

  @Command(
      name = "doctor",
      description = "Checks what the kernel needs from this machine, and says what is missing.",
      mixinStandardHelpOptions = true)
  int doctor(@Mixin Place place) throws InstallException {
    CommandLine line = command.commandLine();
    return new Diagnosis(place.installation(folders), assembled, thisJava()).run(line.getOut());
  }

  private static Path thisJava() {
    String executable = System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", executable).toAbsolutePath();
  }

  /** The options for the kernel's place. */
  static final class Place {
    @ArgGroup private Root root = new Root();

    @Option(
        names = "--name",
        defaultValue = "sqlflow",
        paramLabel = "NAME",
        description = "the kernel's name in `jupyter kernelspec list` (default: sqlflow)")
    private String name;

    static final class Root {
      @Option(
          names = "--user",
          description = "for this user: JUPYTER_DATA_DIR, or the platform's folder (default)")
      @SuppressWarnings("UnusedVariable") // the default, for the help
      private boolean user;

      @Option(
          names = "--sys-prefix",
          description = "into the active Python environment, else that of python3")
      private boolean sysPrefix;

      @Option(
          names = "--prefix",
          paramLabel = "DIR",
          description = "into DIR/share/jupyter/kernels, such as /usr/local")
      private Optional<Path> prefix = Optional.empty();
    }

    Installation installation(JupyterFolders folders) throws InstallException {
      if (!KERNEL_NAME.matcher(name).matches()) {
        throw new InstallException(
            "\"" + name + "\" is not a valid kernel name: use letters, digits, '.', '_' and '-'.");
      }
      Optional<Path> prefix = prefix(folders);
      return new Installation(
          prefix
              .map(JupyterFolders::ofPrefix)
              .orElseGet(folders::ofUser)
              .toAbsolutePath()
              .normalize(),
          name,
          prefix
              .map(folders::commandsOfPrefix)
              .or(folders::commandsOfUser)
              .map(folder -> folder.toAbsolutePath().normalize()),
          folders.isWindows());
    }

    /** The prefix below which the kernel is installed; empty for the user's own folder. */
    private Optional<Path> prefix(JupyterFolders folders) throws InstallException {
      if (root.prefix.isPresent() || !root.sysPrefix) {
        return root.prefix;
      }
      Optional<Path> active = folders.activeEnvironment();
      return active.isPresent() ? active : Optional.of(pythonPrefix());
    }

    String next(Installation installation) {
      return "run jupyter notebook, and choose SQLFlow for a new notebook."
          + root.prefix
              .map(
                  prefix ->
                      System.lineSeparator()
                          + "If Jupyter does not find the kernel: "
                          + installation.jupyterPath())
              .orElse("");
    }

    private static Path pythonPrefix() throws InstallException {
      String advice = "Activate the environment that Jupyter runs in, or use --prefix DIR.";
      try {
        Process python =
            new ProcessBuilder("python3", "-c", "import sys; print(sys.prefix)")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String prefix =
            new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!python.waitFor(30, TimeUnit.SECONDS) || python.exitValue() != 0 || prefix.isEmpty()) {
          throw new InstallException("python3 does not print its prefix. " + advice);
        }
        return Path.of(prefix);
      } catch (IOException e) {
        throw new InstallException("python3 is not found, which --sys-prefix needs. " + advice, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InstallException("Interrupted while asking python3 for its prefix.", e);
      }
    }
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Installer.class.getPackage().getImplementationVersion();
      return new String[] {
        String.format(Locale.ROOT, "SQLFlow %s", version == null ? "(not packaged)" : version)
      };
    }
  }
}
