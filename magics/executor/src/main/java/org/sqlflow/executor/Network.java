package org.sqlflow.executor;

import java.util.Arrays;

/**
 * Forward and backward through a dense autoencoder for the rows of a batch. Its parameters are, for
 * each layer, the weights of one unit after the other, then the biases, as in the kernel's own
 * network. Used by one thread.
 *
 * <p>Values are {@code units x rows}: each product then runs along the rows, however narrow a layer
 * is. For n rows, a layer takes {@code 2 n in out} operations forward, and twice as many backward.
 */
final class Network {
  /** A row begins with the number of its partition. */
  static final int FIRST = 1;

  private final NetworkShape shape;
  private final int most;
  private final Layer[] layers;
  private final float[][] input;
  private final float[][] byRow;
  private int count;

  /** A layer's parameters and what a batch makes of them. */
  private static final class Layer {
    final int in;
    final int out;
    final Activation activation;
    final float[][] weights;
    final float[][] transposed;
    final float[] biases;
    final float[][] outputs;
    final float[][] slopes;
    final float[][] deltas;
    final float[][] weightGradient;
    final float[][] transposedGradient;
    final float[] biasGradient;

    Layer(int in, int out, Activation activation, int most) {
      this.in = in;
      this.out = out;
      this.activation = activation;
      this.weights = new float[out][in];
      this.transposed = new float[in][out];
      this.biases = new float[out];
      this.outputs = new float[out][most];
      this.slopes = new float[out][activation == Activation.IDENTITY ? 0 : most];
      this.deltas = new float[out][most];
      this.weightGradient = new float[out][in];
      this.transposedGradient = new float[in][out];
      this.biasGradient = new float[out];
    }
  }

