package org.sqlflow.kernel.connection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The signatures of the last messages, so that one which is sent again can be told: who listens
 * without the key could else repeat a cell. Every message has an id of its own, and so a signature.
 */
final class SeenSignatures {
  private static final int REMEMBERED = 16_384;

  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** Remembers a signature; false if it is known. From any thread. */
  synchronized boolean add(String signature) {
    return seen.add(signature);
  }
}
