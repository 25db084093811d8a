package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.math.Shuffle;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.CommonAttributes;

/**
 * The rows to learn from and those to judge by. Where no others are given, a random share is kept
 * back: by the seed, and the same share of each class.
 *
 * @param training to learn from
 * @param validation to judge by; empty where there are too few rows, or none are wanted
 * @param source the attribute that the validation part comes from; empty without
 */
record Split(LabelledRows training, Optional<LabelledRows> validation, String source) {
  /** Fewer rows cannot spare any. */
  private static final int LEAST_ROWS = 10;

  /** Makes the random numbers of the split differ from those of the training. */
  private static final long SALT = 0x5e1ec7edL;

  static Split of(TrainingSet set) {
    LabelledRows all = new LabelledRows(set.rows(), set.target().orElseThrow());
    if (set.validation().isPresent()) {
      return new Split(all, set.validation(), SupervisedAttributes.VALIDATION_SELECT);
    }
    double share = set.attributes().real(SupervisedAttributes.VALIDATION_SHARE);
    if (share == 0 || all.count() < LEAST_ROWS) {
      return new Split(all, Optional.empty(), "");
    }
    boolean[] kept = kept(all.target(), share, set.attributes().wholeLong(CommonAttributes.SEED));
    int[] training = rows(kept, false);
    int[] validation = rows(kept, true);
    if (validation.length == 0 || training.length == 0) {
      return new Split(all, Optional.empty(), "");
    }
    return new Split(
        all.only(training),
        Optional.of(all.only(validation)),
        SupervisedAttributes.VALIDATION_SHARE);
  }

  private static int[] rows(boolean[] kept, boolean which) {
    return IntStream.range(0, kept.length).filter(row -> kept[row] == which).toArray();
  }

  /** Which rows are kept back. */
  private static boolean[] kept(Target target, double share, long seed) {
    boolean[] kept = new boolean[target.rows()];
    SplittableRandom random = new SplittableRandom(seed ^ SALT);
    for (int[] stratum : strata(target)) {
      Shuffle.shuffle(stratum, random);
      // The only row of a class is learned from.
      int count = Math.min(stratum.length - 1, (int) Math.round(share * stratum.length));
      Arrays.stream(stratum, 0, Math.max(0, count)).forEach(row -> kept[row] = true);
    }
    return kept;
  }

  private static List<int[]> strata(Target target) {
    List<int[]> strata = new ArrayList<>();
    if (target instanceof Target.Classes classes) {
      for (int code = 0; code < classes.names().size(); code++) {
        int own = code;
        strata.add(
            IntStream.range(0, classes.rows())
                .filter(row -> classes.codes()[row] == own)
                .toArray());
      }
    } else {
      strata.add(IntStream.range(0, target.rows()).toArray());
    }
    return strata;
  }
}
