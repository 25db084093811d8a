package org.sqlflow.features;

/**
 * One answer for each kind of feature, such as its expression in another language; chosen by {@link
 * Feature#accept}. A new kind adds a method, and the compiler names what must handle it.
 *
 * @param <R> the answer
 */
public interface FeatureVisitor<R> {
  R number(NumericFeature feature);

  R bucket(BucketFeature feature);

  R ids(CategoryIdFeature feature);

  R hashed(CategoryHashFeature feature);

  R indicator(IndicatorFeature feature);

  R cross(CrossFeature feature);

  R vector(DenseFeature feature);

  R weighted(WeightedFeature feature);

  /** A feature of a function that others added. */
  R other(Feature feature);
}
