package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Gathers a training's rows, and learns from them how to encode their columns. */
public final class FeatureLearner {
  private final FeatureSelection selection;
  private final Scale scale;
  private final OnNull onNull;
  private final Optional<FeatureEncoding> base;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * Learns the columns that a selection chose.
   *
   * @param base an encoding whose scaling is to be kept, if it is of the same columns
   */
  public FeatureLearner(
      FeatureSelection selection, Scale scale, OnNull onNull, Optional<FeatureEncoding> base) {
    this.selection = selection;
    this.scale = scale;
    this.onNull = onNull;
    this.base = base;
  }

  private record Block(int rows, double[][] columns) {}

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
   * @param columns for each column of the selection its values; kept, not copied
   */
  public void add(int rows, double[][] columns) {
    blocks.add(new Block(rows, columns));
  }

  /**
   * Learns from all rows taken, which are let go.
   *
   * @throws FeatureException if values are missing and may not be, or no column or row is left
   */
  public Learnt learn() {
    int rows = blocks.stream().mapToInt(Block::rows).reduce(0, Math::addExact);
    if (rows == 0) {
      throw new FeatureException("the query gives no rows: there is nothing to train on");
    }
    List<LeftOut> leftOut = new ArrayList<>(selection.leftOut());
    List<Integer> kept = withoutKeys(rows, leftOut);
    if (onNull == OnNull.ERROR) {
      refuseMissing(rows, kept);
    }
    boolean[] skip = rowsToSkip(rows, kept);
    FeatureEncoding encoding = baseOf(kept).orElseGet(() -> learnColumns(kept, skip));
    Matrix matrix = encodeAll(encoding, kept, rows);
    return new Learnt(encoding, matrix, leftOut, rows - matrix.rows());
  }

  /** Indices of the columns that stay when the keys are out. */
  private List<Integer> withoutKeys(int rows, List<LeftOut> leftOut) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < selection.columns().size(); i++) {
      String name = selection.columns().get(i).name();
      if (rows > 1 && selection.mayBeKeys().contains(name) && isKey(i)) {
        leftOut.add(
            new LeftOut(
                name, "a key: a value of its own in each row; COLUMN can name it to have it in"));
      } else {
        kept.add(i);
      }
    }
    if (kept.isEmpty()) {
      throw new FeatureException(
          "every numeric column has a value of its own in each row, as a key has. Name the columns"
              + " to use with COLUMN");
    }
    return kept;
  }

  private boolean isKey(int column) {
    Set<Double> seen = new HashSet<>();
    for (Block block : blocks) {
      for (int row = 0; row < block.rows(); row++) {
        if (!seen.add(block.columns()[column][row])) {
          return false;
        }
      }
    }
    return true;
  }

  private void refuseMissing(int rows, List<Integer> kept) {
    List<String> gaps = new ArrayList<>();
    String first = null;
    for (int column : kept) {
      long missing = 0;
      for (Block block : blocks) {
        for (int row = 0; row < block.rows(); row++) {
          missing += Double.isFinite(block.columns()[column][row]) ? 0 : 1;
        }
      }
      if (missing > 0) {
        String name = selection.columns().get(column).name();
        first = first == null ? name : first;
        gaps.add("%s (%,d of %,d rows)".formatted(name, missing, rows));
      }
    }
    if (!gaps.isEmpty()) {
      throw new FeatureException(
          "NULL, NaN or an infinity in "
              + Lists.shortened(gaps)
              + ". Leave such rows out with train.on_null = skip, put the mean in their place with"
              + " train.on_null = mean, or filter them in the query (WHERE "
              + first
              + " IS NOT NULL)");
    }
  }

  private boolean[] rowsToSkip(int rows, List<Integer> kept) {
    boolean[] skip = new boolean[rows];
    if (onNull != OnNull.SKIP) {
      return skip;
    }
    int at = 0;
    int skipped = 0;
    for (Block block : blocks) {
      for (int row = 0; row < block.rows(); row++, at++) {
        for (int column : kept) {
          skip[at] |= !Double.isFinite(block.columns()[column][row]);
        }
        skipped += skip[at] ? 1 : 0;
      }
    }
    if (skipped == rows) {
      throw new FeatureException(
          "every row has NULL, NaN or an infinity in some column, so train.on_null = skip leaves no"
              + " row. Name fewer columns with COLUMN, or use train.on_null = mean");
    }
    return skip;
  }

  /** The base's scaling under this training's rule for missing values. */
  private Optional<FeatureEncoding> baseOf(List<Integer> kept) {
    List<String> names = kept.stream().map(i -> selection.columns().get(i).name()).toList();
    return base.filter(
            encoding ->
                encoding.columns().size() == names.size()
                    && IntStream.range(0, names.size())
                        .allMatch(i -> names.get(i).equalsIgnoreCase(encoding.columns().get(i))))
        .map(encoding -> new FeatureEncoding(encoding.scale(), onNull, encoding.features()));
  }

  private FeatureEncoding learnColumns(List<Integer> kept, boolean[] skip) {
    List<Feature> features = kept.stream().map(column -> learnColumn(column, skip)).toList();
    return new FeatureEncoding(scale, onNull, features);
  }

  private Feature learnColumn(int column, boolean[] skip) {
    double[] values = new double[skip.length];
    int count = 0;
    int at = 0;
    for (Block block : blocks) {
      for (int row = 0; row < block.rows(); row++, at++) {
        double value = block.columns()[column][row];
        if (!skip[at] && Double.isFinite(value)) {
          values[count++] = value;
        }
      }
    }
    String name = selection.columns().get(column).name();
    if (count == 0) {
      throw new FeatureException(
          "column " + name + " has no value at all: leave it out of COLUMN, or of the query");
    }
    values = count == values.length ? values : Arrays.copyOf(values, count);
    double[] centerAndSpread = scale.learn(values);
    double spread = centerAndSpread[1];
    boolean usable = spread > 0 && Double.isFinite(spread);
    double mean = Scale.STANDARD.learn(values)[0];
    return new Feature(name, mean, centerAndSpread[0], usable ? spread : 1);
  }

  private Matrix encodeAll(FeatureEncoding encoding, List<Integer> kept, int rows) {
    int width = kept.size();
    if ((long) rows * width > Integer.MAX_VALUE - 8) {
      throw new FeatureException(
          "%,d rows of %d columns are more than a model can be trained on at once: take a part, such"
                  .formatted(rows, width)
              + " as USING SAMPLE or LIMIT in the query");
    }
    float[] all = new float[rows * width];
    int filled = 0;
    // Each block is let go as soon as it is encoded: the two forms together cost memory.
    while (!blocks.isEmpty()) {
      Block block = blocks.remove(0);
      double[][] columns = kept.stream().map(i -> block.columns()[i]).toArray(double[][]::new);
      float[] part = encoding.encode(block.rows(), columns).matrix().values();
      System.arraycopy(part, 0, all, filled, part.length);
      filled += part.length;
    }
    float[] values = filled == all.length ? all : Arrays.copyOf(all, filled);
    return new Matrix(filled / width, width, values);
  }
}
