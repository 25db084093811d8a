package org.sqlflow.models.clustering.rules;

import java.util.List;
import java.util.stream.IntStream;

/** Helpers of the searches for the categories of some rows. */
final class Codes {
  private Codes() {}

  /**
   * The codes with names that occur, ascending.
   *
   * @param counts rows of each code; the last is for all without names
   */
  static int[] present(int[] counts) {
    return IntStream.range(0, counts.length - 1).filter(code -> counts[code] > 0).toArray();
  }

  /**
   * The same division by the shorter list.
   *
   * @param present all codes that occur
   * @param mayInvert whether all codes that are not listed have names, so that these can be listed
   *     instead
   */
  static SplitSearch.Found shorter(SplitSearch.Found found, int[] present, boolean mayInvert) {
    Condition.Among among = (Condition.Among) found.condition();
    List<Integer> others =
        IntStream.of(present).boxed().filter(code -> !among.codes().contains(code)).toList();
    return mayInvert && others.size() < among.codes().size()
        ? new SplitSearch.Found(
            new Condition.Among(among.column(), others), found.gain(), found.fails(), found.holds())
        : found;
  }
}
