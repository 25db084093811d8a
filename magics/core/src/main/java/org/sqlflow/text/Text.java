package org.sqlflow.text;

import java.util.Locale;

/**
 * Texts with figures in them, written alike on every machine: 1,234.5 also where the machine's own
 * language writes 1.234,5. A test refuses {@code String.format} without a locale.
 */
public final class Text {
  private Text() {}

  /**
   * A number with thousands apart and so many digits behind the point; never a zero with a minus.
   */
  public static String number(double value, int digits) {
    String text = of("%,." + digits + "f", value);
    boolean isZero = text.startsWith("-") && text.chars().allMatch(c -> "-0.".indexOf(c) >= 0);
    return isZero ? text.substring(1) : text;
  }

  /** As {@link String#format(String, Object...)}. */
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
