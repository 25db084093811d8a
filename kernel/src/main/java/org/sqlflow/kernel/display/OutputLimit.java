package org.sqlflow.kernel.display;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Counts the output of a cell and how much of it exceeds a limit. Not thread-safe. */
public final class OutputLimit {
  static final String VARIABLE = "SQLFLOW_OUTPUT_LIMIT";
  private static final long MEGABYTE = 1_000_000;

  private final long most;
  private long printed;
  private long bytesOmitted;
  private long linesOmitted;
  private boolean announced;

  /**
   * A limit for each cell.
   *
   * @param most in bytes, 0 for no limit
   */
  public OutputLimit(long most) {
    this.most = most;
  }

  /** The limit in bytes that an environment sets: megabytes in {@value #VARIABLE}, by default 1. */
  public static long bytes(Map<String, String> environment) {
    String megabytes = environment.getOrDefault(VARIABLE, "").strip();
    return megabytes.matches("[0-9]{1,6}") ? Long.parseLong(megabytes) * MEGABYTE : MEGABYTE;
  }

  /** Starts counting for a new cell. */
  public void reset() {
    printed = 0;
    bytesOmitted = 0;
    linesOmitted = 0;
    announced = false;
  }

  /** Counts some bytes; returns how many of them may be shown. The others are omitted. */
  public int allow(byte[] bytes, int offset, int length) {
    int allowed = length;
    if (most > 0 && printed + length > most) {
      allowed = wholeCharacters(bytes, offset, (int) (most - printed));
      printed = most;
    } else {
      printed += length;
    }
    bytesOmitted += length - allowed;
    for (int i = offset + allowed; i < offset + length; i++) {
      linesOmitted += bytes[i] == '\n' ? 1 : 0;
    }
    return allowed;
  }

  /** A length that does not end inside a UTF-8 character. */
  private static int wholeCharacters(byte[] bytes, int offset, int length) {
    int end = length;
    while (end > 0 && (bytes[offset + end] & 0xC0) == 0x80) {
      end--;
    }
    return end;
  }

  /** A notice that output is omitted, at the first omission. */
  public Optional<String> beginning() {
    if (bytesOmitted == 0 || announced) {
      return Optional.empty();
    }
    announced = true;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "\n[output limit of %,d kB reached: further output is omitted; %s sets the limit]\n",
            most / 1000,
            VARIABLE));
  }

  /** A notice on what was omitted since the last notice, if anything. */
  public Optional<String> omitted() {
    if (bytesOmitted == 0) {
      return Optional.empty();
    }
    String lines = linesOmitted > 1 ? String.format(Locale.ROOT, "%,d lines, ", linesOmitted) : "";
    String sentence =
        String.format(
            Locale.ROOT, "[omitted: %s%,d kB]\n", lines, Math.max(1, bytesOmitted / 1000));
    bytesOmitted = 0;
    linesOmitted = 0;
    return Optional.of(sentence);
  }
}
