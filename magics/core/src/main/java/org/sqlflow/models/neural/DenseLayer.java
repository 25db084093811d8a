package org.sqlflow.models.neural;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.sqlflow.executor.Activation;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;

/**
 * One dense layer, {@code in x out} weights, for at most {@code most} rows at a time, in arrays
 * that are allocated once. A row's values follow each other ({@code units x rows}, column-major),
 * so that no product copies an operand.
 *
 * <p>For n rows: {@code 2 n in out} operations forward; as many for the gradient of the weights,
 * and again for that of the layer below. Between the products one pass over the {@code n out} sums
 * adds the biases and applies the activation, and one takes the slopes and sums the gradient of the
 * biases; both in pieces of 16 kB, which stay in the first-level cache.
 */
final class DenseLayer implements AutoCloseable {
  private static final int SCRATCH = 4096;

  private final int in;
  private final int out;
  private final Optional<Activation> activation;

  /** Computes the activation if that is relu. */
  private final Optional<Relu> relu;

  private final NativeFloats weights;
  private final NativeFloats biases;
  private final NativeFloats outputs;
  private final Optional<Gradients> gradients;
  private final float[] biasValues;
  private final float[] scratch;
  private final float[] scratchSlopes;
  private final float[] scratchBiases;

  /**
   * What training needs in addition.
   *
   * @param slopes of the activation at each sum; empty for a linear layer and for relu
   * @param deltas the loss's gradient by the outputs, then by the sums
   */
  private record Gradients(
      float[] slopes,
      NativeFloats deltas,
      IntBuffer deltaBits,
      NativeFloats weights,
      NativeFloats biases) {}

  private DenseLayer(
      int in,
      int out,
      Optional<Activation> activation,
      NativeFloats parameters,
      NativeFloats outputs,
      Optional<Gradients> gradients) {
    this.in = in;
    this.out = out;
    this.activation = activation.filter(function -> function != Activation.RELU);
    this.weights = parameters.slice(0, (long) in * out);
    this.biases = parameters.slice((long) in * out, out);
    this.outputs = outputs;
    this.gradients = gradients;
    this.biasValues = new float[out];
    this.scratch = new float[Math.max(SCRATCH, out)];
    this.scratchSlopes = new float[scratch.length];
    this.scratchBiases = new float[scratch.length];
    this.relu =
        activation
            .filter(function -> function == Activation.RELU)
            .map(
                function ->
                    new Relu(
                        outputs, scratch.length, gradients.isPresent() ? outputs.length() : 0));
  }

  /**
   * A layer without gradients.
   *
   * @param parameters the weights, column-major, then the biases; shared
   */
  static DenseLayer of(
      int in, int out, Optional<Activation> activation, int most, NativeFloats parameters) {
    return new DenseLayer(in, out, activation, parameters, outputs(out, most), Optional.empty());
  }

  /**
   * A layer with gradients.
   *
   * @param gradient written by {@link #backward}, laid out as the parameters
   */
  static DenseLayer of(
      int in,
      int out,
      Optional<Activation> activation,
      int most,
      NativeFloats parameters,
      NativeFloats gradient) {
    boolean keepsSlopes = activation.filter(function -> function != Activation.RELU).isPresent();
    NativeFloats deltas = outputs(out, most);
    Gradients gradients =
        new Gradients(
            new float[keepsSlopes ? out * most : 0],
            deltas,
            deltas.bits(),
            gradient.slice(0, (long) in * out),
            gradient.slice((long) in * out, out));
    return new DenseLayer(
        in, out, activation, parameters, outputs(out, most), Optional.of(gradients));
  }

  private static NativeFloats outputs(int out, int most) {
    return NativeFloats.allocate((long) out * most);
  }

  static int parameters(int in, int out) {
    return Math.addExact(Math.multiplyExact(in, out), out);
  }

  NativeFloats outputs() {
    return outputs;
  }

  NativeFloats deltas() {
    return gradients.orElseThrow().deltas();
  }

  /** Computes the outputs of {@code count} rows. */
  void forward(NativeFloats below, int count) {
    Blas.transposedTimes(weights, below, outputs, out, count, in);
    biases.buffer().get(0, biasValues);
    int step = rowsPerScratch();
    for (int row = 0; row < Math.min(step, count); row++) {
      System.arraycopy(biasValues, 0, scratchBiases, row * out, out);
    }
    for (int row = 0; row < count; row += step) {
      int values = Math.min(step, count - row) * out;
      outputs.buffer().get(row * out, scratch, 0, values);
      add(scratchBiases, scratch, values);
      if (activation.isPresent()) {
        activate(row * out, values);
      }
      outputs.buffer().put(row * out, scratch, 0, values);
      if (relu.isPresent()) {
        relu.get().apply(row * out, values);
      }
    }
  }

  private void activate(int at, int values) {
    activation.get().apply(scratch, values, scratchSlopes, 0);
    if (gradients.isPresent()) {
      System.arraycopy(scratchSlopes, 0, gradients.get().slopes(), at, values);
    }
  }

  /**
   * Turns the deltas into those with respect to the sums, and writes the gradients of weights and
   * biases.
   */
  void backward(NativeFloats below, int count) {
    Gradients own = gradients.orElseThrow();
    Arrays.fill(biasValues, 0);
    int step = rowsPerScratch();
    for (int row = 0; row < count; row += step) {
      int values = Math.min(step, count - row) * out;
      if (relu.isPresent()) {
        relu.get().multiplySlopes(own.deltaBits(), row * out, values);
      }
      own.deltas().buffer().get(row * out, scratch, 0, values);
      if (activation.isPresent()) {
        System.arraycopy(own.slopes(), row * out, scratchSlopes, 0, values);
        multiply(scratch, scratchSlopes, values);
        own.deltas().buffer().put(row * out, scratch, 0, values);
      }
      for (int at = 0; at < values; at += out) {
        System.arraycopy(scratch, at, scratchBiases, 0, out);
        add(scratchBiases, biasValues, out);
      }
    }
    own.biases().buffer().put(0, biasValues);
    Blas.timesTransposed(below, own.deltas(), own.weights(), in, out, count);
  }

  // Small methods, which the JVM optimizes early, over one index: where indices differ by a number
  // that it does not know, it makes no vector instructions.

  private static void add(float[] values, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += values[i];
    }
  }

  private static void multiply(float[] values, float[] by, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= by[i];
    }
  }

  /** Writes the deltas of the layer below, with respect to its outputs. */
  void passDown(NativeFloats deltasBelow, int count) {
    Blas.times(weights, deltas(), deltasBelow, in, count, out);
  }

  /** Sets the gradients to zero, as if no delta had come. */
  void clearGradients() {
    Gradients own = gradients.orElseThrow();
    own.weights().fill(0);
    own.biases().fill(0);
  }

  private int rowsPerScratch() {
    return scratch.length / out;
  }

  @Override
  public void close() {
    outputs.close();
    gradients.ifPresent(own -> own.deltas().close());
  }
}
