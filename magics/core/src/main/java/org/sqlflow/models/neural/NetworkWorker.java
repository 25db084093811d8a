package org.sqlflow.models.neural;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.executor.Activation;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;

/**
 * Forward and backward through an autoencoder for some rows of a batch, on the calling thread. The
 * weights are those of the DL4J network; the gradient belongs to this piece and is laid out as the
 * network's parameters.
 */
final class NetworkWorker implements AutoCloseable {
  /**
   * Keeps the memory of the weights alive, since layers and an optimizer only hold addresses of it.
   */
  private final AutoencoderNetwork weights;

  private final int codeLayer;
  private final List<DenseLayer> layers;
  private final NativeFloats input;
  private final Optional<NativeFloats> gradient;
  private final InputScale scale;
  private final int features;
  private final int codeWidth;
  private final float[] rowScratch;
  private int count;

  private NetworkWorker(
      AutoencoderNetwork autoencoder,
      List<DenseLayer> layers,
      NativeFloats input,
      Optional<NativeFloats> gradient) {
    this.weights = autoencoder;
    this.codeLayer = autoencoder.codeLayer();
    this.layers = layers;
    this.input = input;
    this.gradient = gradient;
    this.scale = autoencoder.scale();
    this.features = autoencoder.features();
    this.codeWidth = autoencoder.codeWidth();
    this.rowScratch = new float[features];
  }

  /** A worker that trains on at most {@code most} rows at a time. */
  public static NetworkWorker forTraining(AutoencoderNetwork autoencoder, int most) {
    NativeFloats gradient = NativeFloats.allocate(autoencoder.parameters().length());
    return of(autoencoder, autoencoder.layers(), most, Optional.of(gradient));
  }

  /** A worker that encodes at most {@code most} rows at a time. */
  public static NetworkWorker forEncoding(AutoencoderNetwork autoencoder, int most) {
    return of(autoencoder, autoencoder.codeLayer(), most, Optional.empty());
  }

  private static NetworkWorker of(
      AutoencoderNetwork autoencoder, int layerCount, int most, Optional<NativeFloats> gradient) {
    Blas.useCallingThread();
    NativeFloats parameters = NativeFloats.of(autoencoder.parameters());
    List<DenseLayer> layers = new ArrayList<>();
    int in = autoencoder.features();
    long at = 0;
    for (int i = 0; i < layerCount; i++) {
      int out = autoencoder.width(i);
      int length = DenseLayer.parameters(in, out);
      Optional<Activation> activation = autoencoder.activation(i);
      NativeFloats own = parameters.slice(at, length);
      layers.add(
          gradient.isPresent()
              ? DenseLayer.of(in, out, activation, most, own, gradient.get().slice(at, length))
              : DenseLayer.of(in, out, activation, most, own));
      at += length;
      in = out;
    }
    NativeFloats input = NativeFloats.allocate((long) autoencoder.features() * most);
    return new NetworkWorker(autoencoder, List.copyOf(layers), input, gradient);
  }

  /** The gradient that {@link #backward} writes. */
  public NativeFloats gradient() {
    return gradient.orElseThrow();
  }

  /** Takes rows that follow each other, from a row-major matrix. */
  public void load(float[] rows, int from, int rowCount) {
    count = rowCount;
    for (int i = 0; i < rowCount; i++) {
      loadRow(rows, from + i, i);
    }
  }

  /** Takes the rows {@code order[from] …}. */
  public void load(float[] rows, int[] order, int from, int rowCount) {
    count = rowCount;
    for (int i = 0; i < rowCount; i++) {
      loadRow(rows, order[from + i], i);
    }
  }

  private void loadRow(float[] rows, int row, int into) {
    scale.apply(rows, row * features, rowScratch);
    input.buffer().put(into * features, rowScratch);
  }

  /** Computes the codes. */
  public void encode() {
    forward(0, codeLayer);
  }

  /** Writes the codes, {@code rows x codeWidth}. */
  public void codes(float[] into, int at) {
    layers.get(codeLayer - 1).outputs().buffer().get(0, into, at, count * codeWidth);
  }

  /**
   * Decodes the codes.
   *
   * @param weight the gradient is that of {@code weight} times the sum of squared errors
   * @return the sum of squared errors over rows and features
   */
  public double decode(double weight) {
    forward(codeLayer, layers.size());
    DenseLayer output = layers.get(layers.size() - 1);
    float[] decoded = rowScratch;
    float[] row = new float[features];
    float slope = (float) (2 * weight);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      output.outputs().buffer().get(i * features, decoded);
      input.buffer().get(i * features, row);
      for (int c = 0; c < features; c++) {
        float error = decoded[c] - row[c];
        sum += (double) error * error;
        decoded[c] = error * slope;
      }
      output.deltas().buffer().put(i * features, decoded);
    }
    return sum;
  }

  /**
   * Writes the gradient of the loss that {@link #decode} computed, plus that of a loss at the code.
   *
   * @param decoded whether the codes were decoded; else the decoder's gradient is 0
   * @param codeGradient {@code rows x codeWidth}
   */
  public void backward(boolean decoded, Optional<float[]> codeGradient) {
    NativeFloats codeDeltas = layers.get(codeLayer - 1).deltas();
    if (decoded) {
      for (int i = layers.size() - 1; i >= codeLayer; i--) {
        backward(i);
      }
    } else {
      layers.subList(codeLayer, layers.size()).forEach(DenseLayer::clearGradients);
    }
    codeGradient.ifPresent(g -> codeDeltas.add(g, count * codeWidth, !decoded));
    for (int i = codeLayer - 1; i >= 0; i--) {
      backward(i);
    }
  }

  private void forward(int from, int to) {
    for (int i = from; i < to; i++) {
      layers.get(i).forward(below(i), count);
    }
  }

  private void backward(int index) {
    DenseLayer layer = layers.get(index);
    layer.backward(below(index), count);
    if (index > 0) {
      layer.passDown(layers.get(index - 1).deltas(), count);
    }
  }

  private NativeFloats below(int index) {
    return index == 0 ? input : layers.get(index - 1).outputs();
  }

  @Override
  public void close() {
    layers.forEach(DenseLayer::close);
    input.close();
    gradient.ifPresent(NativeFloats::close);
    Reference.reachabilityFence(weights);
  }
}
