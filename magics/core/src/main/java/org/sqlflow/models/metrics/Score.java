package org.sqlflow.models.metrics;

import java.util.OptionalDouble;

/**
 * A score of a model next to that of a simple baseline, such as plain k-means or "always the most
 * frequent class".
 *
 * @param value of the model; empty where the score is not defined
 * @param baseline of the baseline on the same rows; empty where it is not defined
 * @param higherIsBetter else lower is
 * @param least a smaller difference, relative to the scale or to larger scores, counts as chance
 * @param scale of such scores; 1 where they have no unit
 * @param meaning its range and what it says, one line
 */
public record Score(
    String name,
    OptionalDouble value,
    OptionalDouble baseline,
    boolean higherIsBetter,
    double least,
    double scale,
    String meaning) {
  private static final double CHANCE = 0.005;

  /** A score without a unit. */
  public Score(
      String name,
      OptionalDouble value,
      OptionalDouble baseline,
      boolean higherIsBetter,
      double least,
      String meaning) {
    this(name, value, baseline, higherIsBetter, least, 1, meaning);
  }

  /** An error in the label's unit, whose size says nothing by itself; lower is better. */
  public static Score inUnit(
      String name, OptionalDouble value, OptionalDouble baseline, String meaning) {
    double scale =
        Math.max(
            Math.abs(value.orElse(0)), Math.max(Math.abs(baseline.orElse(0)), Double.MIN_NORMAL));
    return new Score(name, value, baseline, false, CHANCE, scale, meaning);
  }

  /** A score whose differences below {@value #CHANCE} count as chance. */
  public Score(
      String name,
      OptionalDouble value,
      OptionalDouble baseline,
      boolean higherIsBetter,
      String meaning) {
    this(name, value, baseline, higherIsBetter, CHANCE, meaning);
  }

  /** Whether both have the score, and the baseline's is better by more than chance. */
  public boolean isBaselineBetter() {
    return lead() < -least;
  }

  /** Whether both have the score, and the model's is better by more than chance. */
  public boolean isModelBetter() {
    return lead() > least;
  }

  /** How much better the model is, 0 if one has no score. */
  private double lead() {
    if (value.isEmpty() || baseline.isEmpty()) {
      return 0;
    }
    double lead = value.getAsDouble() - baseline.getAsDouble();
    double size = Math.max(scale, Math.abs(value.getAsDouble()));
    return (higherIsBetter ? lead : -lead) / size;
  }
}
