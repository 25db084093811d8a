package org.sqlflow.models.clustering;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells codes and years from amounts: 1987 as a year must not be shown as 1,987. */
public final class NumberCodes {
  private static final double FIRST_YEAR = 1000;
  private static final double LAST_YEAR = 2999;

  /** Words in the names of columns whose whole numbers are codes. */
  private static final Set<String> WORDS =
      Set.of(
          "year",
          "yr",
          "jahr",
          "zip",
          "zipcode",
          "plz",
          "postcode",
          "postal",
          "postleitzahl",
          "code",
          "id",
          "key",
          "nr",
          "no",
          "sku",
          "isbn",
          "ean",
          "phone",
          "yyyymm",
          "yyyymmdd");

  /** Between the words of a name: {@code birth_year}, {@code BirthYear}, {@code birth year}. */
  private static final Pattern BETWEEN =
      Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private NumberCodes() {}

  /** Whether whole numbers within a range are years, or codes by their column's name. */
  public static boolean isCode(String column, double min, double max) {
    return (min >= FIRST_YEAR && max <= LAST_YEAR) || isCode(column);
  }

  /** Whether a column's whole numbers are years or codes by its name. */
  public static boolean isCode(String column) {
    return Arrays.stream(BETWEEN.split(column))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .anyMatch(WORDS::contains);
  }
}
