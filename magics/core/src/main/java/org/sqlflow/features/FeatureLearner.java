package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.data.Matrix;
import org.sqlflow.text.Text;

/** Learns from a training's rows how to encode their columns, and encodes them. */
public final class FeatureLearner {
  private static final int SIDE_BY_SIDE = 2_000_000;

  private final FeatureSelection selection;
  private final Scale scale;
  private final OnNull onNull;
  private final Optional<FeatureEncoding> base;

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

  /** Hears of a matrix before it is made. */
  @FunctionalInterface
  public interface Room {
    /** Refuses, with an exception, a matrix that is too large. */
    void check(int rows, int width);
  }

  /** The same, whatever it takes. */
  public Learnt learn(TrainingBlocks blocks) {
    return learn(blocks, (rows, width) -> {});
  }

  /**
   * Learns from rows that hold each of the selection's reads.
   *
   * @throws FeatureException if values are missing and may not be, if a column holds what its
   *     function does not take, or if no column or row is left
   */
  public Learnt learn(TrainingBlocks blocks, Room room) {
    int rows = blocks.rows();
    if (rows == 0) {
      throw new FeatureException("the query gives no rows: there is nothing to train on");
    }
    List<LeftOut> leftOut = new ArrayList<>(selection.leftOut());
    List<Feature> kept = withoutKeys(blocks, leftOut);
    FirstLook look = new FirstLook(kept, rows);
    for (int index = 0; index < blocks.count(); index++) {
      look.at(blocks.block(index, look.reads()));
    }
    look.refuseUnfit();
    if (onNull == OnNull.ERROR) {
      look.refuseMissing();
    }
    boolean[] skip = onNull == OnNull.SKIP ? look.rowsToSkip() : new boolean[rows];
    FeatureEncoding encoding = baseOf(kept).orElseGet(() -> learn(kept, blocks, skip));
    room.check(rows, encoding.width());
    Matrix matrix = encode(encoding, blocks, skip);
    return new Learnt(encoding, matrix, leftOut, rows - matrix.rows());
  }

  /** The features that stay when the keys are out. */
  private List<Feature> withoutKeys(TrainingBlocks blocks, List<LeftOut> leftOut) {
    List<Feature> kept = new ArrayList<>();
    for (Feature feature : selection.features()) {
      boolean mayBeKey =
          feature instanceof NumericFeature number
              && !number.log()
              && selection.mayBeKeys().contains(number.column());
      if (blocks.rows() > 1 && mayBeKey && isKey(((NumericFeature) feature).read(), blocks)) {
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

  private static boolean isKey(ColumnRead.Numbers column, TrainingBlocks blocks) {
    double[] all = new double[blocks.rows()];
    int at = 0;
    for (int index = 0; index < blocks.count(); index++) {
      FeatureRows block = blocks.block(index, List.of(column));
      System.arraycopy(block.numbers(column), 0, all, at, block.rows());
      at += block.rows();
      // Most columns that are no keys tell so by their first rows.
      if (index == 0 && hasTwins(Arrays.copyOf(all, at))) {
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

  /** What the base learnt, under this training's rule for missing values. */
  private Optional<FeatureEncoding> baseOf(List<Feature> kept) {
    List<String> texts = FeatureSelection.folded(kept);
    return base.filter(encoding -> FeatureSelection.folded(encoding.features()).equals(texts))
        .map(encoding -> new FeatureEncoding(encoding.scale(), onNull, encoding.features()));
  }

  private FeatureEncoding learn(List<Feature> kept, TrainingBlocks blocks, boolean[] skip) {
    TrainingSample sample = new TrainingSample(blocks, skip);
    // Each has a column of numbers in memory meanwhile.
    Stream<Feature> learning = blocks.rows() > SIDE_BY_SIDE ? kept.stream() : kept.parallelStream();
    List<Feature> features = learning.map(feature -> feature.learn(sample, scale)).toList();
    return new FeatureEncoding(scale, onNull, features);
  }

  private static Matrix encode(FeatureEncoding encoding, TrainingBlocks blocks, boolean[] skip) {
    int width = encoding.width();
    int rows = skip.length - FirstLook.count(skip, 0, skip.length);
    if ((long) rows * width > Integer.MAX_VALUE - 8) {
      throw new FeatureException(
          Text.of(
                  "%,d rows of %,d features are more than a model can be trained on at once: take a"
                      + " part,",
                  rows, width)
              + " such as USING SAMPLE or LIMIT in the query, or smaller sizes in COLUMN");
    }
    float[] values = new float[rows * width];
    List<ColumnRead> reads = encoding.reads();
    int[] first = firstRows(blocks, skip);
    IntStream.range(0, blocks.count())
        .parallel()
        .forEach(index -> encoding.encode(blocks.block(index, reads), first[index], values));
    return new Matrix(rows, width, values);
  }

  /** For each block the matrix's row for the first of its rows that is not left out. */
  private static int[] firstRows(TrainingBlocks blocks, boolean[] skip) {
    int[] first = new int[blocks.count()];
    int at = 0;
    for (int index = 1; index < first.length; index++) {
      int next = at + blocks.rows(index - 1);
      first[index] = first[index - 1] + next - at - FirstLook.count(skip, at, next);
      at = next;
    }
    return first;
  }
}
