package org.sqlflow.models.clustering.rules;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sqlflow.data.RowBatch;
import org.sqlflow.models.clustering.NumberCodes;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;

/** Rules in words. */
public final class RuleWords {
  /** The most values in a sentence. */
  private static final int MOST_VALUES = 6;

  private static final String MISSING = "is missing";

  /** Numbers from here on, and below, are written with an exponent. */
  private static final double LARGE = 1e15;

  private static final double SMALL = 1e-6;

  private static final double FIRST_YEAR = 1900;
  private static final double LAST_YEAR = 2100;

  private RuleWords() {}

  /** A rule, such as "revenue is 120 or more and month is Nov or Dec". */
  public static String of(Rule rule) {
    return rule.predicates().isEmpty()
        ? "all rows"
        : rule.predicates().stream().map(RuleWords::of).collect(Collectors.joining(" and "));
  }

  /**
   * The rules of one group as {@link #ofKnown} writes them, such as "revenue is 120 or more; or
   * visits is below 3".
   */
  public static String any(List<Rule> rules) {
    return rules.stream().map(RuleWords::ofKnown).collect(Collectors.joining("; or "));
  }

  /**
   * A rule without what it says of missing values that are filled in with a mean. It would be said
   * of nearly each condition, although hardly any row misses the values of several columns.
   */
  public static String ofKnown(Rule rule) {
    return of(new Rule(rule.group(), rule.predicates().stream().map(RuleWords::known).toList()));
  }

  /** Whether {@link #ofKnown} leaves something out. */
  public static boolean fillsIn(Rule rule) {
    return !rule.predicates().stream().map(RuleWords::known).toList().equals(rule.predicates());
  }

  private static Predicate known(Predicate predicate) {
    if (predicate instanceof Predicate.Range range) {
      return new Predicate.Range(range.column(), range.least(), range.below(), false);
    }
    return predicate instanceof Predicate.Truth truth
        ? new Predicate.Truth(truth.column(), truth.isTrue(), false)
        : predicate;
  }

  /** A predicate, such as "revenue is 120 or more". */
  static String of(Predicate predicate) {
    String words;
    if (predicate instanceof Predicate.Range range) {
      words = range(range);
    } else if (predicate instanceof Predicate.Period period) {
      words = period(period);
    } else if (predicate instanceof Predicate.Truth truth) {
      words = "is " + (truth.isTrue() ? "true" : "false");
    } else {
      Predicate.OneOf oneOf = (Predicate.OneOf) predicate;
      if (!oneOf.isIn() && oneOf.orMissing() && !oneOf.values().isEmpty()) {
        // "is not Bern or missing" would read as neither.
        return predicate.column() + " " + MISSING + " or not " + values(oneOf, "or");
      }
      words = oneOf.isIn() ? "is " + values(oneOf, "or") : without(oneOf);
    }
    boolean isMissing = words.equals(MISSING);
    return predicate.column()
        + " "
        + words
        + (predicate.orMissing() && !isMissing ? " or missing" : "");
  }

  private static String period(Predicate.Period period) {
    if (period.least().isPresent() && period.below().isPresent()) {
      return "is from " + time(period.least().get()) + " to before " + time(period.below().get());
    }
    return period
        .least()
        .map(least -> "is " + time(least) + " or later")
        .orElseGet(
            () ->
                period
                    .below()
                    .map(below -> "is before " + time(below))
                    .orElse(period.orMissing() ? MISSING : "is any"));
  }

  /** A time without seconds that are 0. */
  private static String time(String text) {
    return text.matches("(.* )?[0-9]{2}:[0-9]{2}:00") ? text.substring(0, text.length() - 3) : text;
  }

  private static String range(Predicate.Range range) {
    if (range.least().isPresent() && range.below().isPresent()) {
      return "is from "
          + number(range, range.least().getAsDouble())
          + " to below "
          + number(range, range.below().getAsDouble());
    }
    return range.least().isPresent()
        ? "is " + number(range, range.least().getAsDouble()) + " or more"
        : "is below " + number(range, range.below().getAsDouble());
  }

  private static String without(Predicate.OneOf oneOf) {
    return oneOf.values().isEmpty() ? "is any" : "is not " + values(oneOf, "or");
  }

  private static String values(Predicate.OneOf oneOf, String last) {
    List<String> shown = oneOf.values().stream().limit(MOST_VALUES).map(Visible::value).toList();
    int more = oneOf.values().size() - shown.size();
    if (more > 0) {
      return String.join(", ", shown) + " " + last + " one of " + more + " more";
    }
    return Text.list(shown, last);
  }

  /**
   * A bound as people write numbers: with thousands separators, except for years and codes. A bound
   * alone does not tell whether the column holds years, so only the likely ones count.
   */
  private static String number(Predicate.Range range, double number) {
    boolean isShort = Math.abs(number) < LARGE && (number == 0 || Math.abs(number) >= SMALL);
    boolean isYear = number >= FIRST_YEAR && number <= LAST_YEAR && number == Math.rint(number);
    return !isShort || isYear || NumberCodes.isCode(range.column())
        ? RowBatch.text(number)
        : new DecimalFormat(
                "#,##0.#################", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(new BigDecimal(RowBatch.text(number)));
  }

  /**
   * A short form of a predicate, such as "revenue ≥ 120" or "month: Nov, Dec".
   *
   * @param letters about how many characters there is room for
   */
  public static String brief(Predicate predicate, int letters) {
    String text;
    if (predicate instanceof Predicate.Range range) {
      text =
          range.least().isPresent()
              ? "\u2265 " + number(range, range.least().getAsDouble())
              : "< " + number(range, range.below().orElse(Double.NaN));
      if (range.least().isPresent() && range.below().isPresent()) {
        text += ", < " + number(range, range.below().getAsDouble());
      }
    } else if (predicate instanceof Predicate.Period period) {
      text =
          period
              .least()
              .map(least -> "\u2265 " + time(least))
              .orElseGet(() -> period.below().map(below -> "< " + time(below)).orElse(""));
      if (period.least().isPresent() && period.below().isPresent()) {
        text += ", < " + time(period.below().get());
      }
      text = text.isEmpty() ? period(period) : text;
    } else if (predicate instanceof Predicate.Truth truth) {
      text = truth.isTrue() ? "is true" : "is false";
    } else {
      Predicate.OneOf oneOf = (Predicate.OneOf) predicate;
      text = (oneOf.isIn() ? "is " : "is not ") + brief(oneOf.values(), letters);
    }
    return predicate.column() + " " + text;
  }

  private static String brief(List<String> values, int letters) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String value = Visible.value(values.get(i));
      if (i > 0 && text.length() + value.length() > letters) {
        return text + " or " + (values.size() - i) + " more";
      }
      text.append(i == 0 ? "" : ", ").append(value);
    }
    return text.toString();
  }
}
