package org.sqlflow.database;

import java.util.List;

/**
 * A table or view of the database.
 *
 * @param path its full name; the same table always has the same
 * @param kind what it is
 * @param columns the names of its columns in their order; none of a view
 * @param predicted whether a mark in the catalogue says that {@link Database#output} or {@link
 *     Database#view} made it; never where the database has no comments on tables
 * @param predictions those of the columns that hold predictions of a model, by marks in the
 *     catalogue; none where the database has no comments on columns
 */
public record StoredTable(
    List<String> path,
    Kind kind,
    List<String> columns,
    boolean predicted,
    List<String> predictions) {
  /** The comment on the tables that {@link Database#output} makes. */
  public static final String PREDICTED = "made by TO PREDICT of SQLFlow";

  /**
   * The prefix of inner columns in the views that TO PREDICT makes. It marks these views where
   * views have no comments.
   */
  public static final String VIEW_MARK = "sqlflow_predict_";

  /** The comment on the columns that TO PREDICT fills. */
  public static final String PREDICTION = "predicted by SQLFlow";

  /** What kind of object has the name. */
  public enum Kind {
    TABLE,
    /** A table of this connection, which hides others of its name. */
    TEMPORARY,
    /** Anything else that has rows, such as a view or a table of another server. */
    VIEW
  }

  /** Whether it has a column, in any case. */
  public boolean has(String column) {
    return columns.stream().anyMatch(column::equalsIgnoreCase);
  }
}
