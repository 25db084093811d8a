package org.sqlflow.kernel.display;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * Formats the numbers of one column with the same number of decimal places, so that they are easy
 * to compare. It is as large as the numbers need, and at most four or what gives the largest number
 * six significant digits (four in reports), whichever is more.
 */
final class DecimalPlaces {
  /** Significant digits of the largest number in a result. */
  static final int SIGNIFICANT = 6;

  /** Significant digits of the largest number in a report. */
  static final int OF_A_REPORT = 4;

  private static final int EXACT_PLACES = 4;
  private static final double LARGE = 1e6;
  private static final double LARGE_IN_A_REPORT = 1e3;
  private static final double HUGE = 1e15;
  private static final double TINY = 1e-6;

  private final int places;
  private final boolean scientific;

  private DecimalPlaces(int places, boolean scientific) {
    this.places = places;
    this.scientific = scientific;
  }

  /**
   * The format that fits these numbers.
   *
   * @param numbers finite numbers
   * @param digits significant digits of the largest number
   */
  static DecimalPlaces of(List<BigDecimal> numbers, int digits) {
    double largest = numbers.stream().mapToDouble(n -> n.abs().doubleValue()).max().orElse(0);
    int needed = numbers.stream().mapToInt(n -> n.stripTrailingZeros().scale()).max().orElse(0);
    if (largest >= HUGE || (largest > 0 && largest < TINY)) {
      return new DecimalPlaces(0, true);
    }
    int magnitude = largest == 0 ? 0 : (int) Math.floor(Math.log10(largest));
    double large = digits == OF_A_REPORT ? LARGE_IN_A_REPORT : LARGE;
    int most = Math.max(largest < large ? EXACT_PLACES : 2, digits - 1 - magnitude);
    return new DecimalPlaces(Math.max(0, Math.min(needed, most)), false);
  }

  /** A fixed number of places, however large or small the numbers are. */
  static DecimalPlaces exactly(int places) {
    return new DecimalPlaces(places, false);
  }

  /** Digits after the decimal point. */
  int count() {
    return places;
  }

  String write(BigDecimal number) {
    if (number.signum() == 0) {
      return scientific ? "0" : BigDecimal.ZERO.setScale(places).toPlainString();
    }
    BigDecimal rounded = number.setScale(places, RoundingMode.HALF_EVEN);
    boolean roundsToZero = rounded.signum() == 0;
    return scientific || roundsToZero ? scientific(number) : rounded.toPlainString();
  }

  /** Like {@link #write}, with thousands separators. */
  String grouped(BigDecimal number) {
    String text = write(number);
    return text.indexOf('e') >= 0 || number.abs().compareTo(BigDecimal.valueOf(1000)) < 0
        ? text
        : String.format(Locale.ROOT, "%,." + places + "f", number);
  }

  private static String scientific(BigDecimal number) {
    String text = String.format(Locale.ROOT, "%.5e", number);
    int exponent = text.indexOf('e');
    String digits = text.substring(0, exponent).replaceAll("\\.?0+$", "");
    return digits + text.substring(exponent).replaceAll("e([+-])0*(\\d)", "e$1$2").replace("+", "");
  }
}
