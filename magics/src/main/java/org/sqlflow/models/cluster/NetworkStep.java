package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Forward and backward through an autoencoder for batches of one size, in arrays that are allocated
 * once. DL4J's own step does the same two to three times slower on the small networks of tables;
 * the weights stay in the DL4J network, and the gradient has the layout of its parameters.
 *
 * <p>All arrays are {@code units x batch}, column-major: a row of the table is a column here, so
 * that a batch is copied in row by row and no product copies an operand.
 */
final class NetworkStep {
  private final int batch;
  private final int codeLayer;
  private final List<Layer> layers;
  private final INDArray input;
  private final INDArray ones;

  /** One layer's weights ({@code in x out}) and what a batch leaves in it. */
  private record Layer(
      INDArray weights,
      INDArray biases,
      Optional<HiddenActivation> activation,
      INDArray sums,
      INDArray activations,
      INDArray gradient,
      INDArray weightGradient,
      INDArray biasGradient) {}

  private NetworkStep(int batch, int codeLayer, List<Layer> layers, INDArray input, INDArray ones) {
    this.batch = batch;
    this.codeLayer = codeLayer;
    this.layers = layers;
    this.input = input;
    this.ones = ones;
  }

  /**
   * For training.
   *
   * @param gradient as long as the network's parameters; written by {@link #backward}
   */
  static NetworkStep forTraining(Autoencoder autoencoder, int batch, INDArray gradient) {
    return of(autoencoder, batch, autoencoder.layers(), gradient);
  }

  /** For codes alone. */
  static NetworkStep forEncoding(Autoencoder autoencoder, int batch) {
    return of(autoencoder, batch, autoencoder.codeLayer(), autoencoder.parameters());
  }

  private static NetworkStep of(
      Autoencoder autoencoder, int batch, int layerCount, INDArray gradient) {
    INDArray weights = flat(autoencoder.parameters());
    INDArray gradients = flat(gradient);
    List<Layer> layers = new java.util.ArrayList<>();
    int in = autoencoder.features();
    long at = 0;
    for (int i = 0; i < layerCount; i++) {
      int out = autoencoder.width(i);
      long biasAt = at + (long) in * out;
      Optional<HiddenActivation> activation = autoencoder.activation(i);
      INDArray sums = columns(out, batch);
      layers.add(
          new Layer(
              view(weights, at, in, out),
              view(weights, biasAt, out, 1),
              activation,
              sums,
              activation.isPresent() ? columns(out, batch) : sums,
              columns(out, batch),
              view(gradients, at, in, out),
              view(gradients, biasAt, out, 1)));
      at = biasAt + out;
      in = out;
    }
    return new NetworkStep(
        batch,
        autoencoder.codeLayer(),
        List.copyOf(layers),
        columns(autoencoder.features(), batch),
        Nd4j.ones(DataType.FLOAT, 1, batch));
  }

  private static INDArray flat(INDArray row) {
    return row.reshape(row.length());
  }

  private static INDArray view(INDArray flat, long at, int rows, int columns) {
    return flat.get(NDArrayIndex.interval(at, at + (long) rows * columns))
        .reshape('f', rows, columns);
  }

  private static INDArray columns(int units, int batch) {
    return Nd4j.create(DataType.FLOAT, new long[] {units, batch}, 'f');
  }

  int batch() {
    return batch;
  }

  /** Takes rows that follow each other, from a row-major matrix. */
  void load(float[] rows, int from) {
    int width = (int) input.size(0);
    pointer(input).put(rows, from * width, batch * width);
  }

  /** Takes the rows {@code order[from] …}. */
  void load(float[] rows, int[] order, int from) {
    int width = (int) input.size(0);
    float[] gathered = new float[batch * width];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(rows, order[from + i] * width, gathered, i * width, width);
    }
    pointer(input).put(gathered, 0, gathered.length);
  }

  /** Computes the codes, and writes them to {@code into}, {@code batch x codeWidth}. */
  void encode(float[] into, int at) {
    forward(0, codeLayer);
    INDArray codes = layers.get(codeLayer - 1).activations();
    pointer(codes).get(into, at, (int) codes.length());
  }

  /** Encodes and decodes; returns the mean squared error of the batch. */
  double reconstruct() {
    forward(0, codeLayer);
    return decode();
  }

  /** Decodes the codes of {@link #encode}; returns the mean squared error of the batch. */
  double decode() {
    forward(codeLayer, layers.size());
    Layer output = layers.get(layers.size() - 1);
    INDArray error = output.activations().sub(input, output.gradient());
    double norm = error.norm2Number().doubleValue();
    return norm * norm / error.length();
  }

  /**
   * Writes the gradient of {@code weight * mean squared error}, plus what comes in at the code.
   *
   * @param weight of the error that {@link #decode} has computed; 0 if it was not called
   * @param codeGradient {@code batch x codeWidth}
   */
  void backward(double weight, Optional<float[]> codeGradient) {
    Layer code = layers.get(codeLayer - 1);
    if (weight > 0) {
      INDArray error = layers.get(layers.size() - 1).gradient();
      error.muli(2 * weight / error.length());
      for (int i = layers.size() - 1; i >= codeLayer; i--) {
        backward(i);
      }
    } else {
      code.gradient().assign(0);
      layers.subList(codeLayer, layers.size()).forEach(NetworkStep::clear);
    }
    if (codeGradient.isPresent()) {
      INDArray extra = columns((int) code.gradient().size(0), batch);
      pointer(extra).put(codeGradient.get(), 0, (int) extra.length());
      code.gradient().addi(extra);
    }
    for (int i = codeLayer - 1; i >= 0; i--) {
      backward(i);
    }
  }

  private static void clear(Layer layer) {
    layer.weightGradient().assign(0);
    layer.biasGradient().assign(0);
  }

  private void forward(int from, int to) {
    for (int i = from; i < to; i++) {
      Layer layer = layers.get(i);
      Nd4j.gemm(layer.weights(), below(i), layer.sums(), true, false, 1, 0);
      layer.sums().addiColumnVector(layer.biases());
      layer.activation().ifPresent(a -> a.apply(layer.sums(), layer.activations()));
    }
  }

  private void backward(int index) {
    Layer layer = layers.get(index);
    INDArray gradient = layer.gradient();
    layer.activation().ifPresent(a -> a.backward(layer.sums(), gradient));
    Nd4j.gemm(below(index), gradient, layer.weightGradient(), false, true, 1, 0);
    Nd4j.gemm(gradient, ones, layer.biasGradient(), false, true, 1, 0);
    if (index > 0) {
      Nd4j.gemm(layer.weights(), gradient, layers.get(index - 1).gradient(), false, false, 1, 0);
    }
  }

  private INDArray below(int index) {
    return index == 0 ? input : layers.get(index - 1).activations();
  }

  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }
}
