package org.sqlflow.database.spark;

import java.lang.reflect.Method;
import java.sql.SQLException;

/**
 * The remote calls of a query, which can be ended before their last answer. Spark's client does not
 * end those whose answers nobody reads on: the network's buffers of such a call would never be
 * given back. Not thread-safe.
 */
final class SparkCall {
  /** Has a channel of gRPC, whose package differs between clients: Spark renames it. */
  private static final String CLIENT = "org.apache.spark.sql.connect.client.SparkConnectClient";

  /** Of gRPC: a call belongs to the context that it starts in. */
  private final Object context;

  private final Method attach;
  private final Method detach;

  SparkCall(SparkLibrary library) throws SQLException {
    Class<?> channel = SparkLibrary.method(library.type(CLIENT), "channel").getReturnType();
    String contexts = channel.getPackageName() + ".Context";
    Object outer = library.callStatic(contexts, "current", new Class<?>[0]);
    this.context = SparkLibrary.call(outer, "withCancellation");
    this.attach = SparkLibrary.method(context.getClass(), "attach");
    this.detach = SparkLibrary.method(context.getClass(), "detach", library.type(contexts));
  }

  /** Does work whose remote calls belong to this one. */
  <T> T within(SparkClient.Work<T> work) throws SQLException {
    Object outer = SparkLibrary.invoke(attach, context);
    try {
      return work.done();
    } finally {
      SparkLibrary.invoke(detach, context, outer);
    }
  }

  /** Ends the calls that still run. */
  void end() throws SQLException {
    SparkLibrary.call(context, "cancel", new Class<?>[] {Throwable.class}, (Object) null);
  }
}
