package org.sqlflow.kernel.error;

import java.util.List;
import org.sqlflow.text.Redactor;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;

/** Why a cell failed, written for its author; passwords are masked. */
public final class CellException extends RuntimeException {
  /** The name of the error of an interrupted cell. */
  public static final String INTERRUPTED = "Interrupted";

  /** The name of errors of javac. */
  public static final String COMPILE_ERROR = "CompileError";

  /** Characters that are read of a message, which may contain a whole value or file. */
  private static final int MOST_READ = 1_000_000;

  /**
   * Characters shown of a message: enough for a deep stack trace, and a notebook can store them.
   */
  private static final int MOST_SHOWN = 100_000;

  private static final long serialVersionUID = 1L;

  private final String name;
  private final List<String> lines;

  /**
   * An error to show.
   *
   * @param name the kind of error, one word
   * @param message one line or more, ready to show
   */
  public CellException(String name, String message) {
    super(cut(Visible.text(Redactor.redacted(readable(message).replace("\r\n", "\n")))));
    this.name = name;
    this.lines = getMessage().lines().toList();
  }

  private static String readable(String message) {
    return message.length() > MOST_READ ? message.substring(0, MOST_READ) : message;
  }

  private static String cut(String message) {
    return message.length() > MOST_SHOWN
        ? message.substring(0, MOST_SHOWN)
            + Text.of("… (%,d more characters)", message.length() - MOST_SHOWN)
        : message;
  }

  /** An error to show, with its cause for the log. */
  public CellException(String name, String message, Throwable cause) {
    this(name, message);
    initCause(cause);
  }

  /** The cell was interrupted. */
  public static CellException interrupted() {
    return new CellException(INTERRUPTED, "the cell was interrupted");
  }

  /** The cell was interrupted, but its thread keeps running. */
  public static CellException notStopped() {
    return new CellException(
        INTERRUPTED,
        "the cell was interrupted, but its code does not stop: it keeps running in the background, and"
            + " may use a processor, until the kernel restarts. Later cells run without it");
  }

  /** The kind of error, one word. */
  public String name() {
    return name;
  }

  /** The first line of the message. */
  public String headline() {
    return lines.isEmpty() ? "" : lines.get(0);
  }

  /** The message, line by line. */
  public List<String> lines() {
    return lines;
  }
}
