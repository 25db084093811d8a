package org.sqlflow.models.neural;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;

/**
 * One step of an autoencoder's training on a batch. DL4J's own step does the same several times
 * slower; the weights stay in the DL4J network.
 *
 * <p>A batch of more than {@link #LEAST_PIECE} rows is cut into {@link #PIECES}, whatever the
 * number of processors: each is computed on one thread, and their gradients are summed in one
 * order, so that a seed gives the same weights on one thread and on two. Arithmetic and memory are
 * those of {@link DenseLayer} and {@link Optimizer}, and the gradient exists once for each piece.
 * Whether the pieces run at the same time is measured ({@link ThreadChoice}).
 */
public final class NetworkStep implements AutoCloseable {
  private static final int PIECES = 2;
  private static final int LEAST_PIECE = 32;

  private final List<NetworkWorker> pieces;
  private final Optimizer optimizer;
  private final int features;
  private final int codeWidth;
  private final ThreadChoice threads = new ThreadChoice(System::nanoTime);

  /** A further loss, of the codes. */
  public interface CodeLoss {
    /**
     * Computes a loss and its gradient for a piece of the batch; called for several pieces at the
     * same time, from several threads.
     *
     * @param from of the piece's first row in the order
     * @param codes {@code count x codeWidth}
     * @param gradient written: by the codes
     * @return the piece's part of the batch's loss
     */
    double of(int piece, int from, int count, float[] codes, float[] gradient);
  }

  public NetworkStep(AutoencoderNetwork autoencoder, int batchSize, double learningRate) {
    int mostInPiece = batchSize > LEAST_PIECE ? (batchSize + PIECES - 1) / PIECES : batchSize;
    this.pieces =
        IntStream.range(0, PIECES)
            .mapToObj(
                i -> NetworkWorker.forTraining(autoencoder, Math.max(LEAST_PIECE, mostInPiece)))
            .toList();
    this.optimizer = new Optimizer(NativeFloats.of(autoencoder.parameters()), learningRate);
    this.features = autoencoder.features();
    this.codeWidth = autoencoder.codeWidth();
  }

  public static int pieces(int count) {
    return count > LEAST_PIECE ? PIECES : 1;
  }

  /** On how many threads the steps run; known after the first ten of them. */
  public int threads() {
    return threads.isTogether() ? PIECES : 1;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  /** The mean squared error of the rows {@code order[from] …}; nothing changes. */
  public double error(float[] rows, int[] order, int from, int count) {
    return sum(
        from,
        count,
        (piece, index, start, length) -> {
          piece.load(rows, order, start, length);
          piece.encode();
          return piece.decode(0) / ((double) count * features);
        });
  }

  /** Makes a step that lowers the mean squared error; returns the error before it. */
  public double train(float[] rows, int[] order, int from, int count) {
    double weight = 1 / ((double) count * features);
    double loss =
        sum(
            from,
            count,
            (piece, index, start, length) -> {
              piece.load(rows, order, start, length);
              piece.encode();
              double error = piece.decode(weight) * weight;
              piece.backward(true, Optional.empty());
              return error;
            });
    learn(count);
    return loss;
  }

  /**
   * Makes a step that lowers a loss at the code plus {@code reconstructionWeight} times the mean
   * squared error; returns the sum before it. With a weight of 0 nothing is decoded.
   */
  public double train(
      float[] rows,
      int[] order,
      int from,
      int count,
      double reconstructionWeight,
      CodeLoss codeLoss) {
    double weight = reconstructionWeight / ((double) count * features);
    double loss =
        sum(
            from,
            count,
            (piece, index, start, length) -> {
              float[] codes = new float[length * codeWidth];
              float[] gradient = new float[codes.length];
              piece.load(rows, order, start, length);
              piece.encode();
              piece.codes(codes, 0);
              double own = codeLoss.of(index, start, length, codes, gradient);
              own += weight > 0 ? piece.decode(weight) * weight : 0;
              piece.backward(weight > 0, Optional.of(gradient));
              return own;
            });
    learn(count);
    return loss;
  }

  /** Work on a piece of a batch, the rows {@code order[from] …}. */
  private interface PieceWork {
    double on(NetworkWorker piece, int index, int from, int count);
  }

  private double sum(int from, int count, PieceWork work) {
    int parts = pieces(count);
    double[] losses = new double[parts];
    IntConsumer part =
        i -> {
          int start = count * i / parts;
          int length = count * (i + 1) / parts - start;
          losses[i] = work.on(pieces.get(i), i, from + start, length);
        };
    if (parts == 1) {
      part.accept(0);
    } else {
      threads.run(
          count, () -> IntStream.range(0, parts).forEach(part), () -> Parallel.run(parts, part));
    }
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  private void learn(int count) {
    optimizer.step(pieces.subList(0, pieces(count)).stream().map(NetworkWorker::gradient).toList());
  }

  @Override
  public void close() {
    pieces.forEach(NetworkWorker::close);
  }
}
