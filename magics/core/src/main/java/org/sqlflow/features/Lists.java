package org.sqlflow.features;

import java.util.List;

/** Lists of names in messages. */
final class Lists {
  private static final int SHOWN = 12;

  private Lists() {}

  /** The names with commas; of a long list the first ones and how many more there are. */
  static String shortened(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }
}
