package org.sqlflow.models;

import java.util.List;

/** The part of a statement that an error is about, by which its place in the cell is found. */
public sealed interface Blame {
  /** Another value of an attribute would fix it; the full name, such as model.n_clusters. */
  record Attribute(String name) implements Blame {}

  /** The estimator itself does not suit. */
  record Estimator() implements Blame {}

  /** The column to predict, or its values. */
  record Label() implements Blame {}

  /** Columns of the query, wherever the statement names the first of them. */
  record Columns(List<String> names) implements Blame {
    public Columns {
      names = List.copyOf(names);
    }
  }

  /** The word after FOR. */
  record Part(String name) implements Blame {}
}
