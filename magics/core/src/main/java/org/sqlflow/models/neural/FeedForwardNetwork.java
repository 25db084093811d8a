package org.sqlflow.models.neural;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.executor.Activation;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.formula.Formula;

/**
 * A dense network from features to one or more sums, optionally with a linear part whose sums are
 * added (wide and deep, Cheng et al. 2016). Its numbers are in arrays on the heap; {@link
 * FeedForwardStep} trains it. Used by one thread at a time.
 *
 * <p>The parameters are, for each hidden layer, the weights ({@code in x out}, column-major), the
 * biases and, with batch normalization, factors and offsets; then the output layer's weights and
 * biases, then those of the linear part, then the numbers of embedded categories. The moments are
 * the running means and variances of each normalized layer.
 */
public final class FeedForwardNetwork {
  /** Rows that are computed at a time. */
  private static final int BLOCK = 512;

  /** Blocks of a thread between two checks for cancellation. */
  private static final int BLOCKS_AT_A_TIME = 32;

  private final Design design;
  private final float[] parameters;
  private final float[] moments;

  private FeedForwardNetwork(Design design, float[] parameters, float[] moments) {
    this.design = design;
    this.parameters = parameters;
    this.moments = moments;
  }

  /**
   * The shape of the network.
   *
   * @param features how many numbers a row has
   * @param deep which of them the dense part sees
   * @param wide which of them the linear part sees; empty for none
   * @param hidden units of each hidden layer
   * @param outputs how many sums a row gets
   * @param activation after each hidden layer
   * @param batchNorm whether each hidden layer is normalized
   * @param embeddings the categories that the dense part sees beside {@code deep}, by the numbers
   *     that are learned for them
   */
  public record Design(
      int features,
      List<Integer> deep,
      List<Integer> wide,
      List<Integer> hidden,
      int outputs,
      Activation activation,
      boolean batchNorm,
      List<Embedding> embeddings) {
    public Design {
      deep = List.copyOf(deep);
      wide = List.copyOf(wide);
      hidden = List.copyOf(hidden);
      embeddings = List.copyOf(embeddings);
    }

    /** One without embeddings. */
    public Design(
        int features,
        List<Integer> deep,
        List<Integer> wide,
        List<Integer> hidden,
        int outputs,
        Activation activation,
        boolean batchNorm) {
      this(features, deep, wide, hidden, outputs, activation, batchNorm, List.of());
    }

    /** How many numbers the first layer of the dense part takes. */
    int inputs() {
      return deep.size() + embeddings.stream().mapToInt(Embedding::dimension).sum();
    }

    /** How many parameters precede those of the embeddings. */
    long parametersOfLayers() {
      return parameters() - embeddings.stream().mapToLong(Embedding::parameters).sum();
    }

    /** One in which the dense part sees all features. */
    public static Design of(
        int features, List<Integer> hidden, int outputs, Activation activation, boolean batchNorm) {
      return new Design(
          features,
          IntStream.range(0, features).boxed().toList(),
          List.of(),
          hidden,
          outputs,
          activation,
          batchNorm);
    }

    /** How many parameters it has. */
    public long parameters() {
      long count = embeddings.stream().mapToLong(Embedding::parameters).sum();
      long in = inputs();
      for (int units : hidden) {
        count += (in + 1) * units + (batchNorm ? 2L * units : 0);
        in = units;
      }
      return count + (in + 1) * outputs + (wide.isEmpty() ? 0 : (wide.size() + 1L) * outputs);
    }

    /** How many running means and variances it has. */
    public int moments() {
      return batchNorm ? 2 * hidden.stream().mapToInt(Integer::intValue).sum() : 0;
    }

    /** How many units the widest layer has. */
    public int widest() {
      return IntStream.concat(
              IntStream.of(inputs(), wide.size(), outputs),
              hidden.stream().mapToInt(Integer::intValue))
          .max()
          .orElse(1);
    }
  }

  /** A new network: uniform weights by Glorot and Bengio 2010, the same for the same seed. */
  public static FeedForwardNetwork create(Design design, long seed) {
    FeedForwardNetwork network =
        new FeedForwardNetwork(
            design, new float[Math.toIntExact(design.parameters())], new float[design.moments()]);
    SplittableRandom random = new SplittableRandom(seed);
    int at = 0;
    int in = design.inputs();
    for (int units : design.hidden()) {
      at = network.draw(random, at, in, units) + units;
      if (design.batchNorm()) {
        Arrays.fill(network.parameters, at, at + units, 1);
        at += 2 * units;
      }
      in = units;
    }
    network.draw(random, at, in, design.outputs());
    network.drawEmbeddings(random);
    int moment = 0;
    for (int i = 0; design.batchNorm() && i < design.hidden().size(); i++) {
      int units = design.hidden().get(i);
      Arrays.fill(network.moments, moment + units, moment + 2 * units, 1);
      moment += 2 * units;
    }
    return network;
  }

