package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.text.Text;

/** Gathers a training's rows, and learns from them how to encode their columns. */
public final class FeatureLearner {
  private final FeatureSelection selection;
  private final Scale scale;
  private final OnNull onNull;
  private final Optional<FeatureEncoding> base;
  private final List<FeatureRows> blocks = new ArrayList<>();
  private final Map<Feature, UnfitRows> unfit = new LinkedHashMap<>();
  private long taken;

  /**
   * Learns the features that a selection chose.
   *
   * @param base an encoding whose learnt state is to be kept, if it is of the same features
   */
  public FeatureLearner(
      FeatureSelection selection, Scale scale, OnNull onNull, Optional<FeatureEncoding> base) {
    this.selection = selection;
    this.scale = scale;
    this.onNull = onNull;
    this.base = base;
  }

  /**
   * What was learnt.
   *
   * @param matrix the training's rows, encoded
   * @param skipped rows left out for a missing value
   */
  public record Learnt(
      FeatureEncoding encoding, Matrix matrix, List<LeftOut> leftOut, int skipped) {}

  /**
   * Takes rows.
   *
   * @param values for each of the selection's reads its values as {@link ColumnRead} tells; kept,
   *     not copied
   */
  public void add(int rows, List<Object> values) {
    FeatureRows block = FeatureRows.of(rows, selection.reads(), values);
    for (Feature feature : selection.features()) {
      unfit.merge(feature, feature.unfit(block), (earlier, now) -> earlier.and(now, taken));
    }
    if (rows > 0) {
      blocks.add(block);
    }
    taken += rows;
  }

  /** The same, whatever it takes. */
  public Learnt learn() {
    return learn((rows, width) -> {});
  }

  /** Hears of a matrix before it is made. */
  @FunctionalInterface
  public interface Room {
    /** Refuses, with an exception, a matrix that is too large. */
    void check(int rows, int width);
  }

  /**
   * Learns from all rows taken, which are let go.
   *
   * @throws FeatureException if values are missing and may not be, if a column holds what its
   *     function does not take, or if no column or row is left
   */
  public Learnt learn(Room room) {
    int rows = Math.toIntExact(taken);
    if (rows == 0) {
      throw new FeatureException("the query gives no rows: there is nothing to train on");
    }
    refuseUnfit(rows);
    List<LeftOut> leftOut = new ArrayList<>(selection.leftOut());
    List<Feature> kept = withoutKeys(rows, leftOut);
    List<ColumnRead> reads = new FeatureEncoding(scale, onNull, kept).reads();
    if (onNull == OnNull.ERROR) {
      refuseMissing(rows, reads);
    }
    boolean[] skip = rowsToSkip(rows, reads);
    FeatureEncoding encoding = baseOf(kept).orElseGet(() -> learn(kept, skip));
    room.check(rows, encoding.width());
    Matrix matrix = encodeAll(encoding, rows);
    return new Learnt(encoding, matrix, leftOut, rows - matrix.rows());
  }

  private void refuseUnfit(int rows) {
    unfit.values().stream()
        .filter(found -> found.count() > 0)
        .findFirst()
        .ifPresent(
            found -> {
              String message = "%s; so in %,d of %,d rows, first in row %,d";
              throw new FeatureException(
                  Text.of(message, found.complaint(), found.count(), rows, found.first() + 1));
            });
  }

  /** The features that stay when the keys are out. */
  private List<Feature> withoutKeys(int rows, List<LeftOut> leftOut) {
    List<Feature> kept = new ArrayList<>();
    for (Feature feature : selection.features()) {
      boolean mayBeKey =
          feature instanceof NumericFeature number
              && !number.log()
              && selection.mayBeKeys().contains(number.column());
      if (rows > 1 && mayBeKey && isKey((NumericFeature) feature)) {
        leftOut.add(
            new LeftOut(
                feature.text(),
                "a key: a value of its own in each row; COLUMN can name it to have it in"));
      } else {
        kept.add(feature);
      }
    }
    if (kept.isEmpty()) {
      throw new FeatureException(
          "every numeric column has a value of its own in each row, as a key has. Name the columns"
              + " to use with COLUMN");
    }
    return kept;
  }

