package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.EmbeddingFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;

/**
 * Rows as a linear model can use them: where a network gets the number of a category to look up,
 * each category has a column of 0 and 1.
 */
final class PlainNumbers {
  /** Categories beyond it share columns. */
  private static final int MOST = 500;

  /** For each column of the rows how many columns of 0 and 1 it becomes; 0 where it stays. */
  private final List<Integer> categories = new ArrayList<>();

  private int width;

  PlainNumbers(Optional<FeatureEncoding> encoding, int columns) {
    for (Feature feature : encoding.map(FeatureEncoding::features).orElse(List.of())) {
      boolean isNumber = feature instanceof EmbeddingFeature embedding && !embedding.hasSeveral();
      for (int i = 0; i < feature.width(); i++) {
        categories.add(isNumber ? Math.min(MOST, ((EmbeddingFeature) feature).size()) : 0);
      }
    }
    while (categories.size() < columns) {
      categories.add(0);
    }
    categories.forEach(count -> width += Math.max(1, count));
  }

  /** The rows as plain numbers; the same object where nothing changes. */
  Matrix of(Matrix rows) {
    if (width == rows.columns()) {
      return rows;
    }
    float[] values = new float[Math.multiplyExact(rows.rows(), width)];
    for (int row = 0; row < rows.rows(); row++) {
      int at = row * width;
      for (int c = 0; c < rows.columns(); c++) {
        int count = categories.get(c);
        float value = rows.at(row, c);
        if (count == 0) {
          values[at++] = value;
        } else {
          if (value >= 0) {
            values[at + (int) value % count] = 1;
          }
          at += count;
        }
      }
    }
    return new Matrix(rows.rows(), width, values);
  }
}
