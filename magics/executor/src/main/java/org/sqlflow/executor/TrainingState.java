package org.sqlflow.executor;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a training learned so far: parameters, and the moments of Adam (Kingma and Ba 2015) with
 * DL4J's settings, as the kernel's own steps have them. Not safe to use from several threads.
 *
 * @param parameters of the network, then the centres, if there are any
 * @param first moments of the gradients
 * @param second moments of the gradients
 * @param steps how many there were
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(float[] parameters, float[] first, float[] second, int steps)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** The state before the first step; the array is copied. */
  public static TrainingState of(float[] parameters) {
    return new TrainingState(
        parameters.clone(), new float[parameters.length], new float[parameters.length], 0);
  }

  /** A copy that shares no array. */
  TrainingState copy() {
    return new TrainingState(parameters.clone(), first.clone(), second.clone(), steps);
  }

  /** The state after a step against a gradient; its arrays are those of this one, changed. */
  TrainingState moved(float[] gradient, double learningRate) {
    int next = steps + 1;
    float rate =
        (float)
            (learningRate * Math.sqrt(1 - Math.pow(BETA_2, next)) / (1 - Math.pow(BETA_1, next)));
    moments(gradient, first, second);
    move(parameters, first, second, rate);
    return new TrainingState(parameters, first, second, next);
  }

  private static void moments(float[] gradient, float[] first, float[] second) {
    for (int i = 0; i < gradient.length; i++) {
      first[i] = BETA_1 * first[i] + (1 - BETA_1) * gradient[i];
      second[i] = BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i];
    }
  }

  private static void move(float[] parameters, float[] first, float[] second, float rate) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= rate * first[i] / ((float) Math.sqrt(second[i]) + EPSILON);
    }
  }

  /**
   * The mean of some copies, weighted by their rows and added up in their order.
   *
   * @param parts at least one, of equally many parameters
   */
  public static TrainingState mean(Iterable<Trained> parts) {
    double[] parameters = new double[0];
    double[] first = parameters;
    double[] second = parameters;
    double rows = 0;
    double steps = 0;
    for (Trained part : parts) {
      int length = part.state().parameters().length;
      parameters = rows == 0 ? new double[length] : parameters;
      first = rows == 0 ? new double[length] : first;
      second = rows == 0 ? new double[length] : second;
      rows += part.rows();
      steps += (double) part.rows() * part.state().steps();
      add(parameters, part.state().parameters(), part.rows());
      add(first, part.state().first(), part.rows());
      add(second, part.state().second(), part.rows());
    }
    return new TrainingState(
        divided(parameters, rows),
        divided(first, rows),
        divided(second, rows),
        (int) Math.round(steps / rows));
  }

  private static void add(double[] sums, float[] values, long weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) weight * values[i];
    }
  }

  private static float[] divided(double[] sums, double by) {
    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sums[i] / by);
    }
    return values;
  }

  /** The centres, which follow the network's parameters. */
  public float[] centres(NetworkShape shape) {
    return Arrays.copyOfRange(parameters, shape.parameters(), parameters.length);
  }
}
