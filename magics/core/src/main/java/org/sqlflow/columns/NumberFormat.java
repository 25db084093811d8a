package org.sqlflow.columns;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How numbers are written in a column of texts: {@code $1,234.50} and {@code (12)} with a decimal
 * point, {@code 1.234,50 €} and {@code 1 234,5} with a decimal comma. What stands around a number,
 * a currency, a percent sign or a unit, is dropped: 12 % is 12.
 */
public enum NumberFormat {
  /** A decimal point; groups of thousands by comma, space or apostrophe. */
  POINT(
      '.',
      "[0-9]+(?:[.][0-9]*)?|[.][0-9]+"
          + "|[1-9][0-9]{0,2}(?:(?:,[0-9]{2,3})*,[0-9]{3}|(?:[ '][0-9]{3})+)(?:[.][0-9]*)?"),
  /** A decimal comma; groups of thousands by point, space or apostrophe. */
  COMMA(
      ',',
      "[0-9]+(?:,[0-9]*)?|,[0-9]+"
          + "|[1-9][0-9]{0,2}(?:(?:[.][0-9]{3})+|(?:[ '][0-9]{3})+)(?:,[0-9]*)?");

  /** Dollars of several countries, such as {@code US$}. */
  private static final String DOLLARS = "[RUACHK]{1,3}[$]";

  /** Currencies in letters. */
  private static final String CURRENCIES =
      "EUR|USD|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|BRL|MXN|AUD|CAD|NZD|ZAR"
          + "|Rs[.]?|kr[.]?|z\u0142|K\u010d";

  private static final String CURRENCY = "\\p{Sc}|" + DOLLARS + "|" + CURRENCIES;

  /**
   * A number with what may stand around it: brackets, signs, a currency, a percent sign or a unit.
   */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?<open>\\()?(?<sign>[-+])?(?<before>"
              + CURRENCY
              + ")? ?(?<sign2>[-+])?(?<core>[\\d.,'"
              + " ]*\\d[.,]?|[.,]\\d+)(?<exponent>[eE][-+]?\\d{1,3})?(?: ?(?<after>%|‰|"
              + CURRENCY
              + "|[\\p{L}µ°]{1,6}[²³]?(?:/[\\p{L}]{1,6}[²³]?)?))?(?<close>\\))?");

  /** Blanks around and within numbers, typographic ones included. */
  private static final String BLANKS = " \u00a0\u202f\u2009";

  private static final String SPACES = "[:space:]" + BLANKS;

  private static final String SPACE = "[" + SPACES + "]*";

  /** The letters of most languages: databases differ in what they call a letter. */
  private static final String LETTERS =
      "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
          + "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3";

  private static final String CURRENCY_SIGNS =
      IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
          .filter(c -> Character.getType(c) == Character.CURRENCY_SYMBOL)
          .mapToObj(Character::toString)
          .collect(Collectors.joining());

  private final char decimal;
  private final Pattern core;

  NumberFormat(char decimal, String core) {
    this.decimal = decimal;
    this.core = Pattern.compile(core);
  }

  /** The sign between the whole number and its fraction. */
  public char decimal() {
    return decimal;
  }

  /**
   * A number with what surrounds it.
   *
   * @param point its value with a decimal point; NaN if it is none
   * @param comma its value with a decimal comma; NaN if it is none
   * @param before a currency, or empty
   * @param after a percent sign, a currency or a unit, or empty
   */
  record Parsed(double point, double comma, String before, String after) {
    double value(NumberFormat format) {
      return format == POINT ? point : comma;
    }
  }

  /**
   * Regular expressions without backslashes, which RE2, PCRE, PostgreSQL and Java read alike: what
   * {@link #number} does, for databases.
   *
   * @param whole a text that holds a number
   * @param unbalanced a bracket without the other one, or two signs: not a number, even if {@code
   *     whole} matches
   * @param negative a number below 0
   * @param around what is before and after the digits
   * @param separators within the digits, without the decimal sign
   */
  public record Expressions(
      String whole, String unbalanced, String negative, List<String> around, String separators) {}

