package org.sqlflow.models.neural;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.NetworkShape;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.formula.Formula;

/**
 * A dense autoencoder in a DL4J network: the encoder's layers, the last of which is the linear
 * code, then the decoder's in the opposite order down to the features, linear and with mean squared
 * error.
 *
 * @param network {@code 2 * codeLayer} layers
 * @param codeLayer how many layers the encoder has
 * @param scale how the network scales its rows; none once it is trained
 */
public record AutoencoderNetwork(MultiLayerNetwork network, int codeLayer, InputScale scale) {
  /** Rows that are encoded at a time, the same in training and prediction. */
  private static final int ENCODE_BLOCK = 512;

  /** Blocks of a thread between two checks for cancellation. */
  private static final int BLOCKS_AT_A_TIME = 32;

  /** The most numbers of codes in memory at a time. */
  private static final int MOST_CODES = 1 << 26;

  /** How to make a new network. */
  public record Design(
      int features, List<Integer> units, Activation hidden, WeightInit initializer, long seed) {}

  /** A new network with random weights, the same for the same seed. */
  public static AutoencoderNetwork create(Design design) {
    List<Integer> widths = new ArrayList<>(design.units());
    for (int i = design.units().size() - 2; i >= 0; i--) {
      widths.add(design.units().get(i));
    }
    widths.add(design.features());
    return create(design, widths, Collections.nCopies(widths.size(), design.hidden()));
  }

