package org.sqlflow.text;

import java.util.Locale;

/**
 * Formats texts with numbers, the same on every machine: 1,234.5, even where the locale writes
 * 1.234,5. A test forbids {@code String.format} without a locale.
 */
public final class Text {
  private Text() {}

  /** A number with thousands separators and a number of decimals; never a negative zero. */
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
