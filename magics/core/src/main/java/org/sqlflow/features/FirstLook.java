package org.sqlflow.features;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.text.Text;

/** What a training's rows hold that features cannot take, or do not hold at all. */
final class FirstLook {
  private final List<Feature> features;
  private final List<ColumnRead> reads;
  private final Map<Feature, UnfitRows> unfit = new LinkedHashMap<>();
  private final Map<String, Long> gaps = new LinkedHashMap<>();
  private final boolean[] skip;
  private int seen;

  /** Will see so many rows in all. */
  FirstLook(List<Feature> features, int rows) {
    this.features = features;
    this.reads = Feature.readsOf(features);
    this.skip = new boolean[rows];
  }

  List<ColumnRead> reads() {
    return reads;
  }

  /** Looks at the next rows. */
  void at(FeatureRows block) {
    for (Feature feature : features) {
      unfit.merge(feature, feature.unfit(block), (earlier, now) -> earlier.and(now, seen));
    }
    Map<String, Long> ofBlock = new LinkedHashMap<>();
    for (ColumnRead read : reads.stream().filter(block::lacks).toList()) {
      boolean[] marks = new boolean[block.rows()];
      block.markMissing(read, marks);
      for (int row = 0; row < marks.length; row++) {
        skip[seen + row] |= marks[row];
      }
      ofBlock.merge(read.column(), (long) count(marks, 0, marks.length), Math::max);
    }
    ofBlock.forEach((column, missing) -> gaps.merge(column, missing, Long::sum));
    seen += block.rows();
  }

  void refuseUnfit() {
    unfit.values().stream()
        .filter(found -> found.count() > 0)
        .findFirst()
        .ifPresent(
            found -> {
              String message = "%s; so in %,d of %,d rows, first in row %,d";
              throw new FeatureException(
                  Text.of(message, found.complaint(), found.count(), seen, found.first() + 1));
            });
  }

  void refuseMissing() {
    gaps.values().removeIf(missing -> missing == 0);
    if (!gaps.isEmpty()) {
      List<String> told =
          gaps.entrySet().stream()
              .map(gap -> Text.of("%s (%,d of %,d rows)", gap.getKey(), gap.getValue(), seen))
              .toList();
      throw new FeatureException(
          "NULL, NaN or an infinity in "
              + Lists.shortened(told)
              + ". Leave such rows out with train.on_null = skip, put the mean in their place with"
              + " train.on_null = mean, or filter them in the query (WHERE "
              + gaps.keySet().iterator().next()
              + " IS NOT NULL)");
    }
  }

  /** A mark for each row that lacks a value. */
  boolean[] rowsToSkip() {
    if (count(skip, 0, seen) == seen) {
      throw new FeatureException(
          "every row has NULL, NaN or an infinity in some column, so train.on_null = skip leaves no"
              + " row. Name fewer columns with COLUMN, or use train.on_null = mean");
    }
    return skip;
  }

  /** How many rows are marked, from {@code from} to before {@code to}. */
  static int count(boolean[] marks, int from, int to) {
    int count = 0;
    for (int row = from; row < to; row++) {
      count += marks[row] ? 1 : 0;
    }
    return count;
  }
}
