package org.sqlflow.kernel.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.sqlflow.magic.MagicException;
import org.sqlflow.text.Redactor;

/** Converts whatever a cell throws to an error for its author. */
public final class CellErrors {
  /** The name of errors in SQL cells and of errors that the database reports. */
  public static final String SQLFLOW = "SqlflowError";

  /** The class in which JShell wraps an exception of a cell; it keeps the stack trace. */
  private static final String WRAPPER = "jdk.jshell.EvalException";

  private static final Logger LOG = Logger.getLogger(CellErrors.class.getName());

  private CellErrors() {}

  /** The error to show; unexpected ones are also logged in full. */
  public static CellException of(Throwable thrown) {
    if (thrown instanceof CellException known) {
      return known;
    }
    if (thrown instanceof MagicException refused) {
      return new CellException(SQLFLOW, refused.getMessage(), refused);
    }
    if (thrown instanceof CancellationException) {
      return interrupted(thrown);
    }
    LOG.log(Level.WARNING, "a cell ended with an internal error\n{0}", frames(thrown));
    if (thrown instanceof OutOfMemoryError) {
      return new CellException("OutOfMemory", outOfMemory(), thrown);
    }
    if (thrown instanceof StackOverflowError) {
      return new CellException("StackOverflow", "the recursion is too deep", thrown);
    }
    if (thrown instanceof LinkageError) {
      return new CellException(
          "InternalError",
          "a library could not be loaded: "
              + describe(thrown)
              + "\n"
              + "Run the installer's doctor (./install doctor): it says what is missing. Details"
              + " are in the kernel's log.",
          thrown);
    }
    return new CellException(
        "InternalError",
        "internal error: " + describe(thrown) + "\nSee the kernel's log for details.",
        thrown);
  }

  /** The error of an interrupted cell, with the place if it is known. */
  public static CellException interrupted(Throwable thrown) {
    if (thrown instanceof CellException known && known.name().equals(CellException.INTERRUPTED)) {
      return known;
    }
    return thrown instanceof CancellationException && thrown.getMessage() != null
        ? new CellException(CellException.INTERRUPTED, thrown.getMessage())
        : CellException.interrupted();
  }

  /** What to do when the memory is full. */
  public static String outOfMemory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "the kernel is out of memory ("
        + megabytes
        + " MB): read fewer rows,\nor raise -Xmx in the kernel's kernel.json";
  }

  private static String frames(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return Redactor.redacted(text.toString());
  }

  private static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    String type = thrown.getClass().getSimpleName();
    return message == null ? type : type + ": " + message.lines().findFirst().orElse("");
  }

  /** The error and its stack trace, for debugging. */
  public static String withStackTrace(CellException error) {
    return String.join("\n", error.lines()) + "\n\n" + stackTrace(error);
  }

  /** The same error with the stack trace in its message. */
  public static CellException showingStackTrace(CellException error) {
    return new CellException(error.name(), withStackTrace(error), error);
  }

  private static String stackTrace(CellException error) {
    Optional<Throwable> cause = Optional.ofNullable(error.getCause());
    if (cause.isEmpty()) {
      return "No stack trace: the error was found before anything ran.";
    }
    StringWriter text = new StringWriter();
    cause.get().printStackTrace(new PrintWriter(text, true));
    return Redactor.redacted(text.toString())
        .lines()
        .map(line -> line.replace("\t", "    ").replace(WRAPPER, error.name()))
        .collect(Collectors.joining("\n"));
  }
}
