package org.sqlflow.kernel.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code sqlflow}: SQL and models without a notebook. */
@Command(
    name = "sqlflow",
    description = "SQL and cluster models without a notebook.",
    synopsisSubcommandLabel = "(run | shell)",
    mixinStandardHelpOptions = true,
    versionProvider = SqlflowCommand.Version.class)
public final class SqlflowCommand {
  /** Picocli says this where the value of an option is no NAME=VALUE. */
  private static final String STAMMER = "option option ";

  private SqlflowCommand() {}

  /**
   * Runs a command and ends the process with its exit status.
   *
   * @param arguments as typed, without the name of the command
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    Logger.getLogger("").setLevel(Level.OFF); // errors are printed as messages
    System.exit(run(Surroundings.ofProcess(), arguments));
  }

  /** Runs a command. Returns its exit status. */
  static int run(Surroundings surroundings, String... arguments) {
    CommandLine line = new CommandLine(new SqlflowCommand());
    line.addSubcommand(new RunCommand(surroundings));
    line.addSubcommand(new ShellCommand(surroundings));
    line.setOut(new PrintWriter(surroundings.out(), true));
    line.setErr(new PrintWriter(surroundings.err(), true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          if (!(failure instanceof CommandException)) {
            throw failure;
          }
          failed.getErr().println(failure.getMessage());
          return RunCommand.FAILED;
        });
    CommandLine.IParameterExceptionHandler usual = line.getParameterExceptionHandler();
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          boolean stammers = String.valueOf(wrong.getMessage()).contains(STAMMER);
          return usual.handleParseException(
              stammers
                  ? new CommandLine.ParameterException(
                      wrong.getCommandLine(), wrong.getMessage().replace(STAMMER, "option "))
                  : wrong,
              given);
        });
    return line.execute(arguments);
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(SqlflowCommand.class.getPackage().getImplementationVersion())
              .orElse("(not packaged)");
      return new String[] {String.format(Locale.ROOT, "SQLFlow %s", version)};
    }
  }
}
