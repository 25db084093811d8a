package org.sqlflow.database.spark;

import java.lang.reflect.Method;
import java.sql.SQLException;

/** The rows of a running query as the server sends them. Not thread-safe. */
final class SparkStream implements SparkRows {
  private final SparkCall call;
  private final Object result;
  private final Object iterator;
  private final Method hasNext;
  private final Method next;
  private final Method get;
  private final int width;
  private boolean isRead;

  /**
   * Runs a query.
   *
   * @param dataset Spark's Dataset
   * @param width the number of columns
   */
  SparkStream(SparkLibrary library, Object dataset, int width) throws SQLException {
    this.call = new SparkCall(library);
    this.result = call.within(() -> SparkLibrary.call(dataset, "collectResult"));
    try {
      this.iterator = SparkLibrary.call(result, "destructiveIterator");
    } catch (SQLException error) {
      close();
      throw error;
    }
    Class<?> iterators = library.type("scala.collection.Iterator");
    this.hasNext = SparkLibrary.method(iterators, "hasNext");
    this.next = SparkLibrary.method(iterators, "next");
    this.get = SparkLibrary.method(library.type("org.apache.spark.sql.Row"), "get", int.class);
    this.width = width;
  }

  @Override
  public Object[] next() throws SQLException {
    return call.within(this::row);
  }

  private Object[] row() throws SQLException {
    if (!(boolean) SparkLibrary.invoke(hasNext, iterator)) {
      isRead = true;
      return null;
    }
    Object row = SparkLibrary.invoke(next, iterator);
    Object[] values = new Object[width];
    for (int i = 0; i < width; i++) {
      values[i] = SparkLibrary.invoke(get, row, i);
    }
    return values;
  }

  @Override
  public void close() throws SQLException {
    SparkLibrary.call(result, "close"); // releases the rest on the server
    if (!isRead) { // else the server already learns from a call within that it is all read
      call.end();
    }
  }
}
