package org.sqlflow.models.clustering.rules;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a rule asks of a column of the query, in the query's own values. Immutable. */
public sealed interface Predicate {
  /** The column's name. */
  String column();

  /** Whether rows without a value fulfil it too. */
  boolean orMissing();

  /** How many comparisons it takes. */
  int conditions();

  /**
   * A number is in a range.
   *
   * @param least the lower bound, inclusive
   * @param below the upper bound, exclusive
   */
  record Range(String column, OptionalDouble least, OptionalDouble below, boolean orMissing)
      implements Predicate {
    @Override
    public int conditions() {
      return (least.isPresent() ? 1 : 0) + (below.isPresent() ? 1 : 0);
    }
  }

  /**
   * A date or a time is in a range. One that has neither bound asks whether there is a value, or
   * whether there is none.
   *
   * @param least the lower bound, inclusive, as SQL writes it
   * @param below the upper bound, exclusive
   * @param type of both in SQL: DATE, TIME or TIMESTAMP
   */
  record Period(
      String column, Optional<String> least, Optional<String> below, String type, boolean orMissing)
      implements Predicate {
    @Override
    public int conditions() {
      return least.isPresent() && below.isPresent() ? 2 : 1;
    }
  }

  /** A truth value. */
  record Truth(String column, boolean isTrue, boolean orMissing) implements Predicate {
    @Override
    public int conditions() {
      return 1;
    }
  }

  /**
   * A value is one of some values, or none of them.
   *
   * @param values as texts, in the order of the categories; empty for any value other than NULL
   * @param isIn whether it is one of them
   * @param known all categories of the column
   */
  record OneOf(
      String column, List<String> values, boolean isIn, boolean orMissing, List<String> known)
      implements Predicate {
    public OneOf {
      values = List.copyOf(values);
      known = List.copyOf(known);
    }

    @Override
    public int conditions() {
      return 1;
    }
  }
}
