package org.sqlflow.database;

import java.util.HashMap;
import java.util.Map;

/** One object for equal texts: a category comes again and again. */
final class SharedTexts {
  /** A text of its own does not come again: only so many are kept. */
  private static final int MOST = 10_000;

  private final Map<String, String> known = new HashMap<>();

  /** The text, or null. */
  String of(String text) {
    String earlier = text == null ? null : known.get(text);
    if (earlier != null) {
      return earlier;
    }
    if (text != null && known.size() < MOST) {
      known.put(text, text);
    }
    return text;
  }
}
