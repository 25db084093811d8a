package org.sqlflow.executor;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Makes work on a partition the function of a cluster's library, whose interface is known where
 * this is used: a proxy of that interface travels with this handler. A partition without rows gives
 * nothing.
 *
 * @param work serializable
 */
public record PartitionTask(Function<Iterator<float[]>, byte[]> work)
    implements InvocationHandler, Serializable {
  private static final long serialVersionUID = 1L;

  /** The function's one method takes the rows and returns the results. */
  private static final String CALL = "call";

  @Override
  @SuppressWarnings("unchecked")
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case CALL -> results((Iterator<float[]>) arguments[0]);
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "work of SQLFlow";
    };
  }

  private Iterator<byte[]> results(Iterator<float[]> rows) {
    return rows.hasNext() ? List.of(work.apply(rows)).iterator() : Collections.emptyIterator();
  }
}
