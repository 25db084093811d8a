package org.sqlflow.models.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.CategoryFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;

/**
 * What has one distribution: a number that the model sees, or all numbers of one category function
 * together. Immutable.
 *
 * @param name as reports show it
 * @param columns of the query that it is made of
 * @param feature it belongs to
 * @param place its first number within the feature
 * @param at its first number within a row of the matrix
 * @param width how many numbers it has; 1 unless it is a category
 * @param isCategory whether at most one of its numbers is not 0
 */
record FeatureCell(
    String name,
    List<String> columns,
    Feature feature,
    int place,
    int at,
    int width,
    boolean isCategory) {
  /** The cells of an encoding, in the order of its numbers. */
  static List<FeatureCell> of(FeatureEncoding encoding) {
    List<FeatureCell> cells = new ArrayList<>();
    int at = 0;
    for (Feature feature : encoding.features()) {
      List<String> columns = feature.reads().stream().map(ColumnRead::column).distinct().toList();
      if (WeightedFeature.plain(feature) instanceof CategoryFeature) {
        cells.add(
            new FeatureCell(
                name(feature, columns), columns, feature, 0, at, feature.width(), true));
      } else {
        List<String> names = feature.names();
        for (int place = 0; place < feature.width(); place++) {
          cells.add(
              new FeatureCell(names.get(place), columns, feature, place, at + place, 1, false));
        }
      }
      at += feature.width();
    }
    return cells;
  }

  /** The column of an indicator, or the function's text. */
  private static String name(Feature feature, List<String> columns) {
    boolean isColumn =
        WeightedFeature.plain(feature) instanceof IndicatorFeature && columns.size() == 1;
    return isColumn ? columns.get(0) : feature.text();
  }

  /** Whether its last number counts all values that the training did not have. */
  boolean hasOthers() {
    return WeightedFeature.plain(feature) instanceof IndicatorFeature;
  }

  /** How many bins there are; a category has one more than it has numbers, for no category. */
  int bins(float[] bounds) {
    return isCategory ? width + 1 : bounds.length + 1;
  }

  /**
   * The bin of a row.
   *
   * @param bounds ascending; a value on a bound is below it
   */
  int bin(Matrix rows, int row, float[] bounds) {
    int start = row * rows.columns() + at;
    float[] values = rows.values();
    if (!isCategory) {
      int found = Arrays.binarySearch(bounds, values[start]);
      return found >= 0 ? found : -found - 1;
    }
    for (int i = 0; i < width; i++) {
      if (values[start + i] != 0) {
        return i;
      }
    }
    return width;
  }

  /** What a bin of a category is called. */
  String category(int bin) {
    return bin < width ? feature.names().get(bin) : name + "=none";
  }

  /** A number in the column's units. */
  double original(float encoded) {
    return feature.original(place, encoded);
  }
}
