package org.sqlflow.models.training;

/**
 * What a part of the rows adds to a sum. Parts are computed anywhere, at the same time; they are
 * merged in the order of the parts, so that the result does not depend on where or how many at a
 * time they were computed.
 *
 * @param <T> the type itself
 */
public interface Mergeable<T extends Mergeable<T>> {
  /** Adds the sum of the next part to this one. */
  void merge(T next);
}