  /** Draws numbers with deviation {@code 1 / sqrt(dimension)}, as TensorFlow does. */
  private void drawEmbeddings(SplittableRandom random) {
    int at = (int) design.parametersOfLayers();
    for (Embedding embedding : design.embeddings()) {
      double limit = Math.sqrt(3.0 / embedding.dimension());
      for (int end = at + (int) embedding.parameters(); at < end; at++) {
        parameters[at] = (float) ((2 * random.nextDouble() - 1) * limit);
      }
    }
  }

  private int draw(SplittableRandom random, int from, int in, int out) {
    double limit = Math.sqrt(6.0 / (in + out));
    int to = from + in * out;
    for (int at = from; at < to; at++) {
      parameters[at] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
    return to;
  }

  /**
   * A network that was trained.
   *
   * @param parameters as many as the design has
   * @param moments as many as the design has
   */
  public static FeedForwardNetwork of(Design design, float[] parameters, float[] moments) {
    if (parameters.length != design.parameters() || moments.length != design.moments()) {
      throw new IllegalArgumentException("numbers of another network");
    }
    return new FeedForwardNetwork(design, parameters.clone(), moments.clone());
  }

  /** The shape of the network. */
  public Design design() {
    return design;
  }

  /** A copy of the parameters. */
  public float[] parameters() {
    return parameters.clone();
  }

  /** A copy of the running means and variances. */
  public float[] moments() {
    return moments.clone();
  }

  /**
   * The sums of each row, {@code rows x outputs}, on all processors. A block of rows is computed on
   * one thread, so the number of threads changes nothing.
   *
   * @param rows {@code rows x features}
   * @param cancellation called by the calling thread only
   */
  public float[] outputs(Matrix rows, CancellationCheck cancellation) {
    Blas.useCallingThread();
    float[] all = new float[Math.multiplyExact(rows.rows(), design.outputs())];
    int blocks = (int) (((long) rows.rows() + BLOCK - 1) / BLOCK);
    int lanes = Math.max(1, Math.min(blocks, Parallel.threads()));
    int most = Math.max(1, Math.min(BLOCK, rows.rows()));
    List<Forward> workers = new ArrayList<>();
    try (NativeFloats shared = NativeFloats.allocate(parameters.length)) {
      shared.buffer().put(0, parameters);
      for (int lane = 0; lane < lanes; lane++) {
        workers.add(new Forward(shared, most));
      }
      for (int first = 0; first < blocks; first += BLOCKS_AT_A_TIME * lanes) {
        cancellation.checkCancelled();
        int from = first;
        int to = Math.min(blocks, first + BLOCKS_AT_A_TIME * lanes);
        Parallel.run(
            lanes,
            lane -> {
              for (int block = from + lane; block < to; block += lanes) {
                int start = block * BLOCK;
                int count = Math.min(BLOCK, rows.rows() - start);
                workers.get(lane).run(rows.values(), start, count, all);
              }
            });
      }
    } finally {
      workers.forEach(Forward::close);
    }
    return all;
  }

  /**
   * How it computes its sums, for all features in their order; empty if it has embeddings. What
   * normalizes a layer is part of the weights that follow.
   *
   * @param factor each sum is multiplied by
   * @param constant is added to each
   */
  public Optional<Formula.Network> formula(double factor, double constant) {
    if (!design.embeddings().isEmpty()) {
      return Optional.empty();
    }
    List<Integer> units = new ArrayList<>(design.hidden());
    units.add(design.outputs());
    List<Formula.Layer> layers = new ArrayList<>();
    BatchNorm.Affine before = BatchNorm.Affine.NONE;
    int at = 0;
    int moment = 0;
    int in = design.inputs();
    for (int i = 0; i < units.size(); i++) {
      int out = units.get(i);
      boolean isHidden = i < design.hidden().size();
      Formula.Layer layer =
          before.followedBy(
              layer(at, in, out, isHidden ? design.activation() : Activation.IDENTITY));
      layers.add(i == 0 ? spread(layer, design.deep()) : layer);
      at += DenseLayer.parameters(in, out);
      if (isHidden && design.batchNorm()) {
        before = BatchNorm.Affine.of(out, parameters, at, moments, moment);
        at += 2 * out;
        moment += 2 * out;
      }
      in = out;
    }
    Optional<Formula.Layer> linear =
        design.wide().isEmpty()
            ? Optional.empty()
            : Optional.of(
                spread(
                    layer(at, design.wide().size(), design.outputs(), Activation.IDENTITY),
                    design.wide()));
    return Optional.of(new Formula.Network(List.copyOf(layers), linear, factor, constant));
  }

  private Formula.Layer layer(int at, int in, int out, Activation activation) {
    int biases = at + in * out;
    return new Formula.Layer(
        Arrays.copyOfRange(parameters, at, biases),
        Arrays.copyOfRange(parameters, biases, biases + out),
        activation);
  }

  /** A layer of some features as one of all. */
  private Formula.Layer spread(Formula.Layer layer, List<Integer> columns) {
    float[] weights = new float[layer.out() * design.features()];
    for (int unit = 0; unit < layer.out(); unit++) {
      for (int c = 0; c < columns.size(); c++) {
        weights[unit * design.features() + columns.get(c)] = layer.weights()[unit * layer.in() + c];
      }
    }
    return new Formula.Layer(weights, layer.biases(), layer.activation());
  }

  /** The tables of the embeddings within all parameters, or their gradients. */
  static List<NativeFloats> tables(Design design, NativeFloats parameters) {
    List<NativeFloats> tables = new ArrayList<>();
    long at = design.parametersOfLayers();
    for (Embedding embedding : design.embeddings()) {
      tables.add(parameters.slice(at, embedding.parameters()));
      at += embedding.parameters();
    }
    return tables;
  }

  /** Computes sums on one thread. */
  private final class Forward implements AutoCloseable {
    private final List<DenseLayer> layers = new ArrayList<>();
    private final Optional<DenseLayer> linear;
    private final NativeFloats deepInput;
    private final Optional<NativeFloats> wideInput;
    private final List<NativeFloats> tables;
    private final float[] scratch;
    private final float[] numbers;

    Forward(NativeFloats shared, int most) {
      long at = 0;
      int in = design.inputs();
      for (int units : design.hidden()) {
        int length = DenseLayer.parameters(in, units);
        layers.add(
            DenseLayer.of(
                in, units, Optional.of(design.activation()), most, shared.slice(at, length)));
        at += length + (design.batchNorm() ? 2L * units : 0);
        in = units;
      }
      int length = DenseLayer.parameters(in, design.outputs());
      layers.add(
          DenseLayer.of(in, design.outputs(), Optional.empty(), most, shared.slice(at, length)));
      at += length;
      deepInput = NativeFloats.allocate((long) design.inputs() * most);
      tables = tables(design, shared);
      numbers = new float[design.widest()];
      if (design.wide().isEmpty()) {
        linear = Optional.empty();
        wideInput = Optional.empty();
      } else {
        int width = design.wide().size();
        linear =
            Optional.of(
                DenseLayer.of(
                    width,
                    design.outputs(),
                    Optional.empty(),
                    most,
                    shared.slice(at, DenseLayer.parameters(width, design.outputs()))));
        wideInput = Optional.of(NativeFloats.allocate((long) width * most));
      }
      scratch = new float[design.widest() * most];
    }

    void run(float[] rows, int start, int count, float[] into) {
      load(rows, start, count, design.deep(), tables, deepInput);
      NativeFloats below = deepInput;
      int parameter = 0;
      int moment = 0;
      int in = design.inputs();
      for (int i = 0; i < layers.size(); i++) {
        layers.get(i).forward(below, count);
        below = layers.get(i).outputs();
        boolean isNormal = design.batchNorm() && i < design.hidden().size();
        if (isNormal) {
          int units = design.hidden().get(i);
          parameter += DenseLayer.parameters(in, units);
          below.buffer().get(0, scratch, 0, count * units);
          BatchNorm.Affine.of(units, parameters, parameter, moments, moment).apply(scratch, count);
          below.buffer().put(0, scratch, 0, count * units);
          parameter += 2 * units;
          moment += 2 * units;
          in = units;
        }
      }
      int values = count * design.outputs();
      int at = start * design.outputs();
      below.buffer().get(0, into, at, values);
      if (linear.isPresent()) {
        load(rows, start, count, design.wide(), List.of(), wideInput.get());
        linear.get().forward(wideInput.get(), count);
        linear.get().outputs().buffer().get(0, scratch, 0, values);
        for (int i = 0; i < values; i++) {
          into[at + i] += scratch[i];
        }
      }
    }

    private void load(
        float[] rows,
        int start,
        int count,
        List<Integer> columns,
        List<NativeFloats> embedded,
        NativeFloats into) {
      int width = embedded.isEmpty() ? columns.size() : design.inputs();
      for (int row = 0; row < count; row++) {
        int from = (start + row) * design.features();
        for (int c = 0; c < columns.size(); c++) {
          scratch[c] = rows[from + columns.get(c)];
        }
        int at = columns.size();
        for (int i = 0; i < embedded.size(); i++) {
          Embedding embedding = design.embeddings().get(i);
          int[] categories = embedding.categories(rows, from);
          embedding.load(rows, from, categories, embedded.get(i), scratch, at, numbers);
          at += embedding.dimension();
        }
        into.buffer().put(row * width, scratch, 0, width);
      }
    }

    @Override
    public void close() {
      layers.forEach(DenseLayer::close);
      linear.ifPresent(DenseLayer::close);
      deepInput.close();
      wideInput.ifPresent(NativeFloats::close);
    }
  }
}
