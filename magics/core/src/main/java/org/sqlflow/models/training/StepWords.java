package org.sqlflow.models.training;

import org.sqlflow.text.Text;

/** The sentences of a training in steps, such as epochs, of which the best state is kept. */
public final class StepWords {
  private StepWords() {}

  /**
   * A training that the user stopped.
   *
   * @param place where it was, such as {@code epoch 3 of 20}
   * @param kept what is kept, such as {@code the weights after epoch 2}
   * @param which of those so far, such as {@code the best}
   */
  public static String interrupted(String place, String kept, String which) {
    return Text.of("Interrupted in %s: %s are kept, %s so far.", place, kept, which);
  }

  /**
   * A training that a validation part judged.
   *
   * @param kept what is kept, such as {@code The weights after epoch 2 of 20}
   * @param judgement what they have, such as {@code the smallest loss}
   * @param stopped whether it stopped before its last step
   */
  public static String best(String kept, String judgement, boolean stopped) {
    return Text.of(
        "%s are kept, those with %s on the validation part%s.",
        kept, judgement, stopped ? "; training stopped early" : "");
  }

  /**
   * A training whose last step is its best.
   *
   * @param steps how many of them, such as {@code 20 epochs}
   * @param attribute which sets the number
   */
  public static String stillImproving(String steps, String attribute) {
    return Text.of(
        "It was still improving in the last of %s: a higher %s may predict better.",
        steps, attribute);
  }
}
