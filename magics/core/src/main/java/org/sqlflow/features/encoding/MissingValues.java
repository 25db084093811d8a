package org.sqlflow.features.encoding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.features.EntryReader;
import org.sqlflow.features.Feature;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * The missing values of a training's rows, and messages about them. Immutable.
 *
 * @param gaps how many rows lack each column, the most first; only columns that lack some
 * @param rows of the training
 * @param reals the columns whose numbers can be NaN or infinite
 */
record MissingValues(Map<String, Long> gaps, long rows, Set<String> reals) {
  /** The most conditions of a filter in a message; a longer one would not help. */
  private static final int MOST_CONDITIONS = 3;

  /** Columns whose filling is reported one by one. */
  private static final int FILLED_SHOWN = 6;

  static MissingValues of(Map<String, Long> gaps, long rows, Set<String> reals) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    gaps.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(gap -> sorted.put(gap.getKey(), gap.getValue()));
    return new MissingValues(sorted, rows, reals);
  }

  boolean isAny() {
    return !gaps.isEmpty();
  }

  /** The columns that lack values, the one that lacks most first. */
  List<String> columns() {
    return List.copyOf(gaps.keySet());
  }

  /** The columns without any value. */
  List<String> empty() {
    return gaps.keySet().stream().filter(column -> gaps.get(column) == rows).toList();
  }

  /**
   * The columns to blame if few rows are complete: those that most rows lack, or else the first one
   * if half of the incomplete rows lack it.
   */
  Set<String> toBlame(long complete) {
    if (!isFew(complete)) {
      return Set.of();
    }
    Set<String> most = new LinkedHashSet<>();
    gaps.forEach(
        (column, count) -> {
          if (2 * count > rows || (most.isEmpty() && 2 * count >= rows - complete)) {
            most.add(column);
          }
        });
    return most;
  }

  private boolean isFew(long complete) {
    return 2 * complete < rows;
  }

  /** Each column with its gaps. */
  private String listed() {
    return EntryReader.listed(
        gaps.entrySet().stream()
            .map(gap -> Text.of("%s (%,d of %,d rows)", gap.getKey(), gap.getValue(), rows))
            .toList());
  }

  /**
   * What leaving out the columns to blame would change.
   *
   * @param complete rows that lack nothing
   * @param without rows that lack nothing once the columns to blame are left out; 0 if nothing else
   *     would be left to train on
   * @param leavingOut the clause that leaves these out
   */
  record Ways(long complete, long without, String leavingOut) {}

  /** The error for rows with missing values where these are refused. */
  Function<SqlNames, String> refusal(Ways ways) {
    String mean = "fill in the mean with train.on_null = mean";
    String start = "NULL, NaN or infinity in " + listed() + ". ";
    if (isFew(ways.complete)) {
      String way = leavingOut(ways);
      return names ->
          Text.of(
                  "%strain.on_null = skip would leave %s of %,d rows%s: ",
                  start, number(ways.complete), rows, because(ways.complete))
              + (way.isEmpty() ? "" : way + ", or ")
              + mean;
    }
    return names ->
        Text.of(
            "%sSkip such rows with train.on_null = skip, which leaves %,d of %,d rows%s %s%s",
            start,
            ways.complete,
            rows,
            gaps.size() > MOST_CONDITIONS ? ", or" : ",",
            mean,
            gaps.size() > MOST_CONDITIONS ? "" : ", or filter them in the query" + filter(names));
  }

  /** The error if no row is left after skipping incomplete ones. */
  String noneLeft(Ways ways) {
    String way = leavingOut(ways);
    return "every row has NULL, NaN or infinity in some column, and train.on_null = skip leaves"
        + " none: "
        + listed()
        + ". "
        + (way.isEmpty()
            ? "Name fewer columns with COLUMN, or use"
            : Character.toUpperCase(way.charAt(0)) + way.substring(1) + ", or use")
        + " train.on_null = mean";
  }

  /**
   * A condition that keeps complete rows. Databases sort NaN above all numbers, so the comparison
   * removes it too.
   */
  private String filter(SqlNames names) {
    return gaps.keySet().stream()
        .map(
            column ->
                reals.contains(column)
                    ? "abs(" + names.inSql(column) + ") < 1e308"
                    : names.inSql(column) + " IS NOT NULL")
        .collect(Collectors.joining(" AND ", " (WHERE ", ")"));
  }

  private String because(long complete) {
    Set<String> blamed = toBlame(complete);
    return blamed.isEmpty() ? "" : ", mostly because of " + EntryReader.listed(List.copyOf(blamed));
  }

  private static String leavingOut(Ways ways) {
    return ways.without == 0
        ? ""
        : Text.of("%s, so that skip leaves %,d rows", ways.leavingOut, ways.without);
  }

  private static String number(long count) {
    return count == 0 ? "none" : Text.of("%,d", count);
  }

  /**
   * What a user should know about the missing values of a training.
   *
   * @param complete rows that lack nothing
   */
  List<String> notes(FeatureEncoding encoding, long complete) {
    return switch (encoding.onNull()) {
      case ERROR -> List.of(); // Missing values were refused.
      case SKIP -> skipped(complete);
      case KEEP -> kept();
      case MEAN -> {
        Map<String, String> filling = new LinkedHashMap<>();
        for (Feature feature : encoding.features()) {
          feature.reads().forEach(read -> filling.putIfAbsent(read.column(), feature.filling()));
        }
        yield filled(filling);
      }
    };
  }

  /** The note on skipped rows if they are most of the rows; empty if they are not. */
  private List<String> skipped(long complete) {
    return isFew(complete)
        ? List.of(
            Text.of(
                "Only %,d of %,d rows have all their values%s.", complete, rows, because(complete)))
        : List.of();
  }

  /** The note on missing values that the model takes as they are. */
  private List<String> kept() {
    return gaps.isEmpty()
        ? List.of()
        : List.of("Missing values are kept as missing (train.on_null = keep): " + listed() + ".");
  }

  /**
   * What was put in place of missing values.
   *
   * @param filling for each column with gaps, what replaces them
   */
  private List<String> filled(Map<String, String> filling) {
    if (gaps.isEmpty()) {
      return List.of();
    }
    List<String> columns = new ArrayList<>();
    gaps.forEach(
        (column, count) ->
            columns.add(
                Text.of("%s in %,d of %,d rows (%s)", column, count, rows, filling.get(column))));
    return List.of(
        "Filled in for missing values (train.on_null = mean): "
            + Text.first(FILLED_SHOWN, columns)
            + ".");
  }
}
