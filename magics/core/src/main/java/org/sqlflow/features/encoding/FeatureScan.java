package org.sqlflow.features.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.columns.ColumnNames;
import org.sqlflow.columns.Diagnosis;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.NumericFeature;

/**
 * What one feature's values in the rows of a training are like: statistics, missing values, values
 * that do not suit, and whether the column is a key. Rows come part by part, in one or more passes.
 * Used by one thread at a time.
 */
final class FeatureScan {
  final Feature feature;
  final FeatureStatistics statistics;

  /** The values so far, as long as each could be unique and all are whole. */
  private Optional<List<double[]>> unique;

  /** What the name means, if the column may be a key. */
  private final ColumnNames.KeyName name;

  /** Whether unique values have few gaps between them. */
  private boolean hasFewGaps;

  private boolean isWhole = true;

  final Map<String, Long> gaps = new LinkedHashMap<>();
  long unfit;
  long firstUnfit;
  String complaint = "";

  /** How many columns were collected so far; later passes take the others. */
  private int collectedTo;

  /** Whether the pass collects the values for the key. */
  private boolean collectsKey;

  /** Whether the rows of the pass count for the statistics. */
  private boolean isFitting;

  FeatureScan(Feature feature, FeatureStatistics statistics, boolean mayBeKey) {
    this.feature = feature;
    this.statistics = statistics;
    this.unique = mayBeKey ? Optional.of(new ArrayList<>()) : Optional.empty();
    this.name =
        mayBeKey ? ColumnNames.key(((NumericFeature) feature).column()) : ColumnNames.KeyName.NONE;
  }

  /** A key by its name has whole numbers; one by its values has unique ones with few gaps. */
  boolean isKey() {
    return (isNamedKey() && isWhole)
        || (unique.isPresent() && (hasFewGaps || name == ColumnNames.KeyName.IF_UNIQUE));
  }

  private boolean isNamedKey() {
    return name == ColumnNames.KeyName.KEY || name == ColumnNames.KeyName.CODE;
  }

  String keyReason() {
    return name == ColumnNames.KeyName.NONE
        ? "a key: its numbers are unique, with few gaps"
        : name == ColumnNames.KeyName.CODE ? "a code by its name" : "a key by its name";
  }

  /** Chooses what the next pass collects; returns how many columns. */
  int startPass(boolean isFirst, int most) {
    int taken = 0;
    collectsKey = unique.isPresent() && unique.get().isEmpty() && most > 0;
    taken += collectsKey ? 1 : 0;
    int all = statistics.collected();
    int from = collectedTo;
    collectedTo = Math.min(all, from + most - taken);
    isFitting = all == 0 ? isFirst : collectedTo > from;
    if (all > 0) {
      statistics.startPass(from, collectedTo);
    }
    return taken + collectedTo - from;
  }

  /** Whether the column can still be a key. */
  boolean mayBeKey() {
    return unique.isPresent();
  }

  /** Rules out a key early if the first rows show that the column is none. */
  void decideKey(RowPart first) {
    decideKey(numbers(first));
  }

  boolean isDone() {
    return collectedTo == statistics.collected() && (unique.isEmpty() || !unique.get().isEmpty());
  }

  boolean isInPass() {
    return collectsKey || isFitting;
  }

  void add(RowPart part, boolean[] skip, long rowsBefore, boolean isFirstPass) {
    if (isFirstPass) {
      RowPart.Unfit found = feature.unfit(part);
      if (found.count() > 0) {
        firstUnfit = unfit == 0 ? rowsBefore + found.first() : firstUnfit;
        complaint = unfit == 0 ? found.complaint() : complaint;
        unfit += found.count();
      }
    }
    if (collectsKey) {
      unique.ifPresent(values -> values.add(numbers(part)));
    }
    if (isFirstPass && isNamedKey() && isWhole) {
      isWhole = areWhole(numbers(part));
    }
    if (isFitting) {
      statistics.add(part, skip);
    }
  }

  /** Counts missing values; the marks of their rows, null if there are none. */
  boolean[] findMissing(RowPart part) {
    boolean[] missing = new boolean[part.rows()];
    boolean isAny = false;
    for (ColumnRead read : feature.reads()) {
      long count = feature.markMissing(read, part, missing);
      if (count > 0) {
        gaps.merge(read.column(), count, Long::sum);
        isAny = true;
      }
    }
    return isAny ? missing : null;
  }

  private double[] numbers(RowPart part) {
    double[] numbers = part.doubles(feature.reads().get(0).column());
    return Arrays.copyOfRange(numbers, part.from(), part.from() + part.rows());
  }

  private static boolean areWhole(double[] values) {
    for (double value : values) {
      if (Double.isFinite(value) && value != Math.rint(value)) {
        return false;
      }
    }
    return true;
  }

  /** Rules out a key if two of the values are the same, or if one is not whole. */
  private void decideKey(double[] all) {
    if (!areWhole(all)) {
      unique = Optional.empty();
      return;
    }
    double[] values = Arrays.stream(all).filter(Double::isFinite).toArray();
    Arrays.parallelSort(values);
    for (int i = 1; i < values.length; i++) {
      if (values[i - 1] == values[i]) {
        unique = Optional.empty();
        return;
      }
    }
    int count = values.length;
    hasFewGaps = count > 1 && Diagnosis.hasFewGaps(count, all.length, values[0], values[count - 1]);
  }

  void decideKey() {
    if (collectsKey && unique.isPresent()) {
      List<double[]> parts = unique.get();
      double[] all = new double[parts.stream().mapToInt(part -> part.length).sum()];
      int at = 0;
      for (int i = 0; i < parts.size(); i++) {
        double[] part = parts.set(i, new double[0]);
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      decideKey(all);
    }
  }

  /** The bytes that the parsed vectors of a row take. */
  long vectorBytes() {
    return feature.reads().stream()
        .filter(read -> read.form() == ColumnRead.Form.LISTS)
        .mapToLong(feature::bytes)
        .sum();
  }
}
