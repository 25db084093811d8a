package org.sqlflow.models.clustering.rules;

import java.util.List;

/**
 * Predicates that all hold for the rows of a leaf.
 *
 * @param group of these rows, from 0
 * @param predicates one for each column, the most general first; empty for all rows
 */
public record Rule(int group, List<Predicate> predicates) {
  public Rule {
    predicates = List.copyOf(predicates);
  }

  /**
   * The same with truth values instead of numbers for some columns: they are 0 and 1 to a model,
   * but not numbers to a database.
   */
  public Rule withTruths(java.util.function.Predicate<String> isTruth) {
    return new Rule(
        group,
        predicates.stream()
            .map(
                predicate ->
                    predicate instanceof Predicate.Range range
                            && isTruth.test(range.column())
                            && range.least().isPresent() != range.below().isPresent()
                        ? new Predicate.Truth(
                            range.column(), range.least().isPresent(), range.orMissing())
                        : predicate)
            .toList());
  }

  /** How many comparisons it takes. */
  public int conditions() {
    return predicates.stream().mapToInt(Predicate::conditions).sum();
  }
}
