package org.sqlflow.kernel.display;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.kernel.error.CellException;

/** An error's lines as front ends show them: the first in red, the rest as it is. */
public final class ErrorText {
  private static final String RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  private ErrorText() {}

  /** Lines for {@code traceback}. */
  public static List<String> of(CellException error) {
    List<String> lines = new ArrayList<>(error.lines());
    if (lines.isEmpty()) {
      lines.add(error.name());
    }
    lines.set(0, RED + lines.get(0) + PLAIN);
    return List.copyOf(lines);
  }
}
