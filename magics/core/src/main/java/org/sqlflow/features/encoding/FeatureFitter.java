package org.sqlflow.features.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.NumberStatistics;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.math.CanonicalOrder;
import org.sqlflow.math.Parallel;
import org.sqlflow.text.Text;

/**
 * Fits features to a training's rows, and encodes these. Takes one pass over the rows to find keys,
 * missing values and values that do not suit and to fit, and one pass to encode. More passes to fit
 * are needed only where quantiles or keys of more columns are collected than fit into {@link
 * #MOST_COLLECTED} bytes. Immutable; one source is used by one thread at a time.
 */
public final class FeatureFitter {
  /** The message for a query without rows. */
  public static final String NO_ROWS = "the query returns no rows to train on";

  /** The most bytes that collected columns take, unless it is a single one. */
  private static final long MOST_COLLECTED = 256L << 20;

  private static final int PART_OF_HEAP = 8;

  /** What looking for missing values or adding one costs, for {@link Parallel}. */
  private static final int OPERATIONS = 8;

  /** The longest array that every JVM can make. */
  static final int MOST_VALUES = Integer.MAX_VALUE - 8;

  private final FeatureSelection selection;
  private final Scale scale;
  private final OnNull onNull;
  private final Optional<FeatureEncoding> base;

  /**
   * Fits the features of a selection.
   *
   * @param base an encoding to use as it is if it has the same features
   */
  public FeatureFitter(
      FeatureSelection selection, Scale scale, OnNull onNull, Optional<FeatureEncoding> base) {
    this.selection = selection;
    this.scale = scale;
    this.onNull = onNull;
    this.base = base;
  }

  /**
   * The result.
   *
   * @param matrix the training's rows, encoded; in the {@link CanonicalOrder} if the source is not
   *     ordered
   * @param rows which row of the source each row of the matrix is
   * @param leftOut the columns that the model does not see
   * @param skipped how many rows are left out since a value is missing
   * @param scaling what {@link Scale#AUTO} chose, in a sentence; empty for another scale
   * @param notes sentences for the user: what was filled in, features that suit badly
   * @param gaps how many rows of the source have no value, by column; only columns that lack some
   */
  public record Fitted(
      FeatureEncoding encoding,
      Matrix matrix,
      RowMap rows,
      List<LeftOut> leftOut,
      int skipped,
      Optional<String> scaling,
      List<String> notes,
      Map<String, Long> gaps) {}

  /** Checks the memory before a matrix is made. */
  @FunctionalInterface
  public interface MatrixRoom {
    /** Refuses, with an exception, a matrix that does not fit into memory. */
    void check(int rows, int width);
  }

  /**
   * Fits and encodes.
   *
   * @param rows have the selection's reads, as a database gives them ({@link ColumnRead#in}), and
   *     can be read again
   * @param room called before rows are encoded
   * @throws FeatureException if values are missing and must not be, if a column has values that its
   *     function does not take, or if no column or row is left
   */
  public Fitted fit(RowSource rows, MatrixRoom room) {
    FittingSource source = new FittingSource(rows);
    if (source.rows == 0) {
      throw new FeatureException(NO_ROWS);
    }
    List<LeftOut> leftOut = new ArrayList<>(selection.leftOut());
    Fit fit = fit(source, leftOut);
    FeatureEncoding encoding = fit.encoding();
    room.check(source.rows, encoding.width());
    Matrix matrix = encode(encoding, source, fit.skip);
    RowMap map = map(fit.skip, matrix.rows(), source.rows);
    if (!rows.isOrdered()) {
      map = map.reordered(CanonicalOrder.apply(matrix));
    }
    return new Fitted(
        encoding,
        matrix,
        map,
        List.copyOf(leftOut),
        source.rows - matrix.rows(),
        fit.chosen.map(AutoScale::sentence),
        fit.notes(encoding),
        fit.missing().gaps());
  }