  private boolean isKey(NumericFeature number) {
    double[] all = new double[Math.toIntExact(taken)];
    int at = 0;
    for (FeatureRows block : blocks) {
      System.arraycopy(block.numbers(number.read()), 0, all, at, block.rows());
      at += block.rows();
      // Most columns that are no keys tell so by their first rows.
      if (at == block.rows() && hasTwins(Arrays.copyOf(all, at))) {
        return false;
      }
    }
    return !hasTwins(all);
  }

  private static boolean hasTwins(double[] numbers) {
    Arrays.parallelSort(numbers);
    for (int i = 1; i < numbers.length; i++) {
      if (Double.compare(numbers[i - 1], numbers[i]) == 0) {
        return true;
      }
    }
    return false;
  }

  private void refuseMissing(int rows, List<ColumnRead> reads) {
    Map<String, Long> gaps = new LinkedHashMap<>();
    for (ColumnRead read : reads) {
      long missing = 0;
      for (FeatureRows block : blocks) {
        boolean[] marks = new boolean[block.rows()];
        block.markMissing(read, marks);
        missing += count(marks);
      }
      if (missing > 0) {
        gaps.merge(read.column(), missing, Math::max);
      }
    }
    if (!gaps.isEmpty()) {
      List<String> told =
          gaps.entrySet().stream()
              .map(gap -> Text.of("%s (%,d of %,d rows)", gap.getKey(), gap.getValue(), rows))
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

  private boolean[] rowsToSkip(int rows, List<ColumnRead> reads) {
    boolean[] skip = new boolean[rows];
    if (onNull != OnNull.SKIP) {
      return skip;
    }
    int at = 0;
    for (FeatureRows block : blocks) {
      boolean[] marks = new boolean[block.rows()];
      reads.forEach(read -> block.markMissing(read, marks));
      System.arraycopy(marks, 0, skip, at, marks.length);
      at += marks.length;
    }
    if (count(skip) == rows) {
      throw new FeatureException(
          "every row has NULL, NaN or an infinity in some column, so train.on_null = skip leaves no"
              + " row. Name fewer columns with COLUMN, or use train.on_null = mean");
    }
    return skip;
  }

  private static int count(boolean[] marks) {
    int count = 0;
    for (boolean mark : marks) {
      count += mark ? 1 : 0;
    }
    return count;
  }

  /** What the base learnt, under this training's rule for missing values. */
  private Optional<FeatureEncoding> baseOf(List<Feature> kept) {
    List<String> texts = FeatureSelection.folded(kept);
    return base.filter(encoding -> FeatureSelection.folded(encoding.features()).equals(texts))
        .map(encoding -> new FeatureEncoding(encoding.scale(), onNull, encoding.features()));
  }

  private FeatureEncoding learn(List<Feature> kept, boolean[] skip) {
    TrainingSample sample = new TrainingSample(blocks, skip);
    List<Feature> features =
        kept.parallelStream().map(feature -> feature.learn(sample, scale)).toList();
    return new FeatureEncoding(scale, onNull, features);
  }

  private Matrix encodeAll(FeatureEncoding encoding, int rows) {
    int width = encoding.width();
    if ((long) rows * width > Integer.MAX_VALUE - 8) {
      throw new FeatureException(
          Text.of(
                  "%,d rows of %,d features are more than a model can be trained on at once: take a"
                      + " part,",
                  rows, width)
              + " such as USING SAMPLE or LIMIT in the query, or smaller sizes in COLUMN");
    }
    float[] all = new float[rows * width];
    int filled = 0;
    // Each block is let go as soon as it is encoded: the two forms together cost memory.
    while (!blocks.isEmpty()) {
      float[] part = encoding.encode(blocks.remove(0)).matrix().values();
      System.arraycopy(part, 0, all, filled, part.length);
      filled += part.length;
    }
    float[] values = filled == all.length ? all : Arrays.copyOf(all, filled);
    return new Matrix(filled / width, width, values);
  }
}
