package org.sqlflow.export;

import java.util.ArrayList;
import java.util.List;

/** Numbers and sums in SQL. */
final class SqlNumbers {
  /** Terms within one pair of parentheses: databases limit how deep sums nest. */
  private static final int MOST = 32;

  private SqlNumbers() {}

  /** A literal in double precision: with an exponent, which decimals do not have. */
  static String of(double number) {
    String text = Double.toString(number + 0.0); // no negative zero
    String written = text.indexOf('E') < 0 ? text + "E0" : text;
    return number < 0 ? "(" + written + ")" : written;
  }

  /** A sum whose parentheses nest as little as possible. */
  static String sum(List<String> terms, String type) {
    List<String> some = terms.isEmpty() ? List.of("CAST(0E0 AS " + type + ")") : terms;
    while (some.size() > MOST) {
      List<String> grouped = new ArrayList<>();
      for (int from = 0; from < some.size(); from += MOST) {
        int to = Math.min(some.size(), from + MOST);
        grouped.add("(" + String.join(" + ", some.subList(from, to)) + ")");
      }
      some = grouped;
    }
    return String.join(" + ", some);
  }
}