  /**
   * The same with other widths in the decoder, or with an activation for each layer.
   *
   * @param widths of all layers; the encoder's are those of the design
   * @param hidden after each layer; those of the code and the output are ignored
   */
  public static AutoencoderNetwork create(
      Design design, List<Integer> widths, List<Activation> hidden) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(design, widths, hidden));
    network.init();
    return new AutoencoderNetwork(
        network, design.units().size(), InputScale.none(design.features()));
  }

  private static MultiLayerConfiguration configuration(
      Design design, List<Integer> widths, List<Activation> hidden) {
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(design.seed())
            .weightInit(design.initializer())
            .updater(new Adam())
            .list();
    int in = design.features();
    for (int i = 0; i < widths.size() - 1; i++) {
      boolean isCode = i == design.units().size() - 1;
      layers.layer(
          new DenseLayer.Builder()
              .nIn(in)
              .nOut(widths.get(i))
              .activation(isCode ? Activation.IDENTITY : hidden.get(i))
              .build());
      in = widths.get(i);
    }
    layers.layer(
        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nIn(in)
            .nOut(design.features())
            .activation(Activation.IDENTITY)
            .build());
    return layers.build();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws ModelException if it is corrupt
   */
  public static AutoencoderNetwork fromBytes(byte[] bytes) {
    NetworkFile file = NetworkFile.read(bytes);
    List<Integer> widths = file.widths();
    int codeLayer = widths.size() / 2;
    if (widths.size() % 2 != 0 || widths.get(widths.size() - 1) != file.inputs()) {
      throw new ModelException("the stored network is not an autoencoder: retrain the model");
    }
    Design design =
        new Design(
            file.inputs(),
            widths.subList(0, codeLayer),
            Activation.IDENTITY,
            WeightInit.XAVIER_UNIFORM,
            0);
    MultiLayerNetwork network =
        new MultiLayerNetwork(configuration(design, widths, file.activations()));
    network.init(Nd4j.createFromArray(file.parameters()), false);
    return new AutoencoderNetwork(network, codeLayer, InputScale.none(file.inputs()));
  }

  /** DL4J's zip of the network. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, bytes, false);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** A copy that shares no weights. */
  public AutoencoderNetwork copy() {
    return new AutoencoderNetwork(network.clone(), codeLayer, scale);
  }

  /**
   * A copy with another input scale that has the same codes for the same rows (within rounding):
   * the difference of the scales goes into the first layer and, inverted, into the last.
   */
  public AutoencoderNetwork withScale(InputScale other) {
    AutoencoderNetwork copy = new AutoencoderNetwork(network.clone(), codeLayer, other);
    INDArray weights = copy.network.getLayer(0).getParam("W");
    INDArray biases = copy.network.getLayer(0).getParam("b").reshape(1, width(0));
    INDArray shift = Nd4j.createFromArray(shift(other)).reshape(1, features());
    double ratio = (double) other.deviation() / scale.deviation();
    biases.addi(shift.mmul(weights));
    weights.muli(ratio);
    INDArray outputs = copy.network.getLayer(layers() - 1).getParam("b").reshape(1, features());
    copy.network.getLayer(layers() - 1).getParam("W").divi(ratio);
    outputs.subi(shift).divi(ratio);
    return copy;
  }

  /** The same without a scale, to be stored and to predict with. */
  public AutoencoderNetwork trained() {
    return withScale(InputScale.none(features()));
  }

  /** The differences of the means, in deviations of this scale. */
  private float[] shift(InputScale other) {
    float[] shift = new float[features()];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (other.means()[c] - scale.means()[c]) / scale.deviation();
    }
    return shift;
  }

  /** How many numbers a row has. */
  public int features() {
    return (int) layer(0).getNIn();
  }

  /** How many numbers a code has. */
  public int codeWidth() {
    return (int) layer(codeLayer - 1).getNOut();
  }

  /** The widths of the encoder's layers, as {@code model.encode_units} gives them. */
  public List<Integer> units() {
    List<Integer> units = new ArrayList<>();
    for (int i = 0; i < codeLayer; i++) {
      units.add((int) layer(i).getNOut());
    }
    return units;
  }

  /** How many layers there are. */
  public int layers() {
    return network.getnLayers();
  }

  /** How many units a layer has. */
  public int width(int layer) {
    return (int) layer(layer).getNOut();
  }

  /** The activation of a layer; empty for the code and the output, which are linear. */
  public Optional<org.sqlflow.executor.Activation> activation(int layer) {
    if (layer == codeLayer - 1 || layer == layers() - 1) {
      return Optional.empty();
    }
    return Optional.of(HiddenActivation.of(layer(layer).getActivationFn()));
  }

  /** Its layers and its scale, for those who have no DL4J. */
  public NetworkShape shape() {
    return new NetworkShape(
        features(),
        IntStream.range(0, layers()).map(this::width).toArray(),
        IntStream.range(0, layers())
            .mapToObj(this::activation)
            .map(hidden -> hidden.orElse(org.sqlflow.executor.Activation.IDENTITY))
            .toArray(org.sqlflow.executor.Activation[]::new),
        codeLayer,
        scale.means(),
        scale.deviation());
  }

  /** The layers from the features to the code, copied; of a network that is {@link #trained}. */
  public List<Formula.Layer> encoder() {
    float[] parameters = network.params().toFloatVector();
    List<Formula.Layer> layers = new ArrayList<>();
    int in = features();
    int at = 0;
    for (int i = 0; i < codeLayer; i++) {
      // Weights are column-major: those of a unit follow each other.
      int biases = at + in * width(i);
      layers.add(
          new Formula.Layer(
              Arrays.copyOfRange(parameters, at, biases),
              Arrays.copyOfRange(parameters, biases, biases + width(i)),
              activation(i).orElse(org.sqlflow.executor.Activation.IDENTITY)));
      at = biases + width(i);
      in = width(i);
    }
    return List.copyOf(layers);
  }

  /** All weights and biases as one row; writing to it changes the network. */
  public INDArray parameters() {
    return network.params();
  }

  /**
   * The codes of the rows, {@code rows x codeWidth}, in blocks of rows on all processors. A block
   * is computed on one thread, so the number of threads does not change a code.
   *
   * @param cancellation called by the calling thread only
   */
  public Matrix encode(Matrix rows, CancellationCheck cancellation) {
    float[] codes = new float[Math.multiplyExact(rows.rows(), codeWidth())];
    encode(
        rows,
        cancellation,
        (from, some) ->
            System.arraycopy(some.values(), 0, codes, from * codeWidth(), some.values().length));
    return new Matrix(rows.rows(), codeWidth(), codes);
  }

  /** Receives the codes of some rows. */
  public interface CodeReader {
    /**
     * Called on the calling thread.
     *
     * @param from the first of the rows
     * @param codes {@code rows x codeWidth}; valid during the call
     */
    void accept(int from, Matrix codes);
  }

  /** The same some rows at a time, so that memory is bounded however wide the code is. */
  public void encode(Matrix rows, CancellationCheck cancellation, CodeReader reader) {
    int width = codeWidth();
    int blocks = (int) (((long) rows.rows() + ENCODE_BLOCK - 1) / ENCODE_BLOCK);
    int lanes = Math.max(1, Math.min(blocks, Parallel.threads()));
    int step = Math.max(1, Math.min(BLOCKS_AT_A_TIME * lanes, MOST_CODES / ENCODE_BLOCK / width));
    List<NetworkWorker> workers = new ArrayList<>();
    try {
      for (int lane = 0; lane < lanes; lane++) {
        workers.add(NetworkWorker.forEncoding(this, Math.min(ENCODE_BLOCK, rows.rows())));
      }
      for (int first = 0; first < blocks; first += step) {
        cancellation.checkCancelled();
        int from = first * ENCODE_BLOCK;
        int to = (int) Math.min(rows.rows(), (long) from + (long) step * ENCODE_BLOCK);
        float[] codes = new float[(to - from) * width];
        AtomicInteger next = new AtomicInteger(from);
        Parallel.run(
            lanes,
            lane -> {
              int start = next.getAndAdd(ENCODE_BLOCK);
              while (start < to) {
                NetworkWorker worker = workers.get(lane);
                worker.load(rows.values(), start, Math.min(ENCODE_BLOCK, to - start));
                worker.encode();
                worker.codes(codes, (start - from) * width);
                start = next.getAndAdd(ENCODE_BLOCK);
              }
            });
        reader.accept(from, new Matrix(to - from, width, codes));
      }
    } finally {
      workers.forEach(NetworkWorker::close);
    }
  }

  private FeedForwardLayer layer(int index) {
    return (FeedForwardLayer) network.getLayerWiseConfigurations().getConf(index).getLayer();
  }
}
