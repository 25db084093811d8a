package org.sqlflow.features.encoding;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.OnNull;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * Text columns that are features although COLUMN does not name them. A training must never fail or
 * skip rows because of them, since the user did not ask for them.
 */
final class UnnamedCategories {
  private static final int LISTED = 5;

  private UnnamedCategories() {}

  /**
   * Why a column is left out after all.
   *
   * @param gaps how many rows have no value, by column
   */
  static Optional<String> refusal(
      FeatureStatistics statistics, Map<String, Long> gaps, OnNull onNull) {
    if (statistics.hasTooMany()) {
      return Optional.of("text: a category of too many values; group them in the query");
    }
    long missing = gaps.values().stream().mapToLong(Long::longValue).sum();
    return missing == 0 || onNull == OnNull.MEAN || onNull == OnNull.KEEP
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "text: a category that %,d %s; train.on_null = mean uses it, with these as other",
                missing, missing == 1 ? "row lacks" : "rows lack"));
  }

  /** The sentence about those that are used. */
  static Optional<String> note(List<Feature> used) {
    if (used.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = used.stream().map(feature -> feature.reads().get(0).column()).toList();
    return Optional.of(
        Text.of(
            "Texts of few values are used as categories: %s. COLUMN * EXCEPT (%s) leaves %s out.",
            Text.first(LISTED, names),
            SqlNames.inClause(names.get(0)),
            names.size() == 1 ? "it" : "one"));
  }
}
