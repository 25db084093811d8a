package org.sqlflow.features;

import java.util.List;

/**
 * How a query's columns become a model's features: learnt in training, kept in the model.
 *
 * @param features in the model's order
 */
public record FeatureEncoding(Scale scale, OnNull onNull, List<Feature> features) {
  /** The columns to read, in the model's order. */
  public List<String> columns() {
    return features.stream().map(Feature::column).toList();
  }

  /**
   * Encodes a block of rows.
   *
   * @param rows how many
   * @param values for each feature its column's values, at least {@code rows} of them
   * @throws FeatureException if a value is missing and {@link #onNull} is an error
   */
  public EncodedRows encode(int rows, double[][] values) {
    int[] rowOf = new int[rows];
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      rowOf[row] = onNull == OnNull.MEAN || isWhole(values, row) ? kept++ : -1;
    }
    int width = features.size();
    float[] matrix = new float[kept * width];
    for (int row = 0; row < rows; row++) {
      if (rowOf[row] >= 0) {
        for (int i = 0; i < width; i++) {
          double value = values[i][row];
          Feature feature = features.get(i);
          matrix[rowOf[row] * width + i] =
              feature.encode(Double.isFinite(value) ? value : feature.mean());
        }
      }
    }
    return new EncodedRows(new Matrix(kept, width, matrix), rowOf);
  }

  private boolean isWhole(double[][] values, int row) {
    for (int i = 0; i < features.size(); i++) {
      if (!Double.isFinite(values[i][row])) {
        if (onNull == OnNull.ERROR) {
          throw new FeatureException(
              "column "
                  + features.get(i).column()
                  + " has NULL, NaN or an infinity, and the model was trained with train.on_null ="
                  + " error. Leave such rows out in the query (WHERE "
                  + features.get(i).column()
                  + " IS NOT NULL), or train the model with train.on_null = skip or mean");
        }
        return false;
      }
    }
    return true;
  }
}
