package org.sqlflow.kernel.connection;

import java.util.function.BiConsumer;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;

/** Where requests come from. */
@FunctionalInterface
public interface Requests {
  /** Says what happens to the requests of a type. */
  <T> void on(MessageType<T> type, BiConsumer<RequestEnvironment, ? super Message<T>> handler);
}
