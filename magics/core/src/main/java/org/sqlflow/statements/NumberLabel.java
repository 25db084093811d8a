package org.sqlflow.statements;

import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** The label of a model that predicts numbers. */
public final class NumberLabel {
  private NumberLabel() {}

  /**
   * Says of a label that is no number what the database says of a cast.
   *
   * @param predictor what predicts numbers: an estimator or a model
   * @param advice what to do about it
   * @throws StatementException at the label, if the database's error is about its cast
   */
  public static void check(
      String predictor, Column label, Name place, DatabaseException error, String advice) {
    if (label.type().isNumeric() || !error.getMessage().contains(label.name())) {
      return;
    }
    throw new StatementException(
        Text.of(
            "%s predicts numbers, and %s is a column of %s: %s. The database says: %s",
            predictor,
            SqlNames.inClause(label.name()),
            label.type() == ColumnType.TEXT
                ? "texts"
                : label.type() == ColumnType.TIME ? "dates or times" : "other values",
            advice,
            error.getMessage()),
        place.position());
  }
}
