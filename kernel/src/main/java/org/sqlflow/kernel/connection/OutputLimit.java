package org.sqlflow.kernel.connection;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Counts what a cell prints, and what of it is too much. Not safe for threads. */
final class OutputLimit {
  private static final String VARIABLE = "SQLFLOW_OUTPUT_LIMIT";
  private static final long MEGABYTE = 1_000_000;

  private final long most;
  private long printed;
  private long bytesLeftOut;
  private long linesLeftOut;
  private boolean announced;

  /**
   * A limit for each cell.
   *
   * @param most in bytes, 0 for none
   */
  OutputLimit(long most) {
    this.most = most;
  }

  /** The bytes that a setting allows: megabytes in {@value #VARIABLE}, 1 without it. */
  static long bytes(Map<String, String> environment) {
    String megabytes = environment.getOrDefault(VARIABLE, "").strip();
    return megabytes.matches("[0-9]{1,6}") ? Long.parseLong(megabytes) * MEGABYTE : MEGABYTE;
  }

  /** A new cell prints from now on. */
  void reset() {
    printed = 0;
    bytesLeftOut = 0;
    linesLeftOut = 0;
    announced = false;
  }

  /** How many of some bytes can be shown; the others are left out. */
  int let(byte[] bytes, int offset, int length) {
    int let = length;
    if (most > 0 && printed + length > most) {
      let = wholeCharacters(bytes, offset, (int) (most - printed));
      printed = most;
    } else {
      printed += length;
    }
    bytesLeftOut += length - let;
    for (int i = offset + let; i < offset + length; i++) {
      linesLeftOut += bytes[i] == '\n' ? 1 : 0;
    }
    return let;
  }

  /** A cut goes before a character and not through it. */
  private static int wholeCharacters(byte[] bytes, int offset, int length) {
    int end = length;
    while (end > 0 && (bytes[offset + end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /** A sentence that something is left out, when that begins. */
  Optional<String> beginning() {
    if (bytesLeftOut == 0 || announced) {
      return Optional.empty();
    }
    announced = true;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "\n[the cell has printed %,d kB: what it prints from here on is left out; %s sets the"
                + " limit]\n",
            most / 1000,
            VARIABLE));
  }

  /** A sentence on what was left out since the last such sentence, if something was. */
  Optional<String> leftOut() {
    if (bytesLeftOut == 0) {
      return Optional.empty();
    }
    String lines = linesLeftOut > 1 ? String.format(Locale.ROOT, "%,d lines, ", linesLeftOut) : "";
    String sentence =
        String.format(
            Locale.ROOT, "[left out: %s%,d kB]\n", lines, Math.max(1, bytesLeftOut / 1000));
    bytesLeftOut = 0;
    linesLeftOut = 0;
    return Optional.of(sentence);
  }
}
