package org.sqlflow.columns;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the texts of a column look like, on a sample.
 *
 * @param texts how many there are, the markers for missing values included
 * @param numbers how they hold numbers, if nearly all of them do
 * @param dates whether nearly all of them are dates
 * @param codes whether they are digits with leading zeros, as zip codes and phone numbers are
 * @param frequent the most frequent texts with their counts, most frequent first
 */
public record TextSummary(
    int texts,
    Optional<Numbers> numbers,
    boolean dates,
    boolean codes,
    List<Map.Entry<String, Integer>> frequent) {

  /**
   * Numbers in texts.
   *
   * @param format how they are written
   * @param ambiguous whether they could be read in the other format with other values
   * @param parsed how many texts are numbers
   * @param markers texts that mean a missing value, such as N/A and $null$
   * @param marked how many texts are such markers
   * @param others how many texts are neither
   * @param otherExample one of these, or empty
   * @param example a number as it is written
   * @param removed what to remove around and within the numbers, longest first
   * @param brackets whether some negative numbers are in brackets
   */
  public record Numbers(
      NumberFormat format,
      boolean ambiguous,
      int parsed,
      List<String> markers,
      int marked,
      int others,
      String otherExample,
      String example,
      List<String> removed,
      boolean brackets) {
    private static final double SAFE = 0.99;

    /** Whether the texts can be read as numbers without asking. */
    public boolean isSafe() {
      return !ambiguous && parsed > SAFE * (parsed + others);
    }

    /** The expression that makes the column a number in a database's SQL. */
    public String expression(String column, SqlStyle style) {
      return expression(column, style, format);
    }

    /** The same in another format. */
    String expression(String column, SqlStyle style, NumberFormat as) {
      String sql = style.names().inSql(column);
      if (brackets) {
        sql = replaced(replaced(sql, "(", "-"), ")", "");
      }
      for (String text : removed) {
        boolean isDecimal = text.length() == 1 && text.charAt(0) == as.decimal();
        sql = isDecimal ? sql : replaced(sql, text, "");
      }
      NumberFormat other = as == NumberFormat.POINT ? NumberFormat.COMMA : NumberFormat.POINT;
      if (ambiguous && !removed.contains(String.valueOf(other.decimal()))) {
        sql = replaced(sql, String.valueOf(other.decimal()), "");
      }
      if (as == NumberFormat.COMMA) {
        sql = replaced(sql, ",", ".");
      }
      return style.number().apply(sql);
    }

    private static String replaced(String sql, String from, String to) {
      return "replace(" + sql + ", '" + from.replace("'", "''") + "', '" + to + "')";
    }

    /** The option of DuckDB's file reader that helps, if one does. */
    public Optional<String> readerOption() {
      if (ambiguous || brackets || others > 0) {
        return Optional.empty();
      }
      String missing =
          markers.isEmpty()
              ? ""
              : "nullstr = "
                  + (markers.size() == 1
                      ? quoted(markers.get(0))
                      : markers.stream()
                          .map(Numbers::quoted)
                          .collect(Collectors.joining(", ", "[", "]")));
      String comma = format == NumberFormat.COMMA ? "decimal_separator = ','" : "";
      if (!removed.isEmpty() || (missing + comma).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(missing + (missing.isEmpty() || comma.isEmpty() ? "" : ", ") + comma);
    }

    private static String quoted(String text) {
      return "'" + text.replace("'", "''") + "'";
    }
  }
}
