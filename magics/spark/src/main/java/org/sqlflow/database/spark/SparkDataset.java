package org.sqlflow.database.spark;

import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.sqlflow.executor.PartitionTask;

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

  /**
   * The rows with columns c0, c1, … and their numbers, which grow in the order of the rows.
   *
   * @param number the name of the column of numbers
   */
  SparkDataset numbered(String number) throws SQLException {
    int width = fields().size();
    String[] names = new String[width];
    for (int i = 0; i < width; i++) {
      names[i] = "c" + i;
    }
    Object renamed =
        SparkLibrary.call(dataset, "toDF", new Class<?>[] {String[].class}, (Object) names);
    Class<?> column = library.type("org.apache.spark.sql.Column");
    Object numbers =
        library.callStatic(
            "org.apache.spark.sql.functions", "monotonically_increasing_id", new Class<?>[0]);
    return new SparkDataset(
        library,
        SparkLibrary.call(
            renamed, "withColumn", new Class<?>[] {String.class, column}, number, numbers));
  }

  /** Runs the query. Rows are received while they are read, so they are never all in memory. */
  SparkRows run(int width) throws SQLException {
    return new SparkStream(library, dataset, width);
  }

  /** Appends the rows, as one file, to a table whose columns have the same order. */
  void appendTo(String table) throws SQLException {
    Object one = SparkLibrary.call(dataset, "coalesce", new Class<?>[] {int.class}, 1);
    SparkLibrary.call(SparkLibrary.call(one, "write"), "insertInto", table);
  }

  /**
   * Runs work on each partition of the rows, which are arrays of numbers in single precision.
   *
   * @param work serializable
   * @return the results of the partitions that have rows
   */
  @SuppressWarnings("unchecked")
  List<byte[]> each(Function<Iterator<float[]>, byte[]> work) throws SQLException {
    Class<?> encoder = library.type("org.apache.spark.sql.Encoder");
    Class<?> function = library.type("org.apache.spark.api.java.function.MapPartitionsFunction");
    Object numbers = SparkLibrary.call(dataset, "as", new Class<?>[] {encoder}, library.floats());
    Object task =
        Proxy.newProxyInstance(
            library.loader(), new Class<?>[] {function}, new PartitionTask(work));
    Object bytes = library.callStatic("org.apache.spark.sql.Encoders", "BINARY", new Class<?>[0]);
    Class<?>[] types = {function, encoder};
    return library.withWork(
        () -> {
          Object results = SparkLibrary.call(numbers, "mapPartitions", types, task, bytes);
          return (List<byte[]>) SparkLibrary.call(results, "collectAsList");
        });
  }

  /** Makes the rows a temporary view of the session. */
  void asView(String name) throws SQLException {
    SparkLibrary.call(dataset, "createOrReplaceTempView", name);
  }
}
