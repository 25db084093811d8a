package org.sqlflow.models.neural;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.sqlflow.executor.Activation;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;
import org.sqlflow.models.neural.FeedForwardNetwork.Design;

/**
 * Steps that train a {@link FeedForwardNetwork}. As in {@link NetworkStep} a batch is cut into two
 * pieces whatever the number of processors, and their gradients are summed in one order, so that a
 * seed gives the same weights on any number of threads. Used by one thread at a time; {@link
 * #close} frees its memory.
 */
public final class FeedForwardStep implements AutoCloseable {
  private static final int PIECES = 2;
  private static final int LEAST_PIECE = 32;

  /** Fewer operations in a batch are not worth a second thread. */
  private static final long WORTH_THREADS = 4_000_000;

  /** How many parameters shrink at a time; they stay in the first-level cache. */
  private static final int SHRUNK = 2048;

  /** The part of a running mean that each batch keeps. */
  private static final float STAYS = 0.9f;

  private final Design design;
  private final NativeFloats parameters;
  private final float[] moments;
  private final List<Piece> pieces;
  private final Optimizer optimizer;
  private final double dropout;
  private final double decay;
  private final long seed;
  private long steps;

  /** The loss of a row by its sums. */
  @FunctionalInterface
  public interface RowLoss {
    /**
     * The loss; called from several threads.
     *
     * @param row its number
     * @param sums of the row, replaced by the loss's slopes
     */
    double of(int row, float[] sums);
  }

  /**
   * How to train.
   *
   * @param dropout the share of each hidden layer's outputs that is dropped in a step
   * @param decay by how much, times the learning rate, the weights shrink in a step
   */
  public record Settings(
      int batchSize,
      Optimizer.Rule rule,
      double learningRate,
      double dropout,
      double decay,
      long seed) {}

  /** Starts from a copy of the network's numbers. */
  public FeedForwardStep(FeedForwardNetwork network, Settings settings) {
    Blas.useCallingThread();
    this.design = network.design();
    this.parameters = NativeFloats.allocate(design.parameters());
    this.moments = network.moments();
    parameters.buffer().put(0, network.parameters());
    int most =
        settings.batchSize() > LEAST_PIECE
            ? (settings.batchSize() + PIECES - 1) / PIECES
            : settings.batchSize();
    this.pieces =
        IntStream.range(0, PIECES).mapToObj(i -> new Piece(Math.max(LEAST_PIECE, most))).toList();
    this.optimizer = new Optimizer(parameters, settings.rule(), settings.learningRate());
    this.dropout = settings.dropout();
    this.decay = settings.decay();
    this.seed = settings.seed();
  }

  /** The rule that moves the parameters; its learning rate may be changed. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** A copy of the network as it is now. */
  public FeedForwardNetwork network() {
    float[] values = new float[parameters.length()];
    parameters.buffer().get(0, values);
    return FeedForwardNetwork.of(design, values, moments);
  }

  /**
   * Makes a step that lowers the mean loss of the rows {@code order[from] …}; returns the mean
   * before it.
   */
  public double train(float[] rows, int[] order, int from, int count, RowLoss loss) {
    steps++;
    int parts = count > LEAST_PIECE ? PIECES : 1;
    double[] losses = new double[parts];
    IntConsumer part =
        i -> {
          int start = count * i / parts;
          int length = count * (i + 1) / parts - start;
          losses[i] = pieces.get(i).run(rows, order, from + start, length, count, loss, i);
        };
    if (6 * design.parametersOfLayers() * count < WORTH_THREADS) {
      IntStream.range(0, parts).forEach(part);
    } else {
      Parallel.run(parts, part);
    }
    for (int i = 0; i < parts; i++) {
      pieces.get(i).remember(moments);
    }
    optimizer.step(pieces.subList(0, parts).stream().map(piece -> piece.gradient).toList());
    moveTables(parts);
    return Arrays.stream(losses).sum();
  }

  /** Moves the numbers of the categories of this batch. */
  private void moveTables(int parts) {
    int at = (int) design.parametersOfLayers();
    for (int table = 0; table < design.embeddings().size(); table++) {
      TableGradient sum = pieces.get(0).tableGradients.get(table);
      for (int i = 1; i < parts; i++) {
        TableGradient more = pieces.get(i).tableGradients.get(table);
        sum.add(more);
        more.clear();
      }
      sum.move(optimizer, at, (float) decay);
      sum.clear();
      at += (int) design.embeddings().get(table).parameters();
    }
  }

