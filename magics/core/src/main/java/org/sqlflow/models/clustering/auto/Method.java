package org.sqlflow.models.clustering.auto;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;

/** A clustering method that can be tried on some rows. */
interface Method {
  /** The estimator that trains it. */
  String estimator();

  /** The most groups that are worth a try if their number is open. */
  int most(Matrix rows);

  /**
   * The time of a try, in seconds for {@value AutoTraining#SAMPLE} rows on one machine; only its
   * relation to other times matters.
   *
   * @param isFirst whether it is the first one on the rows, which prepares what all share
   */
  double weight(Matrix rows, int clusters, boolean isFirst);

  /** The same for the resampling of a try. */
  double resamplingWeight(Matrix rows, int clusters, boolean isFirst);

  /**
   * Prepares tries on rows.
   *
   * @param most the largest number of groups that will be asked for
   */
  Tries on(Matrix rows, int most, long seed, CancellationCheck cancellation);

  /** Tries on the same rows; used by one thread. */
  interface Tries {
    /**
     * Groups the rows.
     *
     * @param like a grouping of similar rows into as many groups, whose settings are to be kept
     * @param starts how many
     * @return empty if the method cannot make so many groups of these rows
     */
    Optional<Grouping> groups(int clusters, Optional<Grouping> like, int starts);
  }

  /**
   * What a method made of some rows.
   *
   * @param groups of each row, from 0; a negative one is none
   * @param attributes of the estimator that led to it, by name
   * @param bic of the mixture that the groups are; NaN for other methods
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Grouping(int[] groups, Map<String, Object> attributes, double bic) {
    /** How many groups have rows. */
    int count() {
      return (int) Arrays.stream(groups).filter(group -> group >= 0).distinct().count();
    }
  }
}
