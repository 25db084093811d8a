package org.sqlflow.kernel.error;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.sqlflow.magic.MagicException;
import org.sqlflow.text.Redactor;

/** Whatever a cell may throw, as what its author should read. */
public final class CellErrors {
  /** The name of errors that the language of SQL cells, or the database, reports. */
  public static final String SQLFLOW = "SqlflowError";

  private static final Logger LOG = Logger.getLogger(CellErrors.class.getName());

  private CellErrors() {}

  /** What to show; surprises go to the log as well, in full. */
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
      return new CellException("StackOverflow", "too deep a recursion", thrown);
    }
    if (thrown instanceof LinkageError) {
      return new CellException(
          "InternalError",
          "a library could not be loaded: "
              + describe(thrown)
              + "\nThe kernel's log has more; installing the kernel again may help.",
          thrown);
    }
    return new CellException(
        "InternalError",
        "internal error: " + describe(thrown) + "\nThe kernel's log has more.",
        thrown);
  }

  /** What to show of a cell that was stopped: where it was, if it says so. */
  public static CellException interrupted(Throwable thrown) {
    return thrown instanceof CancellationException && thrown.getMessage() != null
        ? new CellException(CellException.INTERRUPTED, thrown.getMessage())
        : CellException.interrupted();
  }

  /** What to do when memory is used up. */
  public static String outOfMemory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "the kernel's memory of "
        + megabytes
        + " MB is used up: read fewer rows,\nor give it more with -Xmx in the kernel's kernel.json";
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
}
