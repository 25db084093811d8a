package org.sqlflow.features;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.sqlflow.data.Matrix;
import org.sqlflow.text.Text;

/**
 * How a query's columns become a model's features: learnt in training, kept in the model.
 *
 * <p>Numbers are scaled; the 0 and 1 of a category stay as they are, whatever the scale. Brought to
 * deviation 1, a category of one row in a thousand would lie 32 deviations off and outweigh all
 * else: of online_shoppers (10 numbers, 65 categories, 4 groups, 3 seeds) clusterModel then groups
 * the rare browsers, down to 1 % of the rows, and nothing of who bought (NMI .00 three times); with
 * 0 and 1 it keeps that (NMI .08, .03, .06), and the silhouette of k-means is .24 and not .08.
 *
 * @param features in the model's order
 */
public record FeatureEncoding(Scale scale, OnNull onNull, List<Feature> features) {
  /** Rows that all features encode before the next ones: their place in the matrix stays near. */
  private static final int TILE = 1024;

  /** What to read of a query, each once. */
  public List<ColumnRead> reads() {
    return Feature.readsOf(features);
  }

  /** The columns that a query must offer, each once. */
  public List<String> columns() {
    return reads().stream().map(ColumnRead::column).distinct().toList();
  }

  /** The features as COLUMN writes them. */
  public List<String> functions() {
    return features.stream().map(Feature::text).toList();
  }

  /** How many numbers the model sees of a row. */
  public int width() {
    return features.stream().mapToInt(Feature::width).reduce(0, Math::addExact);
  }

  /** A name for each number that the model sees, such as {@code month=Feb}; no two are the same. */
  public List<String> featureNames() {
    return distinct(Feature::names);
  }

  /** The names of what {@link #originals} gives. */
  public List<String> originalNames() {
    return distinct(Feature::originalNames);
  }

  /**
   * Encoded rows in original units, by column: without scaling and logarithms, 0 and 1 for a
   * category.
   */
  public double[][] originals(Matrix encoded) {
    double[][] columns = new double[encoded.columns()][encoded.rows()];
    int at = 0;
    for (Feature feature : features) {
      for (int place = 0; place < feature.width(); place++, at++) {
        for (int row = 0; row < encoded.rows(); row++) {
          columns[at][row] = feature.original(place, encoded.at(row, at));
        }
      }
    }
    return columns;
  }

  private List<String> distinct(Function<Feature, List<String>> namesOf) {
    Set<String> names = new LinkedHashSet<>();
    for (Feature feature : features) {
      for (String name : namesOf.apply(feature)) {
        String unused = name;
        for (int i = 2; !names.add(unused); i++) {
          unused = name + " (" + i + ")";
        }
      }
    }
    return List.copyOf(names);
  }

  /**
   * Encodes a block of rows.
   *
   * @param rows how many
   * @param values for each of {@link #reads} its values as {@link ColumnRead} tells, at least
   *     {@code rows} of them
   * @throws FeatureException if a value is missing and {@link #onNull} is an error, or if a column
   *     holds what its function does not take
   */
  public EncodedRows encode(int rows, List<Object> values) {
    FeatureRows block = FeatureRows.of(rows, reads(), values);
    for (Feature feature : features) {
      UnfitRows unfit = feature.unfit(block);
      if (unfit.count() > 0) {
        throw new FeatureException(unfit.complaint());
      }
    }
    return encode(block);
  }

  /** Encodes rows that hold nothing but what the features take. */
  private EncodedRows encode(FeatureRows rows) {
    int[] rowOf = new int[rows.rows()];
    int kept = number(rowOf, 0, missing(rows));
    float[] values = new float[Math.multiplyExact(kept, width())];
    encode(rows, rowOf, values);
    return new EncodedRows(new Matrix(kept, width(), values), rowOf);
  }

  /**
   * Encodes rows that hold nothing but what the features take.
   *
   * @param first the matrix's row for the first of them that is not left out
   * @param values of the matrix, row-major; 0 where these rows go
   */
  void encode(FeatureRows rows, int first, float[] values) {
    int[] rowOf = new int[rows.rows()];
    number(rowOf, first, missing(rows));
    encode(rows, rowOf, values);
  }

  private void encode(FeatureRows rows, int[] rowOf, float[] values) {
    MatrixSlots slots = new MatrixSlots(rowOf, width(), values);
    for (int from = 0; from < rowOf.length; from += TILE) {
      int to = Math.min(rowOf.length, from + TILE);
      int at = 0;
      for (Feature feature : features) {
        feature.encode(rows, from, to, slots, at);
        at += feature.width();
      }
    }
  }

  private static int number(int[] rowOf, int first, boolean[] missing) {
    int next = first;
    for (int row = 0; row < rowOf.length; row++) {
      rowOf[row] = missing[row] ? -1 : next++;
    }
    return next - first;
  }

  /** The rows to leave out. */
  private boolean[] missing(FeatureRows rows) {
    boolean[] missing = new boolean[rows.rows()];
    if (onNull == OnNull.MEAN) {
      return missing;
    }
    for (ColumnRead read : reads().stream().filter(rows::lacks).toList()) {
      if (onNull == OnNull.ERROR) {
        throw new FeatureException(
            Text.of(
                    "column %1$s has NULL, NaN or an infinity, and the model was trained with"
                        + " train.on_null =",
                    read.column())
                + Text.of(
                    " error. Leave such rows out in the query (WHERE %1$s IS NOT NULL), or train"
                        + " the",
                    read.column())
                + " model with train.on_null = skip or mean");
      }
      rows.markMissing(read, missing);
    }
    return missing;
  }
}