  /** For batches of at most {@code most} rows. */
  Network(NetworkShape shape, int most) {
    this.shape = shape;
    this.most = most;
    this.layers = new Layer[shape.widths().length];
    int widest = shape.features();
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new Layer(shape.below(i), shape.widths()[i], shape.activations()[i], most);
      widest = Math.max(widest, shape.widths()[i]);
    }
    this.input = new float[shape.features()][most];
    this.byRow = new float[most][widest];
  }

  /** Takes the parameters, which begin an array. */
  void take(float[] parameters) {
    int at = 0;
    for (Layer layer : layers) {
      for (float[] unit : layer.weights) {
        System.arraycopy(parameters, at, unit, 0, unit.length);
        at += unit.length;
      }
      System.arraycopy(parameters, at, layer.biases, 0, layer.out);
      at += layer.out;
      Products.transpose(layer.weights, layer.transposed, layer.out, layer.in);
    }
  }

  /**
   * Takes rows.
   *
   * @param rows each has its features from {@link #FIRST} on
   */
  void load(float[][] rows, int from, int rowCount) {
    if (rowCount > most) {
      throw new IllegalArgumentException(rowCount + " rows, and there is room for " + most);
    }
    count = rowCount;
    float factor = 1 / shape.deviation();
    float[] means = shape.means();
    for (int c = 0; c < input.length; c++) {
      float[] values = input[c];
      float mean = means[c];
      for (int r = 0; r < rowCount; r++) {
        values[r] = (rows[from + r][FIRST + c] - mean) * factor;
      }
    }
  }

  /** Computes the codes. */
  void encode() {
    for (int i = 0; i < shape.codeLayers(); i++) {
      forward(i);
    }
  }

  /** Writes the codes, {@code rows x codeWidth}, row-major. */
  void codes(float[] into) {
    float[][] codes = shape.codeLayers() == 0 ? input : layers[shape.codeLayers() - 1].outputs;
    int width = shape.codeWidth();
    for (int c = 0; c < width; c++) {
      for (int r = 0; r < count; r++) {
        into[r * width + c] = codes[c][r];
      }
    }
  }

  /**
   * Decodes the codes.
   *
   * @param weight what the gradient is of: {@code weight} times the sum of squared errors
   * @return the sum of squared errors over rows and features
   */
  double decode(double weight) {
    for (int i = shape.codeLayers(); i < layers.length; i++) {
      forward(i);
    }
    Layer last = layers[layers.length - 1];
    float slope = (float) (2 * weight);
    double sum = 0;
    for (int c = 0; c < last.out; c++) {
      float[] errors = last.deltas[c];
      subtract(last.outputs[c], input[c], errors, count);
      sum += squares(errors, count);
      scale(errors, slope, count);
    }
    return sum;
  }

  /**
   * Writes the gradient of what {@link #decode} was given, plus what comes in at the code.
   *
   * @param decoded whether the codes were decoded; else the decoder's gradient is 0
   * @param codeGradient {@code rows x codeWidth}; null for none
   * @param gradient laid out as the parameters
   */
  void backward(boolean decoded, float[] codeGradient, float[] gradient) {
    int at = shape.parameters();
    for (int i = layers.length - 1; i >= shape.codeLayers(); i--) {
      at -= (layers[i].in + 1) * layers[i].out;
      if (decoded) {
        backward(i, gradient, at);
      } else {
        Arrays.fill(gradient, at, at + (layers[i].in + 1) * layers[i].out, 0);
      }
    }
    if (codeGradient != null && shape.codeLayers() > 0) {
      add(codeGradient, layers[shape.codeLayers() - 1].deltas, decoded);
    }
    for (int i = shape.codeLayers() - 1; i >= 0; i--) {
      at -= (layers[i].in + 1) * layers[i].out;
      backward(i, gradient, at);
    }
  }

  private void add(float[] codeGradient, float[][] deltas, boolean toOthers) {
    int width = shape.codeWidth();
    for (int c = 0; c < width; c++) {
      for (int r = 0; r < count; r++) {
        deltas[c][r] = codeGradient[r * width + c] + (toOthers ? deltas[c][r] : 0);
      }
    }
  }

  private float[][] below(int layer) {
    return layer == 0 ? input : layers[layer - 1].outputs;
  }

  private void forward(int index) {
    Layer layer = layers[index];
    for (int unit = 0; unit < layer.out; unit++) {
      Arrays.fill(layer.outputs[unit], 0, count, layer.biases[unit]);
    }
    Products.add(layer.weights, below(index), layer.outputs, layer.out, layer.in, count);
    if (layer.activation != Activation.IDENTITY) {
      for (int unit = 0; unit < layer.out; unit++) {
        layer.activation.apply(layer.outputs[unit], count, layer.slopes[unit], 0);
      }
    }
  }

  private void backward(int index, float[] gradient, int at) {
    Layer layer = layers[index];
    for (int unit = 0; unit < layer.out; unit++) {
      if (layer.activation != Activation.IDENTITY) {
        multiply(layer.deltas[unit], layer.slopes[unit], count);
      }
      layer.biasGradient[unit] = sum(layer.deltas[unit], count);
    }
    weightGradient(layer, below(index));
    int place = at;
    for (float[] unit : layer.weightGradient) {
      System.arraycopy(unit, 0, gradient, place, unit.length);
      place += unit.length;
    }
    System.arraycopy(layer.biasGradient, 0, gradient, place, layer.out);
    if (index > 0) {
      float[][] deltas = layers[index - 1].deltas;
      for (float[] unit : deltas) {
        Arrays.fill(unit, 0, count, 0);
      }
      Products.add(layer.transposed, layer.deltas, deltas, layer.in, layer.out, count);
    }
  }

  /** The product runs along the wider side of the layer. */
  private void weightGradient(Layer layer, float[][] values) {
    if (layer.in >= layer.out) {
      Products.transpose(values, byRow, layer.in, count);
      clear(layer.weightGradient);
      Products.add(layer.deltas, byRow, layer.weightGradient, layer.out, count, layer.in);
    } else {
      Products.transpose(layer.deltas, byRow, layer.out, count);
      clear(layer.transposedGradient);
      Products.add(values, byRow, layer.transposedGradient, layer.in, count, layer.out);
      Products.transpose(layer.transposedGradient, layer.weightGradient, layer.in, layer.out);
    }
  }

  private static void clear(float[][] values) {
    for (float[] row : values) {
      Arrays.fill(row, 0);
    }
  }

  private static void multiply(float[] values, float[] by, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= by[i];
    }
  }

  private static void subtract(float[] from, float[] what, float[] difference, int count) {
    for (int i = 0; i < count; i++) {
      difference[i] = from[i] - what[i];
    }
  }

  private static void scale(float[] values, float by, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= by;
    }
  }

  /** As {@link #sum}, in double precision. */
  private static double squares(float[] values, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < count; i++) {
      a += (double) values[i] * values[i];
    }
    return a + b + (c + d);
  }

  /** Four sums at a time do not wait for each other. */
  private static float sum(float[] values, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < count; i++) {
      a += values[i];
    }
    return a + b + (c + d);
  }
}