  /** Forward and backward for a piece of a batch, on one thread. */
  private final class Piece implements AutoCloseable {
    private final NativeFloats gradient = NativeFloats.allocate(design.parametersOfLayers());
    private final List<DenseLayer> layers = new ArrayList<>();
    private final List<BatchNorm> norms = new ArrayList<>();
    private final List<float[]> masks = new ArrayList<>();
    private final Optional<DenseLayer> linear;
    private final NativeFloats deepInput;
    private final NativeFloats wideInput;
    private final List<NativeFloats> tables = FeedForwardNetwork.tables(design, parameters);
    private final NativeFloats inputDeltas;
    private final List<TableGradient> tableGradients =
        design.embeddings().stream().map(TableGradient::new).toList();
    private final float[] numbers;

    /** The categories of each embedding and row. */
    private final int[][][] categories;

    private final float[] scratch;
    private final float[] sums;
    private final float[] slopes = new float[SHRUNK];
    private final float[] weights = new float[SHRUNK];

    Piece(int most) {
      gradient.fill(0);
      long at = 0;
      int in = design.inputs();
      for (int units : design.hidden()) {
        at = layer(at, in, units, Optional.of(design.activation()), most, layers);
        if (design.batchNorm()) {
          norms.add(
              new BatchNorm(
                  units, most, parameters.slice(at, 2L * units), gradient.slice(at, 2L * units)));
          at += 2L * units;
        }
        masks.add(new float[units * most]);
        in = units;
      }
      at = layer(at, in, design.outputs(), Optional.empty(), most, layers);
      List<DenseLayer> beside = new ArrayList<>();
      if (!design.wide().isEmpty()) {
        layer(at, design.wide().size(), design.outputs(), Optional.empty(), most, beside);
      }
      linear = beside.stream().findFirst();
      deepInput = NativeFloats.allocate((long) design.inputs() * most);
      boolean isEmbedding = !design.embeddings().isEmpty();
      inputDeltas = NativeFloats.allocate(isEmbedding ? (long) design.inputs() * most : 1);
      numbers = new float[design.widest()];
      categories = new int[design.embeddings().size()][most][];
      wideInput = NativeFloats.allocate((long) Math.max(1, design.wide().size()) * most);
      scratch = new float[design.widest() * most];
      sums = new float[design.outputs() * most];
    }

    private long layer(
        long at,
        int in,
        int out,
        Optional<Activation> activation,
        int most,
        List<DenseLayer> into) {
      int length = DenseLayer.parameters(in, out);
      into.add(
          DenseLayer.of(
              in, out, activation, most, parameters.slice(at, length), gradient.slice(at, length)));
      return at + length;
    }

    double run(float[] rows, int[] order, int from, int count, int batch, RowLoss loss, int index) {
      load(rows, order, from, count, design.deep(), tables, deepInput);
      SplittableRandom random = new SplittableRandom(seed + 31 * steps + index);
      forward(count, random);
      int outputs = design.outputs();
      int values = count * outputs;
      DenseLayer last = layers.get(layers.size() - 1);
      last.outputs().buffer().get(0, sums, 0, values);
      if (linear.isPresent()) {
        load(rows, order, from, count, design.wide(), List.of(), wideInput);
        linear.get().forward(wideInput, count);
        linear.get().outputs().buffer().get(0, scratch, 0, values);
        for (int i = 0; i < values; i++) {
          sums[i] += scratch[i];
        }
      }
      float[] own = new float[outputs];
      double sum = 0;
      float share = 1f / batch;
      for (int row = 0; row < count; row++) {
        System.arraycopy(sums, row * outputs, own, 0, outputs);
        sum += loss.of(order[from + row], own);
        for (int output = 0; output < outputs; output++) {
          sums[row * outputs + output] = own[output] * share;
        }
      }
      last.deltas().buffer().put(0, sums, 0, values);
      backward(count);
      if (!tableGradients.isEmpty()) {
        embed(rows, order, from, count);
      }
      if (linear.isPresent()) {
        linear.get().deltas().buffer().put(0, sums, 0, values);
        linear.get().backward(wideInput, count);
      }
      if (decay > 0) {
        shrink(count, batch);
      }
      return sum * share;
    }

    private void forward(int count, SplittableRandom random) {
      NativeFloats below = deepInput;
      for (int i = 0; i < layers.size(); i++) {
        layers.get(i).forward(below, count);
        below = layers.get(i).outputs();
        boolean isHidden = i < design.hidden().size();
        if (isHidden && (dropout > 0 || design.batchNorm())) {
          int values = count * design.hidden().get(i);
          below.buffer().get(0, scratch, 0, values);
          if (dropout > 0) {
            drop(masks.get(i), values, random);
          }
          if (design.batchNorm()) {
            norms.get(i).forward(scratch, count);
          }
          below.buffer().put(0, scratch, 0, values);
        }
      }
    }

