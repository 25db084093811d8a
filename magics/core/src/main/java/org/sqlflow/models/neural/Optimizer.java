package org.sqlflow.models.neural;

import java.util.Arrays;
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

  /**
   * Parameters that are moved at a time. They, their moments and gradients fit the first-level
   * cache several times, in arrays that are no multiple of a page apart: with 2,048 each parameter
   * takes twice as long.
   */
  private static final int BLOCK = 384;

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

  /** Of each block of parameters, so that a loop over a block has one index. */
  private final float[][] firstMoments;

  private final float[][] secondMoments;
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
    this.firstMoments = blocks(parameters.length());
    this.secondMoments = blocks(parameters.length());
    this.learningRate = learningRate;
  }

  private static float[][] blocks(int length) {
    float[][] blocks = new float[(length + BLOCK - 1) / BLOCK][];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = new float[Math.min(BLOCK, length - block * BLOCK)];
    }
    return blocks;
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
      move(0, blocks, gradients);
    } else {
      int lanes = Parallel.threads();
      Parallel.run(
          lanes,
          lane -> {
            int from = (int) ((long) blocks * lane / lanes);
            move(from, (int) ((long) blocks * (lane + 1) / lanes), gradients);
          });
    }
  }

  private void move(int fromBlock, int toBlock, List<NativeFloats> gradients) {
    float[] values = new float[BLOCK];
    float[] gradient = new float[BLOCK];
    float[] more = new float[BLOCK];
    for (int block = fromBlock; block < toBlock; block++) {
      int at = block * BLOCK;
      int count = Math.min(BLOCK, gradients.get(0).length() - at);
      gradients.get(0).buffer().get(at, gradient, 0, count);
      for (int i = 1; i < gradients.size(); i++) {
        gradients.get(i).buffer().get(at, more, 0, count);
        add(gradient, more, count);
      }
      parameters.buffer().get(at, values, 0, count);
      move(values, gradient, firstMoments[block], secondMoments[block], count);
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
    int moved = 0;
    while (moved < count) {
      int block = (at + moved) / BLOCK;
      int offset = (at + moved) % BLOCK;
      int some = Math.min(count - moved, BLOCK - offset);
      float[] values = new float[some];
      float[] slopes = new float[some];
      parameters.buffer().get(at + moved, values, 0, some);
      for (int i = 0; i < some; i++) {
        slopes[i] = gradient[from + moved + i] + decay * values[i];
      }
      float[] first = Arrays.copyOfRange(firstMoments[block], offset, offset + some);
      float[] second = Arrays.copyOfRange(secondMoments[block], offset, offset + some);
      move(values, slopes, first, second, some);
      System.arraycopy(first, 0, firstMoments[block], offset, some);
      System.arraycopy(second, 0, secondMoments[block], offset, some);
      parameters.buffer().put(at + moved, values, 0, some);
      moved += some;
    }
  }

  private void move(float[] values, float[] gradient, float[] first, float[] second, int count) {
    switch (rule) {
      case ADAM -> adam(values, gradient, first, second, count, rate);
      case RMSPROP -> rmsProp(values, gradient, second, count, rate);
      case ADAGRAD -> adaGrad(values, gradient, second, count, rate);
      case SGD -> sgd(values, gradient, first, count, rate);
    }
  }

  // The loops read and write all arrays at the same index: where indices differ by a number that
  // the JIT compiler does not know, it makes no vector instructions, and each parameter takes
  // several times as long.

  private static void add(float[] to, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += values[i];
    }
  }

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

  private static void rmsProp(
      float[] values, float[] gradient, float[] second, int count, float rate) {
    for (int i = 0; i < count; i++) {
      float square = DECAY * second[i] + (1 - DECAY) * gradient[i] * gradient[i];
      second[i] = square;
      values[i] -= rate * gradient[i] / ((float) Math.sqrt(square) + EPSILON);
    }
  }

  private static void adaGrad(
      float[] values, float[] gradient, float[] second, int count, float rate) {
    for (int i = 0; i < count; i++) {
      float square = second[i] + gradient[i] * gradient[i];
      second[i] = square;
      values[i] -= rate * gradient[i] / ((float) Math.sqrt(square) + EPSILON);
    }
  }

  private static void sgd(float[] values, float[] gradient, float[] first, int count, float rate) {
    for (int i = 0; i < count; i++) {
      float mean = DECAY * first[i] + gradient[i];
      first[i] = mean;
      values[i] -= rate * mean;
    }
  }
}