  private Fit fit(FittingSource source, List<LeftOut> leftOut) {
    Fit fit = new Fit(source, selection.features(), selection.mayBeKeys());
    fit.run();
    List<FeatureScan> keys = fit.scans.stream().filter(FeatureScan::isKey).toList();
    List<FeatureScan> dropped = new ArrayList<>(keys);
    for (FeatureScan key : keys) {
      leftOut.add(
          new LeftOut(key.feature.text(), key.keyReason() + "; name it in COLUMN to use it"));
    }
    for (FeatureScan empty : fit.unnamedWithoutValues()) {
      leftOut.add(new LeftOut(empty.feature.text(), "it has no values"));
      dropped.add(empty);
    }
    for (FeatureScan scan : fit.scans) {
      if (selection.isUnnamedCategory(scan.feature) && !dropped.contains(scan)) {
        UnnamedCategories.refusal(scan.statistics, scan.gaps, onNull)
            .ifPresent(
                reason -> {
                  leftOut.add(new LeftOut(scan.feature.reads().get(0).column(), reason));
                  dropped.add(scan);
                });
      }
    }
    if (!dropped.isEmpty()) {
      List<Feature> others = new ArrayList<>(selection.features());
      dropped.forEach(scan -> others.remove(scan.feature));
      if (others.isEmpty()) {
        throw new FeatureException(nothingLeft(leftOut, keys.size() == dropped.size()));
      }
      if (onNull == OnNull.SKIP && dropped.stream().anyMatch(scan -> !scan.gaps.isEmpty())) {
        // Rows were skipped for a column that the model does not see.
        fit = new Fit(source, others, Set.of());
        fit.run();
      } else {
        fit.scans.removeAll(dropped);
      }
    }
    fit.refuse();
    return fit;
  }

  static String nothingLeft(List<LeftOut> leftOut, boolean onlyKeys) {
    return onlyKeys
        ? "every numeric column looks like a key, by its name or by unique numbers with few gaps."
            + " Name the columns to use with COLUMN"
        : "no columns are left to train on ("
            + leftOut.stream()
                .map(column -> column.column() + ": " + column.reason())
                .collect(Collectors.joining("; "))
            + "). Name columns with COLUMN";
  }

  /** One fit of some features. */
  private final class Fit {
    private final FittingSource source;
    private final List<FeatureScan> scans = new ArrayList<>();

    /** Whether the base has the features already. */
    private final boolean isFitted;

    /** A mark for each row that lacks a value; null if none does, or if that does not matter. */
    private boolean[] skip;

    /** What {@link Scale#AUTO} chose; empty for another scale. */
    private Optional<AutoScale> chosen = Optional.empty();

    Fit(FittingSource source, List<Feature> features, Set<String> mayBeKeys) {
      this.source = source;
      isFitted = mayBeKeys.isEmpty() && baseOf(features).isPresent();
      for (Feature feature : features) {
        boolean mayBeKey =
            source.rows > 1
                && feature instanceof NumericFeature number
                && !number.log()
                && mayBeKeys.contains(number.column());
        scans.add(
            new FeatureScan(
                feature,
                isFitted ? FeatureStatistics.none(feature) : feature.statistics(scale),
                mayBeKey));
      }
    }

