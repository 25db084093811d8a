package org.sqlflow.features.encoding;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.CategoryFeature;
import org.sqlflow.features.CategoryHashFeature;
import org.sqlflow.features.CategoryIdFeature;
import org.sqlflow.features.CrossFeature;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.EmbeddingFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.GroupFeature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.ModelNumbersFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.SparseFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.scale.Scaling;
import org.sqlflow.features.trained.InnerModel;

/**
 * Checks features that were read from a stored model. Anyone who can write to the database can
 * store features that {@link FeatureFitter} never makes; they must not make a reader run out of
 * memory or read beyond an array.
 */
final class StoredFeatures {
  /** How deep functions may be nested; nobody needs more. */
  private static final int DEEPEST = 16;

  private StoredFeatures() {}

  /**
   * Checks all features of a model.
   *
   * @throws IllegalArgumentException if no training makes such features
   */
  static void check(FeatureEncoding encoding) {
    require(encoding.scale() != null && encoding.onNull() != null, "no scale");
    require(encoding.features() != null && !encoding.features().isEmpty(), "no features");
    long width = 0;
    for (Feature feature : encoding.features()) {
      check(feature, DEEPEST);
      width += feature.width();
    }
    require(width <= Integer.MAX_VALUE, "too many features");
  }

  private static void check(Feature feature, int deepest) {
    require(feature != null, "a feature that is null");
    if (feature instanceof NumericFeature number) {
      requireColumn(number.column());
      requireScaling(new Scaling(number.mean(), number.center(), number.spread()));
      require(isFormat(number.format()), "an unknown format of numbers");
    } else if (feature instanceof BucketFeature bucket) {
      requireColumn(bucket.column());
      require(Double.isFinite(bucket.mean()), "a mean that is not a number");
      requireBounds(bucket.bounds());
    } else if (feature instanceof CategoryIdFeature ids) {
      requireColumn(ids.column());
      requireSize(ids.size());
    } else if (feature instanceof CategoryHashFeature hash) {
      requireColumn(hash.column());
      requireSize(hash.size());
    } else if (feature instanceof IndicatorFeature indicator) {
      requireColumn(indicator.column());
      requireCategories(indicator.categories());
      requireWeight(indicator.weight());
      require(
          !indicator.times() || indicator.knownTimes().isPresent(), "dates that are not in order");
    } else if (feature instanceof WeightedFeature weighted) {
      require(!(weighted.feature() instanceof WeightedFeature), "a weight of a weight");
      requireWeight(weighted.weight());
      check(weighted.feature(), deepest);
    } else if (feature instanceof DenseFeature dense) {
      requireColumn(dense.column());
      requireSize(dense.size());
      require(dense.delimiter() != null, "a vector without delimiter");
      require(
          dense.scalings() != null && dense.scalings().size() == dense.size(),
          "a vector of another length");
      dense.scalings().forEach(StoredFeatures::requireScaling);
    } else if (feature instanceof SparseFeature sparse) {
      requireColumn(sparse.column());
      requireSize(sparse.size());
      require(sparse.delimiter() != null && !sparse.delimiter().isEmpty(), "no delimiter");
      require(sparse.pair() != null && !sparse.pair().isEmpty(), "no delimiter");
    } else if (feature instanceof EmbeddingFeature embedding) {
      require(
          embedding.category() instanceof CategoryFeature || embedding.hasSeveral(),
          "an EMBEDDING of something other than categories");
      check(embedding.category(), deepest);
      requireSize(embedding.dimension());
      require(EmbeddingFeature.COMBINERS.contains(embedding.combiner()), "an unknown combiner");
    } else if (feature instanceof GroupFeature group) {
      requireModel(group.model(), deepest);
      require(
          !group.groups().isEmpty() && group.groups().size() == group.labels().size(),
          "groups without names");
    } else if (feature instanceof ModelNumbersFeature numbers) {
      requireModel(numbers.model(), deepest);
      require(
          !numbers.columns().isEmpty() && numbers.columns().size() == numbers.scalings().size(),
          "numbers of a model without scale");
      require(numbers.output() != null, "an output without a name");
      numbers.scalings().forEach(StoredFeatures::requireScaling);
    } else if (feature instanceof CrossFeature cross) {
      requireSize(cross.size());
      require(cross.parts() != null && cross.parts().size() >= 2, "a CROSS without parts");
      require(deepest > 0, "functions that are nested too deep");
      cross.parts().forEach(part -> checkPart(part, deepest - 1));
    }
  }

  private static void checkPart(Feature part, int deepest) {
    require(part instanceof CategoryFeature, "a CROSS of something other than categories");
    boolean isWhole =
        part instanceof CategoryHashFeature hash && hash.size() == CategoryHashFeature.WHOLE;
    if (isWhole) {
      requireColumn(((CategoryHashFeature) part).column());
    } else {
      check(part, deepest);
    }
  }

  private static void requireModel(InnerModel model, int deepest) {
    require(model != null && deepest > 0, "a feature without its model");
    model.check();
  }

  private static void requireColumn(String column) {
    require(column != null && !column.isEmpty(), "a feature without a column");
  }

  private static void requireSize(int size) {
    require(size >= 1 && size <= CategoryFeature.MOST, "a feature of an impossible size");
  }

  private static void requireScaling(Scaling scaling) {
    require(
        scaling != null
            && Double.isFinite(scaling.mean())
            && Double.isFinite(scaling.center())
            && Double.isFinite(scaling.spread())
            && scaling.spread() != 0,
        "a scale that is not a number");
  }

  private static void requireWeight(double weight) {
    require(weight > 0 && Double.isFinite(weight), "a weight that is not a number above 0");
  }

  private static boolean isFormat(String format) {
    return format.isEmpty()
        || Arrays.stream(NumberFormat.values()).anyMatch(known -> known.name().equals(format));
  }

  private static void requireBounds(List<Double> bounds) {
    require(bounds != null && !bounds.isEmpty(), "ranges without bounds");
    double below = Double.NEGATIVE_INFINITY;
    for (Double bound : bounds) {
      require(bound != null && bound > below && Double.isFinite(bound), "bounds in no order");
      below = bound;
    }
  }

  private static void requireCategories(Map<String, Integer> categories) {
    require(categories != null && !categories.isEmpty(), "no categories");
    require(categories.size() <= CategoryFeature.MOST, "too many categories");
    boolean[] taken = new boolean[categories.size()];
    for (Integer place : categories.values()) {
      require(
          place != null && place >= 0 && place < taken.length && !taken[place],
          "categories out of place");
      taken[place] = true;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