    private void drop(float[] mask, int values, SplittableRandom random) {
      float kept = (float) (1 / (1 - dropout));
      for (int i = 0; i < values; i++) {
        mask[i] = random.nextDouble() < dropout ? 0 : kept;
        scratch[i] *= mask[i];
      }
    }

    private void backward(int count) {
      for (int i = layers.size() - 1; i >= 0; i--) {
        DenseLayer layer = layers.get(i);
        boolean isHidden = i < design.hidden().size();
        if (isHidden && (dropout > 0 || design.batchNorm())) {
          int values = count * design.hidden().get(i);
          layer.deltas().buffer().get(0, scratch, 0, values);
          if (design.batchNorm()) {
            norms.get(i).backward(scratch, count);
          }
          for (int at = 0; dropout > 0 && at < values; at++) {
            scratch[at] *= masks.get(i)[at];
          }
          layer.deltas().buffer().put(0, scratch, 0, values);
        }
        layer.backward(i == 0 ? deepInput : layers.get(i - 1).outputs(), count);
        if (i > 0) {
          layer.passDown(layers.get(i - 1).deltas(), count);
        }
      }
    }

    /** Adds the gradient of half of the squared parameters, this piece's share of it. */
    private void shrink(int count, int batch) {
      float factor = (float) (decay * count / batch);
      for (int at = 0; at < gradient.length(); at += SHRUNK) {
        int values = Math.min(SHRUNK, gradient.length() - at);
        gradient.buffer().get(at, slopes, 0, values);
        parameters.buffer().get(at, weights, 0, values);
        for (int i = 0; i < values; i++) {
          slopes[i] += factor * weights[i];
        }
        gradient.buffer().put(at, slopes, 0, values);
      }
    }

    /** Adds this piece's moments to the running ones. */
    void remember(float[] running) {
      int at = 0;
      for (int i = 0; i < norms.size(); i++) {
        int units = design.hidden().get(i);
        for (int unit = 0; unit < units; unit++) {
          running[at + unit] =
              STAYS * running[at + unit] + (1 - STAYS) * norms.get(i).means()[unit];
          running[at + units + unit] =
              STAYS * running[at + units + unit] + (1 - STAYS) * norms.get(i).variances()[unit];
        }
        at += 2 * units;
      }
    }

    /** The gradients of the embeddings. */
    private void embed(float[] rows, int[] order, int from, int count) {
      layers.get(0).passDown(inputDeltas, count);
      int inputs = design.inputs();
      for (int row = 0; row < count; row++) {
        inputDeltas.buffer().get(row * inputs, scratch, 0, inputs);
        int at = design.deep().size();
        for (int table = 0; table < tableGradients.size(); table++) {
          Embedding embedding = design.embeddings().get(table);
          embedding.spread(
              rows,
              order[from + row] * design.features(),
              categories[table][row],
              scratch,
              at,
              tableGradients.get(table));
          at += embedding.dimension();
        }
      }
    }

    private void load(
        float[] rows,
        int[] order,
        int from,
        int count,
        List<Integer> columns,
        List<NativeFloats> embedded,
        NativeFloats into) {
      int width = embedded.isEmpty() ? columns.size() : design.inputs();
      int features = design.features();
      boolean isAll = columns.size() == features;
      for (int row = 0; row < count; row++) {
        int at = order[from + row] * features;
        if (isAll) {
          into.buffer().put(row * width, rows, at, width);
        } else {
          for (int c = 0; c < columns.size(); c++) {
            scratch[c] = rows[at + columns.get(c)];
          }
          int next = columns.size();
          for (int i = 0; i < embedded.size(); i++) {
            Embedding embedding = design.embeddings().get(i);
            categories[i][row] = embedding.categories(rows, at);
            embedding.load(rows, at, categories[i][row], embedded.get(i), scratch, next, numbers);
            next += embedding.dimension();
          }
          into.buffer().put(row * width, scratch, 0, width);
        }
      }
    }

    @Override
    public void close() {
      layers.forEach(DenseLayer::close);
      linear.ifPresent(DenseLayer::close);
      deepInput.close();
      wideInput.close();
      inputDeltas.close();
      gradient.close();
    }
  }

  @Override
  public void close() {
    pieces.forEach(Piece::close);
    parameters.close();
  }
}
