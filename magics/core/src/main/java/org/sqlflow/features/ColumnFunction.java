package org.sqlflow.features;

import java.util.List;
import java.util.Optional;

/**
 * A function of COLUMN: how it is called, and what features a call means. Immutable.
 *
 * @param name in upper case; calls fold case
 * @param fewest arguments
 * @param most arguments
 * @param takes what it takes, in words
 * @param example a call
 * @param feature the record that is stored in models under this name, if the function has one of
 *     its own
 * @param reader makes features of a call whose number of arguments is right
 */
public record ColumnFunction(
    String name,
    int fewest,
    int most,
    String takes,
    String example,
    Optional<Class<? extends Feature>> feature,
    Reader reader) {
  /** Reads a call. */
  @FunctionalInterface
  public interface Reader {
    /**
     * The features of a call, not fitted yet.
     *
     * @throws FeatureException at the place of a wrong argument
     */
    List<Feature> read(Call call);
  }

  /** What it takes, with an example. */
  public String usage() {
    return name + " takes " + takes + ", as in " + example;
  }
}
