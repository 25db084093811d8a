package org.sqlflow.database.spark;

import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A query that Spark has prepared, or the result of a command. Used by one thread at a time. */
final class SparkDataset {
  private final SparkLibrary library;
  private final Object dataset;

  SparkDataset(SparkLibrary library, Object dataset) {
    this.library = library;
    this.dataset = dataset;
  }

  /**
   * A column of a result.
   *
   * @param name of the column
   * @param type in Spark SQL, such as {@code DECIMAL(10,2)}
   */
  record Field(String name, String type) {}

  /** The columns. Spark analyses the query here if it has not yet. */
  List<Field> fields() throws SQLException {
    Object fields = SparkLibrary.call(SparkLibrary.call(dataset, "schema"), "fields");
    List<Field> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(fields); i++) {
      Object field = Array.get(fields, i);
      Object type = SparkLibrary.call(field, "dataType");
      list.add(
          new Field(
              (String) SparkLibrary.call(field, "name"), (String) SparkLibrary.call(type, "sql")));
    }
    return list;
  }

  /** The first rows. */
  SparkDataset limit(int rows) throws SQLException {
    return new SparkDataset(
        library, SparkLibrary.call(dataset, "limit", new Class<?>[] {int.class}, rows));
  }

  /** Runs the query. Rows are received while they are read, so they are never all in memory. */
  SparkRows run(int width) throws SQLException {
    return new SparkRows(library, SparkLibrary.call(dataset, "collectResult"), width);
  }

  /** Appends the rows, as one file, to a table whose columns have the same order. */
  void appendTo(String table) throws SQLException {
    Object one = SparkLibrary.call(dataset, "coalesce", new Class<?>[] {int.class}, 1);
    SparkLibrary.call(SparkLibrary.call(one, "write"), "insertInto", table);
  }

  /** Makes the rows a temporary view of the session. */
  void asView(String name) throws SQLException {
    SparkLibrary.call(dataset, "createOrReplaceTempView", name);
  }
}
