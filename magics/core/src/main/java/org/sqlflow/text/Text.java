package org.sqlflow.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Formats texts with numbers, the same on every machine: 1,234.5, even where the locale writes
 * 1.234,5. A test forbids {@code String.format} without a locale. And writes lists as a sentence
 * has them: a, b and c.
 */
public final class Text {
  /** From about here on, doubles cannot hold every whole number. */
  private static final double LARGE = 1e15;

  /** Smaller numbers are hard to read with all their decimals. */
  private static final double SMALL = 1e-3;

  private static final int MANY_DECIMALS = 6;
  private static final int MOST_DECIMALS = 12;

  private Text() {}

  /**
   * A number with thousands separators and a number of decimals, such as 1,234.5; one of 1e15 or
   * more, or one of many zeros after the point, as 1.2e18. Never a negative zero.
   *
   * @param digits how many decimals; where the number is written with an exponent, the place of the
   *     last digit: below 0 for tens, hundreds …
   */
  public static String number(double value, int digits) {
    double size = Math.abs(value);
    boolean isSmall = size < SMALL && digits > MANY_DECIMALS;
    if (size == 0 && isSmall) {
      return "0";
    }
    if (Double.isFinite(value) && (size >= LARGE || isSmall)) {
      return scientific(value, digits);
    }
    String text = of("%,." + Math.max(0, Math.min(MOST_DECIMALS, digits)) + "f", value);
    boolean isZero = text.startsWith("-") && text.chars().allMatch(c -> "-0.".indexOf(c) >= 0);
    return isZero ? text.substring(1) : text;
  }

  private static String scientific(double value, int digits) {
    int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
    String text = of("%." + Math.max(1, Math.min(15, digits + exponent)) + "e", value);
    int mark = text.indexOf('e');
    return text.substring(0, mark) + "e" + Integer.parseInt(text.substring(mark + 1));
  }

  /** As {@link String#format(String, Object...)}. */
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /**
   * Such as "1 row" or "1,234 rows".
   *
   * @param noun one of the things; its plural ends in s, or in es after an s
   */
  public static String counted(long count, String noun) {
    return count == 1 ? "1 " + noun : of("%,d %s%s", count, noun, noun.endsWith("s") ? "es" : "s");
  }

  /** Such as "a, b and c". */
  public static String list(Collection<?> things) {
    return list(things, "and");
  }

  /**
   * Such as "a, b or c"; "" if there are none.
   *
   * @param word comes before the last one
   */
  public static String list(Collection<?> things, String word) {
    List<String> all = texts(things);
    int last = all.size() - 1;
    return last < 1
        ? String.join("", all)
        : String.join(", ", all.subList(0, last)) + " " + word + " " + all.get(last);
  }

  /** Such as "group 3" or "groups 1, 2 and 4". */
  public static String withNoun(String noun, Collection<?> things) {
    return noun + (things.size() == 1 ? " " : "s ") + list(things);
  }

  /** The first ones, such as "a, b and 7 more"; "a, b" if there are no more. */
  public static String first(int most, Collection<?> things) {
    List<String> all = texts(things);
    return all.size() <= most
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, most)) + " and " + (all.size() - most) + " more";
  }

  private static List<String> texts(Collection<?> things) {
    return things.stream().map(String::valueOf).toList();
  }
}
