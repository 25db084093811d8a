package org.sqlflow.kernel.connection;

import java.util.function.BiConsumer;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;

/** A source of requests. */
@FunctionalInterface
public interface Requests {
  /** Sets the handler for the requests of a type. */
  <T> void on(MessageType<T> type, BiConsumer<RequestEnvironment, ? super Message<T>> handler);
}
