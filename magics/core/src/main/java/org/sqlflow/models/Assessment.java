package org.sqlflow.models;

import java.util.List;
import java.util.Optional;

/**
 * How well a model predicts rows that it was not trained on, compared with simpler models; stored
 * with the model as JSON.
 *
 * @param source where these rows come from: the attribute's name, such as {@code validation.share};
 *     empty where there are none
 * @param rows how many they are
 * @param measures the first is the one that verdicts are about
 * @param linear whether a linear model was compared; false for one that is linear itself
 * @param lead of the model over the linear one in the first measure, positive where the model is
 *     better; NaN without
 * @param noise two standard errors of that lead
 * @param curves by epoch (or tree, or iteration); empty where there are none
 * @param kept the epoch whose state was kept, from 1; 0 where there are no epochs
 */
public record Assessment(
    String source,
    long rows,
    List<Measure> measures,
    boolean linear,
    double lead,
    double noise,
    List<Curve> curves,
    int kept) {
  /** Nothing is known, as of models of earlier versions. */
  public static final Assessment NONE =
      new Assessment("", 0, List.of(), false, Double.NaN, Double.NaN, List.of(), 0);

  public Assessment {
    source = source == null ? "" : source;
    measures = measures == null ? List.of() : List.copyOf(measures);
    curves = curves == null ? List.of() : List.copyOf(curves);
  }

  /**
   * A score.
   *
   * @param name such as {@code accuracy}
   * @param training on the rows that were trained on
   * @param validation on the others; NaN without, as the next ones
   * @param baseline of the most frequent class, or of the mean
   * @param linear of a linear model on the same rows
   * @param higherIsBetter else lower is
   */
  public record Measure(
      String name,
      double training,
      double validation,
      double baseline,
      double linear,
      boolean higherIsBetter) {}

  /**
   * A score by epoch.
   *
   * @param name of the score
   * @param unit what is counted, such as {@code epoch}
   * @param training one value for each epoch
   * @param validation as many; empty without a validation part
   */
  public record Curve(String name, String unit, List<Double> training, List<Double> validation) {
    public Curve {
      training = List.copyOf(training);
      validation = validation == null ? List.of() : List.copyOf(validation);
    }
  }

  /** Whether there are rows that were not trained on. */
  public boolean isMeasured() {
    return rows > 0 && !measures.isEmpty();
  }

  /** The score of a name. */
  public Optional<Measure> measure(String name) {
    return measures.stream().filter(measure -> measure.name().equals(name)).findFirst();
  }

  /** What the comparison with a linear model comes to. */
  public enum Verdict {
    BETTER,
    NO_BETTER,
    WORSE,
    UNKNOWN
  }

  /** Whether the model is better than a linear one, beyond chance. */
  public Verdict verdict() {
    if (!linear || Double.isNaN(lead) || Double.isNaN(noise)) {
      return Verdict.UNKNOWN;
    }
    return lead > noise ? Verdict.BETTER : lead < -noise ? Verdict.WORSE : Verdict.NO_BETTER;
  }
}
