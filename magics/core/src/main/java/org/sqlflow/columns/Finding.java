package org.sqlflow.columns;

/** Something that an analyst should know about a column before a training. */
public sealed interface Finding {
  /** The column. */
  String column();

  /**
   * A key, which identifies rows and nothing else.
   *
   * @param byName whether its name says so; otherwise it has unique whole numbers with few gaps
   */
  record Key(String column, boolean byName) implements Finding {}

  /** A text of which every value is unique. */
  record TextKey(String column) implements Finding {}

  /** Digits that name something, such as a zip: a category. */
  record Code(String column, boolean few) implements Finding {}

  /** Whole numbers that differ in each row but have many gaps: perhaps a key, perhaps a sum. */
  record Unique(String column) implements Finding {}

  /**
   * Texts that hold numbers.
   *
   * @param categories how many different ones, if they are few; else 0
   */
  record NumbersInText(String column, TextSummary.Numbers numbers, long categories)
      implements Finding {}

  /** Texts that hold dates. */
  record DateInText(String column) implements Finding {}

  /** Texts with few values. */
  record FewValues(String column, long values) implements Finding {}

  /** Texts with many values that repeat. */
  record ManyValues(String column, long values) implements Finding {}

  /** Texts that nearly all differ. */
  record FreeText(String column) implements Finding {}

  /**
   * A date or a time.
   *
   * @param ofDay whether it is a time of day, without a date
   */
  record Time(String column, boolean ofDay) implements Finding {}

  /**
   * A column that is {@code factor · of + offset}.
   *
   * @param isEqual whether both have the same values
   */
  record Copy(String column, String of, double factor, double offset, boolean isEqual)
      implements Finding {}

  /** The same value in all rows. */
  record Constant(String column) implements Finding {}

  /** No value in any row. */
  record Empty(String column) implements Finding {}

  /**
   * No value in more than half of the rows.
   *
   * @param share of the rows without a value
   */
  record MostlyEmpty(String column, double share) implements Finding {}

  /** Two values and the name of what is to be predicted. */
  record LikelyTarget(String column) implements Finding {}

  /** What an earlier model predicted. */
  record EarlierPrediction(String column) implements Finding {}

  /** Whole numbers with the name of what a model of groups predicts. */
  record LikelyPrediction(String column) implements Finding {}

  /**
   * A value of a few rows that dwarfs all others.
   *
   * @param rows how many have it, among those that were examined
   * @param times how many times the largest of all others it is, by magnitude
   */
  record Dwarfing(String column, double value, long rows, double times) implements Finding {}

  /** Few very large values among many small ones. */
  record HeavyTail(String column) implements Finding {}
}