    void run() {
      // Most columns that are not keys show it in their first rows.
      List<FeatureScan> candidates = scans.stream().filter(FeatureScan::mayBeKey).toList();
      if (!candidates.isEmpty()) {
        RowBatch batch = source.batch(0, readsOf(candidates));
        RowPart part = new RowPart(batch, 0, batch.rows());
        candidates.forEach(scan -> scan.decideKey(part));
      }
      long bytes = Math.min(MOST_COLLECTED, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
      int most = (int) Math.max(1, bytes / ((long) Double.BYTES * source.rows));
      boolean isFirst = true;
      do {
        int left = most;
        for (FeatureScan scan : scans) {
          left -= scan.startPass(isFirst, left);
        }
        pass(isFirst);
        scans.forEach(FeatureScan::decideKey);
        isFirst = false;
      } while (!scans.stream().allMatch(FeatureScan::isDone));
    }

    private void pass(boolean isFirst) {
      List<FeatureScan> used =
          isFirst ? scans : scans.stream().filter(FeatureScan::isInPass).toList();
      List<ColumnRead> reads = readsOf(used);
      long vectors = used.stream().mapToLong(FeatureScan::vectorBytes).sum();
      int step = RowBatch.rowsFor(vectors);
      boolean counts = isFirst && onNull != OnNull.SKIP;
      source.parts(
          reads,
          step,
          (part, before) -> {
            boolean[] missing = isFirst ? findMissing(part, before) : toSkip(before, part.rows());
            Parallel.run(
                (long) part.rows() * used.size() * OPERATIONS,
                used.size(),
                i -> {
                  if (counts) {
                    used.get(i).findMissing(part);
                  }
                  used.get(i).add(part, missing, before, isFirst);
                });
          });
    }

    /** Marks the rows to skip; null if there are none. */
    private boolean[] findMissing(RowPart part, int before) {
      if (onNull != OnNull.SKIP) {
        return null;
      }
      boolean[][] marks = new boolean[scans.size()][];
      Parallel.run(
          (long) part.rows() * scans.size(),
          scans.size(),
          i -> marks[i] = scans.get(i).findMissing(part));
      boolean[] missing = null;
      for (boolean[] own : marks) {
        if (own != null && missing != null) {
          for (int row = 0; row < own.length; row++) {
            missing[row] |= own[row];
          }
        }
        missing = missing == null ? own : missing;
      }
      if (missing == null) {
        return null;
      }
      if (skip == null) {
        skip = new boolean[source.rows];
      }
      System.arraycopy(missing, 0, skip, before, missing.length);
      return missing;
    }

    private boolean[] toSkip(int before, int rows) {
      return skip == null ? null : Arrays.copyOfRange(skip, before, before + rows);
    }

    /** Refuses values that do not suit, and missing ones that must not be missing. */
    void refuse() {
      for (FeatureScan scan : scans) {
        if (scan.unfit > 0) {
          throw new FeatureException(
              Text.of(
                  "%s; %,d of %,d rows have such values, first in row %,d",
                  scan.complaint, scan.unfit, source.rows, scan.firstUnfit + 1),
              scan.feature.reads().stream().map(ColumnRead::column).toList());
        }
      }
      MissingValues missing = missing();
      List<String> empty = isFitted && onNull == OnNull.MEAN ? List.of() : missing.empty();
      if (!empty.isEmpty()) {
        throw NumberStatistics.noValues(empty);
      }
      if (onNull == OnNull.ERROR && missing.isAny()) {
        MissingValues.Ways ways = ways(missing);
        throw new FeatureException(missing.refusal(ways), missing.columns());
      }
      if (count(skip, 0, source.rows) == source.rows) {
        throw new FeatureException(missing.noneLeft(ways(missing)), missing.columns());
      }
    }

    /** The features that COLUMN does not name, of a column without any value. */
    List<FeatureScan> unnamedWithoutValues() {
      return scans.stream()
          .filter(
              scan ->
                  scan.gaps.entrySet().stream()
                      .anyMatch(
                          gap ->
                              gap.getValue() == source.rows
                                  && selection.unnamed().contains(gap.getKey())))
          .toList();
    }

    private MissingValues missing() {
      Map<String, Long> gaps = new LinkedHashMap<>();
      scans.forEach(
          scan -> scan.gaps.forEach((column, rows) -> gaps.merge(column, rows, Math::max)));
      return MissingValues.of(gaps, source.rows, selection.reals());
    }

    /** Counts the complete rows, with and without the columns to blame. */
    private MissingValues.Ways ways(MissingValues missing) {
      long complete = complete(scans);
      Set<String> blamed = missing.toBlame(complete);
      List<FeatureScan> others =
          scans.stream()
              .filter(
                  scan -> scan.feature.reads().stream().noneMatch(r -> blamed.contains(r.column())))
              .toList();
      boolean helps = !blamed.isEmpty() && !others.isEmpty();
      return new MissingValues.Ways(complete, helps ? complete(others) : 0, leavingOut(blamed));
    }

    private String leavingOut(Set<String> columns) {
      return selection.omission().leaving(List.copyOf(columns));
    }

    private long complete(List<FeatureScan> some) {
      long[] complete = {0};
      int step = RowBatch.rowsFor(some.stream().mapToLong(FeatureScan::vectorBytes).sum());
      source.parts(
          readsOf(some),
          step,
          (part, before) -> {
            boolean[] marks = new boolean[part.rows()];
            for (FeatureScan scan : some) {
              scan.feature.reads().forEach(read -> scan.feature.markMissing(read, part, marks));
            }
            complete[0] += part.rows() - count(marks, 0, marks.length);
          });
      return complete[0];
    }

    /** What a user should know of the fit. */
    List<String> notes(FeatureEncoding encoding) {
      List<String> notes = new ArrayList<>();
      notes.addAll(missing().notes(encoding, source.rows - count(skip, 0, source.rows)));
      scans.forEach(scan -> scan.statistics.warning().ifPresent(notes::add));
      UnnamedCategories.note(
              encoding.features().stream().filter(selection::isUnnamedCategory).toList())
          .ifPresent(notes::add);
      return notes;
    }

    FeatureEncoding encoding() {
      List<FeatureStatistics> all = scans.stream().map(scan -> scan.statistics).toList();
      chosen = AutoScale.choose(all);
      return baseOf(scans.stream().map(scan -> scan.feature).toList())
          .orElseGet(() -> new FeatureEncoding(scale, onNull, fitted(all, scale)));
    }
  }