  /**
   * This format as databases read it. They do not recognize units in rarer scripts, nor numbers
   * with an exponent of 260 or more.
   */
  public Expressions expressions() {
    String before =
        "[(]?[-+]?(?:["
            + CURRENCY_SIGNS
            + "]|"
            + DOLLARS
            + "|"
            + CURRENCIES
            + ")?["
            + BLANKS
            + "]?[-+]?";
    String letters = "[" + LETTERS;
    String after =
        "(?:["
            + BLANKS
            + "]?(?:[%\u2030"
            + CURRENCY_SIGNS
            + "]|"
            + DOLLARS
            + "|Rs[.]|kr[.]|"
            + letters
            + "\u00b0]{1,6}[\u00b2\u00b3]?(?:/"
            + letters
            + "]{1,6}[\u00b2\u00b3]?)?))?[)]?"
            + SPACE
            + "$";
    String start = "^" + SPACE;
    String digits = core.pattern().replace("[ ']", "[" + BLANKS + "']");
    return new Expressions(
        start
            + before
            + "(?:"
            + digits
            + ")(?:[eE][-+]?(?:[0-9]{1,2}|1[0-9]{2}|2[0-5][0-9]))?"
            + after,
        start
            + "(?:[(].*[^)"
            + SPACES
            + "]|[^("
            + SPACES
            + "].*[)])"
            + SPACE
            + "$|^[^0-9]*[-+][^0-9]*[-+]",
        "^[^0-9]*[-(]",
        List.of(start + before, after),
        this == POINT ? "[," + BLANKS + "']" : "[." + BLANKS + "']");
  }

  /** A longer text is not a number. */
  private static final int LONGEST = 40;

  private static final Parsed NONE = new Parsed(Double.NaN, Double.NaN, "", "");

  /** The text with plain spaces for typographic ones, and none around it. */
  static String plain(String text) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char to = c == '\u00a0' || c == '\u202f' || c == '\u2009' ? ' ' : c;
      if (to != c && plain == null) {
        plain = new StringBuilder(text);
      }
      if (plain != null) {
        plain.setCharAt(i, to);
      }
    }
    return (plain == null ? text : plain.toString()).strip();
  }

  /** Reads a text in both formats. */
  static Parsed read(String text) {
    String plain = plain(text);
    if (plain.length() > LONGEST || plain.isEmpty()) {
      return NONE;
    }
    Matcher found = WHOLE.matcher(plain);
    if (!found.matches()
        || (found.group("open") == null) != (found.group("close") == null)
        || (found.group("sign") != null && found.group("sign2") != null)) {
      return NONE;
    }
    String core = found.group("core");
    String exponent = found.group("exponent") == null ? "" : found.group("exponent");
    boolean negative =
        found.group("open") != null
            || "-".equals(found.group("sign"))
            || "-".equals(found.group("sign2"));
    double sign = negative ? -1 : 1;
    double point =
        POINT.core.matcher(core).matches() ? sign * POINT.number(core, exponent) : Double.NaN;
    double comma =
        COMMA.core.matcher(core).matches() ? sign * COMMA.number(core, exponent) : Double.NaN;
    return new Parsed(point, comma, orEmpty(found.group("before")), orEmpty(found.group("after")));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private double number(String core, String exponent) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < core.length(); i++) {
      char c = core.charAt(i);
      if (c == decimal) {
        digits.append('.');
      } else if (Character.isDigit(c)) {
        digits.append(Character.digit(c, 10));
      }
    }
    return Double.parseDouble(digits + exponent);
  }

  /**
   * The number that a text holds in this format.
   *
   * @param text null is no value
   * @return NaN if it is not a number
   */
  public double number(String text) {
    return text == null ? Double.NaN : read(text).value(this);
  }
}
