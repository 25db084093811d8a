package org.sqlflow.models.neural;

import java.util.List;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;

/**
 * Moves one flat vector against its gradients: by Adam (Kingma and Ba 2015) with DL4J's settings,
 * {@code beta} .9 and .999, {@code epsilon} 1e-8 added to the root of the uncorrected second
 * moment, or by another {@link Rule}. Each parameter reads its gradients once, from all pieces of a
 * batch: 20 bytes and 12 operations a parameter and piece.
 */
public final class Optimizer {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** Parameters that are moved at a time; they and their moments fit the first-level cache. */
  private static final int BLOCK = 2048;

  /** Fewer parameters are not worth a second thread. */
  private static final int WORTH_THREADS = 1 << 16;

  /** How a gradient becomes a step. */
  public enum Rule {
    ADAM,
    /** Tieleman and Hinton 2012: only the second moment, with {@code beta} .9. */
    RMSPROP,
    /** Duchi et al. 2011: by the root of the sum of all squared gradients. */
    ADAGRAD,
    /** With a momentum of .9. */
    SGD
  }

  private static final float DECAY = 0.9f;

  private final NativeFloats parameters;
  private final Rule rule;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private double learningRate;
  private int steps;
  private float rate;

  public Optimizer(NativeFloats parameters, double learningRate) {
    this(parameters, Rule.ADAM, learningRate);
  }

  /** An optimizer with another rule. */
  public Optimizer(NativeFloats parameters, Rule rule, double learningRate) {
    this.parameters = parameters;
    this.rule = rule;
    this.firstMoments = new float[parameters.length()];
    this.secondMoments = new float[parameters.length()];
    this.learningRate = learningRate;
  }

  public double learningRate() {
    return learningRate;
  }

  public void setLearningRate(double rate) {
    learningRate = rate;
  }

  /**
   * Moves the first parameters against the sum of the gradients, which are equally long; {@link
   * #move(int, float[], int, int, float)} moves others in the same step.
   */
  public void step(List<NativeFloats> gradients) {
    steps++;
    rate =
        rule == Rule.ADAM
            ? (float)
                (learningRate
                    * Math.sqrt(1 - Math.pow(BETA_2, steps))
                    / (1 - Math.pow(BETA_1, steps)))
            : (float) learningRate;
    int length = gradients.get(0).length();
    int blocks = (length + BLOCK - 1) / BLOCK;
    if (length < WORTH_THREADS) {
      move(0, blocks, gradients, rate);
    } else {
      int lanes = Parallel.threads();
      Parallel.run(
          lanes,
          lane -> {
            int from = (int) ((long) blocks * lane / lanes);
            move(from, (int) ((long) blocks * (lane + 1) / lanes), gradients, rate);
          });
    }
  }

  private void move(int fromBlock, int toBlock, List<NativeFloats> gradients, float rate) {
    float[] values = new float[BLOCK];
    float[] gradient = new float[BLOCK];
    float[] more = new float[BLOCK];
    Scratch scratch = new Scratch(BLOCK);
    for (int block = fromBlock; block < toBlock; block++) {
      int at = block * BLOCK;
      int count = Math.min(BLOCK, gradients.get(0).length() - at);
      gradients.get(0).buffer().get(at, gradient, 0, count);
      for (int i = 1; i < gradients.size(); i++) {
        gradients.get(i).buffer().get(at, more, 0, count);
        add(gradient, more, count);
      }
      parameters.buffer().get(at, values, 0, count);
      if (rule == Rule.ADAM) {
        adam(values, gradient, at, count, scratch);
      } else {
        moveOtherwise(values, gradient, at, count, rate);
      }
      parameters.buffer().put(at, values, 0, count);
    }
  }

  /**
   * Moves some parameters as part of the latest step. The moments of those that it does not move
   * stay unchanged, as in the lazy Adam of TensorFlow's add-ons.
   *
   * @param at the first of them
   * @param gradient their gradient, from {@code from} on
   * @param decay by how much, times the learning rate, they shrink
   */
  void move(int at, float[] gradient, int from, int count, float decay) {
    float[] values = new float[count];
    float[] slopes = new float[count];
    parameters.buffer().get(at, values, 0, count);
    for (int i = 0; i < count; i++) {
      slopes[i] = gradient[from + i] + decay * values[i];
    }
    if (rule == Rule.ADAM) {
      adam(values, slopes, at, count, new Scratch(count));
    } else {
      moveOtherwise(values, slopes, at, count, rate);
    }
    parameters.buffer().put(at, values, 0, count);
  }

  private static void add(float[] to, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += values[i];
    }
  }

  /** Copies of the moments of some parameters, from index 0 on. */
  private record Scratch(float[] first, float[] second) {
    Scratch(int count) {
      this(new float[count], new float[count]);
    }
  }

  private void adam(float[] values, float[] gradient, int at, int count, Scratch scratch) {
    System.arraycopy(firstMoments, at, scratch.first, 0, count);
    System.arraycopy(secondMoments, at, scratch.second, 0, count);
    adam(values, gradient, scratch.first, scratch.second, count, rate);
    System.arraycopy(scratch.first, 0, firstMoments, at, count);
    System.arraycopy(scratch.second, 0, secondMoments, at, count);
  }

  /**
   * The loop of Adam. All arrays are read and written at the same index: where indices differ by a
   * number that the JIT compiler does not know, it makes no vector instructions, and each parameter
   * takes several times as long.
   */
  private static void adam(
      float[] values, float[] gradient, float[] first, float[] second, int count, float rate) {
    for (int i = 0; i < count; i++) {
      float mean = BETA_1 * first[i] + (1 - BETA_1) * gradient[i];
      float square = BETA_2 * second[i] + (1 - BETA_2) * gradient[i] * gradient[i];
      first[i] = mean;
      second[i] = square;
      values[i] -= rate * mean / ((float) Math.sqrt(square) + EPSILON);
    }
  }

  private void moveOtherwise(float[] values, float[] gradient, int at, int count, float rate) {
    switch (rule) {
      case RMSPROP -> {
        for (int i = 0; i < count; i++) {
          secondMoments[at + i] =
              DECAY * secondMoments[at + i] + (1 - DECAY) * gradient[i] * gradient[i];
          values[i] -= rate * gradient[i] / ((float) Math.sqrt(secondMoments[at + i]) + EPSILON);
        }
      }
      case ADAGRAD -> {
        for (int i = 0; i < count; i++) {
          secondMoments[at + i] += gradient[i] * gradient[i];
          values[i] -= rate * gradient[i] / ((float) Math.sqrt(secondMoments[at + i]) + EPSILON);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          firstMoments[at + i] = DECAY * firstMoments[at + i] + gradient[i];
          values[i] -= rate * firstMoments[at + i];
        }
      }
    }
  }
}