  /** The fitted features; text columns are weighted to count as much as scaled numbers. */
  static List<Feature> fitted(List<FeatureStatistics> all, Scale scale) {
    List<Feature> fitted = all.parallelStream().map(FeatureStatistics::fitted).toList();
    OptionalDouble variance =
        all.stream()
            .flatMapToDouble(statistics -> Arrays.stream(statistics.variances()))
            .filter(one -> one > 0)
            .average();
    return scale == Scale.NONE || variance.isEmpty()
        ? fitted
        : IntStream.range(0, fitted.size())
            .mapToObj(i -> all.get(i).balanced(fitted.get(i), variance.getAsDouble()))
            .toList();
  }

  private static List<ColumnRead> readsOf(List<FeatureScan> scans) {
    return Feature.readsOf(scans.stream().map(scan -> scan.feature).toList());
  }

  /** The base's features, with this training's rule for missing values. */
  private Optional<FeatureEncoding> baseOf(List<Feature> features) {
    List<String> texts = FeatureSelection.folded(features);
    return base.filter(encoding -> FeatureSelection.folded(encoding.features()).equals(texts))
        .map(encoding -> new FeatureEncoding(encoding.scale(), onNull, encoding.features()));
  }

  static FeatureException tooLarge(long rows, int width) {
    return new FeatureException(
        Text.of(
            "%,d rows of %,d features do not fit into one matrix: train on fewer rows (USING SAMPLE"
                + " or LIMIT in the query), or use smaller sizes in COLUMN",
            rows, width));
  }

  private static Matrix encode(FeatureEncoding encoding, FittingSource source, boolean[] skip) {
    int width = encoding.width();
    int rows = source.rows - count(skip, 0, source.rows);
    if ((long) rows * width > MOST_VALUES) {
      throw tooLarge(rows, width);
    }
    int[] first = new int[source.batches];
    for (int i = 1; i < first.length; i++) {
      int from = source.starts[i - 1];
      int to = source.starts[i];
      first[i] = first[i - 1] + to - from - count(skip, from, to);
    }
    float[] values = new float[rows * width];
    List<ColumnRead> reads = encoding.reads();
    Parallel.run(
        source.batches,
        i -> encoding.encode(source.batch(i, reads), skip, source.starts[i], first[i], values));
    return new Matrix(rows, width, values);
  }

  private static RowMap map(boolean[] skip, int kept, int rows) {
    return kept == rows
        ? RowMap.identity(rows)
        : RowMap.of(IntStream.range(0, rows).filter(row -> !skip[row]).toArray());
  }

  private static int count(boolean[] marks, int from, int to) {
    int count = 0;
    for (int i = from; marks != null && i < to; i++) {
      count += marks[i] ? 1 : 0;
    }
    return count;
  }
}
