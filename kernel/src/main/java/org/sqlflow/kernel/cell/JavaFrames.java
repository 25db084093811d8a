package org.sqlflow.kernel.cell;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.text.Redactor;

/** The Java behind an error, for those who look for its cause. */
final class JavaFrames {
  /** What JShell makes of an exception of a cell; it keeps the frames. */
  private static final String WRAPPER = "jdk.jshell.EvalException";

  private JavaFrames() {}

  /** The error, then the frames. */
  static String of(CellException error) {
    return String.join("\n", error.lines()) + "\n\n" + frames(error);
  }

  /** The same error with the frames as a part of its message. */
  static CellException shownWith(CellException error) {
    return new CellException(error.name(), of(error), error);
  }

  private static String frames(CellException error) {
    Optional<Throwable> behind = Optional.ofNullable(error.getCause());
    if (behind.isEmpty()) {
      return "No Java frames: the error was found before anything ran.";
    }
    StringWriter text = new StringWriter();
    behind.get().printStackTrace(new PrintWriter(text, true));
    return Redactor.redacted(text.toString())
        .lines()
        .map(line -> line.replace("\t", "    ").replace(WRAPPER, error.name()))
        .collect(Collectors.joining("\n"));
  }
}
