package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
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
  /** Bytes that collected columns take at most, unless it is a single one. */
  private static final long MOST_COLLECTED = 256L << 20;

  private static final int PART_OF_HEAP = 8;
  private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

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
   */
  public record Fitted(
      FeatureEncoding encoding,
      Matrix matrix,
      RowMap rows,
      List<LeftOut> leftOut,
      int skipped,
      Optional<String> scaling) {}

  /** Is asked before a matrix is made. */
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
   * @param room is asked before rows are encoded
   * @throws FeatureException if values are missing and must not be, if a column has values that its
   *     function does not take, or if no column or row is left
   */
  public Fitted fit(RowSource rows, MatrixRoom room) {
    Source source = new Source(rows);
    if (source.rows == 0) {
      throw new FeatureException("the query returns no rows to train on");
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
        fit.chosen.map(AutoScale::sentence));
  }

  private Fit fit(Source source, List<LeftOut> leftOut) {
    Fit fit = new Fit(source, selection.features(), selection.mayBeKeys());
    fit.run();
    List<Look> keys = fit.keys();
    if (keys.isEmpty()) {
      fit.refuse();
      return fit;
    }
    for (Look key : keys) {
      leftOut.add(
          new LeftOut(
              key.feature.text(), "a key: every value is unique; name it in COLUMN to use it"));
    }
    List<Feature> others = new ArrayList<>(selection.features());
    keys.forEach(key -> others.remove(key.feature));
    if (others.isEmpty()) {
      throw new FeatureException(
          "every numeric column looks like a key: all its values are unique. Name the columns to"
              + " use with COLUMN");
    }
    if (onNull == OnNull.SKIP && keys.stream().anyMatch(key -> !key.gaps.isEmpty())) {
      // Rows were skipped for a column that the model does not see.
      fit = new Fit(source, others, Set.of());
      fit.run();
    } else {
      fit.looks.removeAll(keys);
    }
    fit.refuse();
    return fit;
  }

  /** A source, as features ask for its rows. */
  private static final class Source {
    private final RowSource source;
    private final int batches;
    private final int rows;

    /** The row that each batch starts with. */
    private final int[] starts;

    Source(RowSource source) {
      this.source = source;
      this.batches = source.batches();
      this.starts = new int[batches];
      long count = 0;
      for (int i = 0; i < batches; i++) {
        starts[i] = (int) count;
        count += source.rows(i);
        if (count > MOST_VALUES) {
          throw tooLarge(count, 1);
        }
      }
      this.rows = (int) count;
    }

    /** One thread at a time, as sources want it. */
    synchronized RowBatch batch(int index, List<ColumnRead> reads) {
      return source.batch(index, reads.stream().map(this::offered).distinct().toList());
    }

    /** The source's form of a read, in its spelling. */
    private ColumnRead offered(ColumnRead read) {
      List<ColumnRead.Form> forms =
          switch (read.form()) {
            case NUMBERS -> List.of(ColumnRead.Form.NUMBERS);
            case TEXTS -> List.of(ColumnRead.Form.TEXTS, ColumnRead.Form.NUMBERS);
            case LISTS -> List.of(ColumnRead.Form.LISTS, ColumnRead.Form.TEXTS);
          };
      for (ColumnRead.Form form : forms) {
        List<ColumnRead> found =
            source.reads().stream()
                .filter(offered -> offered.form() == form)
                .filter(offered -> offered.column().equalsIgnoreCase(read.column()))
                .toList();
        if (!found.isEmpty()) {
          ColumnRead exact = new ColumnRead(read.column(), form);
          return found.contains(exact) ? exact : found.get(0);
        }
      }
      throw new IllegalArgumentException(read + " is not read: " + source.reads());
    }
  }

  /** What the rows have of one feature. */
  private static final class Look {
    private final Feature feature;
    private final FeatureStatistics statistics;

    /** The values so far, as long as each could be unique. */
    private Optional<List<double[]>> unique;

    private final Map<String, Long> gaps = new LinkedHashMap<>();
    private long unfit;
    private long firstUnfit;
    private String complaint = "";

    /** Collected columns that later passes take. */
    private int collectedTo;

    /** Whether the pass collects the values for the key. */
    private boolean collectsKey;

    /** Whether the rows of the pass count for the statistics. */
    private boolean isFitting;

    Look(Feature feature, FeatureStatistics statistics, boolean mayBeKey) {
      this.feature = feature;
      this.statistics = statistics;
      this.unique = mayBeKey ? Optional.of(new ArrayList<>()) : Optional.empty();
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

    boolean isDone() {
      return collectedTo == statistics.collected() && (unique.isEmpty() || !unique.get().isEmpty());
    }

    boolean isInPass() {
      return collectsKey || isFitting;
    }

    void add(RowPart part, boolean[] skip, long rowsBefore, boolean isFirstPass) {
      if (isFirstPass) {
        Feature.Unfit found = feature.unfit(part);
        if (found.count() > 0) {
          firstUnfit = unfit == 0 ? rowsBefore + found.first() : firstUnfit;
          complaint = unfit == 0 ? found.complaint() : complaint;
          unfit += found.count();
        }
      }
      if (collectsKey) {
        unique.ifPresent(values -> values.add(numbers(part)));
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

    /** Gives up the key if two of the values are the same. */
    void decideKey(double[] values) {
      Arrays.parallelSort(values);
      for (int i = 1; i < values.length; i++) {
        if (Double.compare(values[i - 1], values[i]) == 0) {
          unique = Optional.empty();
          return;
        }
      }
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
  }

  /** One fit of some features. */
  private final class Fit {
    private final Source source;
    private final List<Look> looks = new ArrayList<>();

    /** A mark for each row that lacks a value; null if none does, or if that does not matter. */
    private boolean[] skip;

    /** What the scale is, where it is chosen by the rows. */
    private Optional<AutoScale> chosen = Optional.empty();

    Fit(Source source, List<Feature> features, Set<String> mayBeKeys) {
      this.source = source;
      boolean isFitted = mayBeKeys.isEmpty() && baseOf(features).isPresent();
      for (Feature feature : features) {
        boolean mayBeKey =
            source.rows > 1
                && feature instanceof NumericFeature number
                && !number.log()
                && mayBeKeys.contains(number.column());
        looks.add(
            new Look(
                feature,
                isFitted ? FeatureStatistics.none(feature) : feature.statistics(scale),
                mayBeKey));
      }
    }

    void run() {
      // Most columns that are no keys show it in their first rows.
      List<Look> candidates = looks.stream().filter(look -> look.unique.isPresent()).toList();
      if (!candidates.isEmpty()) {
        RowBatch batch = source.batch(0, readsOf(candidates));
        RowPart part = new RowPart(batch, 0, batch.rows());
        candidates.forEach(look -> look.decideKey(look.numbers(part)));
      }
      long bytes = Math.min(MOST_COLLECTED, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
      int most = (int) Math.max(1, bytes / ((long) Double.BYTES * source.rows));
      boolean isFirst = true;
      do {
        int left = most;
        for (Look look : looks) {
          left -= look.startPass(isFirst, left);
        }
        pass(isFirst);
        looks.forEach(Look::decideKey);
        isFirst = false;
      } while (!looks.stream().allMatch(Look::isDone));
    }

    private void pass(boolean isFirst) {
      List<Look> used = isFirst ? looks : looks.stream().filter(Look::isInPass).toList();
      List<ColumnRead> reads = readsOf(used);
      long vectors = used.stream().mapToLong(FeatureFitter::vectorBytes).sum();
      int step = RowBatch.rowsFor(vectors);
      for (int index = 0; index < source.batches; index++) {
        RowBatch batch = source.batch(index, reads);
        for (int from = 0; from < batch.rows(); from += step) {
          RowPart part = new RowPart(batch, from, (int) Math.min(batch.rows(), (long) from + step));
          int before = source.starts[index] + from;
          boolean[] missing = isFirst ? findMissing(part, before) : toSkip(before, part.rows());
          boolean counts = isFirst && onNull == OnNull.ERROR;
          Parallel.run(
              (long) part.rows() * used.size() * Byte.SIZE,
              used.size(),
              i -> {
                if (counts) {
                  used.get(i).findMissing(part);
                }
                used.get(i).add(part, missing, before, isFirst);
              });
        }
      }
    }

    /** Marks the rows to skip; null if there are none. */
    private boolean[] findMissing(RowPart part, int before) {
      if (onNull != OnNull.SKIP) {
        return null;
      }
      boolean[][] marks = new boolean[looks.size()][];
      Parallel.run(
          (long) part.rows() * looks.size(),
          looks.size(),
          i -> marks[i] = looks.get(i).findMissing(part));
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

    List<Look> keys() {
      return looks.stream().filter(look -> look.unique.isPresent()).toList();
    }

    /** Refuses values that do not suit, and missing ones that must not be missing. */
    void refuse() {
      for (Look look : looks) {
        if (look.unfit > 0) {
          throw new FeatureException(
              Text.of(
                  "%s; %,d of %,d rows have such values, first in row %,d",
                  look.complaint, look.unfit, source.rows, look.firstUnfit + 1));
        }
      }
      if (onNull == OnNull.ERROR) {
        refuseMissing();
      }
      if (count(skip, 0, source.rows) == source.rows) {
        throw new FeatureException(
            "every row has NULL, NaN or infinity in some column, and train.on_null = skip leaves"
                + " none. Name fewer columns with COLUMN, or use train.on_null = mean");
      }
    }

    private void refuseMissing() {
      Map<String, Long> gaps = new LinkedHashMap<>();
      looks.forEach(
          look -> look.gaps.forEach((column, rows) -> gaps.merge(column, rows, Math::max)));
      if (!gaps.isEmpty()) {
        List<String> columns =
            gaps.entrySet().stream()
                .map(
                    gap ->
                        Text.of("%s (%,d of %,d rows)", gap.getKey(), gap.getValue(), source.rows))
                .toList();
        throw new FeatureException(
            "NULL, NaN or infinity in "
                + EntryReader.listed(columns)
                + ". Skip such rows with train.on_null = skip, fill in the mean with train.on_null"
                + " = mean, or filter them in the query (WHERE "
                + gaps.keySet().iterator().next()
                + " IS NOT NULL)");
      }
    }

    FeatureEncoding encoding() {
      chosen = AutoScale.choose(looks.stream().map(look -> look.statistics).toList());
      return baseOf(looks.stream().map(look -> look.feature).toList())
          .orElseGet(
              () ->
                  new FeatureEncoding(
                      scale,
                      onNull,
                      looks.parallelStream().map(look -> look.statistics.fitted()).toList()));
    }
  }

  private static List<ColumnRead> readsOf(List<Look> looks) {
    return Feature.readsOf(looks.stream().map(look -> look.feature).toList());
  }

  /** What the vectors of a row take when they are parsed. */
  private static long vectorBytes(Look look) {
    return look.feature.reads().stream()
        .filter(read -> read.form() == ColumnRead.Form.LISTS)
        .mapToLong(look.feature::bytes)
        .sum();
  }

  /** The base's features, with this training's rule for missing values. */
  private Optional<FeatureEncoding> baseOf(List<Feature> features) {
    List<String> texts = FeatureSelection.folded(features);
    return base.filter(encoding -> FeatureSelection.folded(encoding.features()).equals(texts))
        .map(encoding -> new FeatureEncoding(encoding.scale(), onNull, encoding.features()));
  }

  private static FeatureException tooLarge(long rows, int width) {
    return new FeatureException(
        Text.of(
            "%,d rows of %,d features do not fit into one matrix: train on fewer rows (USING SAMPLE"
                + " or LIMIT in the query), or use smaller sizes in COLUMN",
            rows, width));
  }

  private static Matrix encode(FeatureEncoding encoding, Source source, boolean[] skip) {
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
    IntStream.range(0, source.batches)
        .parallel()
        .forEach(
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
