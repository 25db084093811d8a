package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Blas;
import org.sqlflow.math.Distances;
import org.sqlflow.math.NativeFloats;
import org.sqlflow.math.Parallel;

/**
 * Rows minus a central point, in blocks of native memory that BLAS reads. Distances from matrix
 * products lose digits with the distance from the origin, so the origin moves to the rows.
 *
 * <p>Work on them is cut into parts that depend on the number of rows alone: what is summed over
 * the parts in their order is the same on one thread and on many.
 *
 * @param midst what was subtracted from each row
 * @param lengths of each row, Euclidean
 * @param sums of each column
 * @param squares the sum of all squares
 */
public record CentredRows(
    Matrix rows,
    float[] midst,
    NativeFloats[] blocks,
    float[] lengths,
    double[] sums,
    double squares)
    implements AutoCloseable {
  /** Rows of a matrix product, few enough that its results stay in the cache. */
  public static final int BLOCK = 1024;

  private static final int MOST_PARTS = 16;

  /** How many rows the medians of the columns are computed from. */
  private static final int SAMPLE = 255;

  /** Copies rows; {@link #close} frees the memory. */
  public static CentredRows of(Matrix rows) {
    int width = rows.columns();
    NativeFloats[] blocks = new NativeFloats[blocks(rows.rows())];
    float[] lengths = new float[rows.rows()];
    float[] midst = medians(rows);
    double[][] partSums = new double[parts(rows.rows())][width + 1];
    Parallel.run(
        rows.values().length,
        partSums.length,
        part -> {
          for (int block = firstBlock(part, rows.rows());
              block < firstBlock(part + 1, rows.rows());
              block++) {
            blocks[block] = centred(rows, block, midst, lengths, partSums[part]);
          }
        });
    double[] sums = sum(partSums);
    return new CentredRows(rows, midst, blocks, lengths, Arrays.copyOf(sums, width), sums[width]);
  }

  /** Sums arrays in their order. */
  public static double[] sum(double[][] parts) {
    double[] sums = parts[0].clone();
    for (int part = 1; part < parts.length; part++) {
      for (int at = 0; at < sums.length; at++) {
        sums[at] += parts[part][at];
      }
    }
    return sums;
  }

  /** The median of each column's sample, which a few rows far away do not move. */
  private static float[] medians(Matrix rows) {
    int count = Math.min(SAMPLE, rows.rows());
    float[] medians = new float[rows.columns()];
    float[] column = new float[count];
    for (int c = 0; c < medians.length; c++) {
      for (int i = 0; i < count; i++) {
        column[i] = rows.at((int) ((long) i * rows.rows() / count), c);
      }
      Arrays.sort(column);
      medians[c] = column[count / 2];
    }
    return medians;
  }

  private static NativeFloats centred(
      Matrix rows, int block, float[] midst, float[] lengths, double[] sums) {
    int width = midst.length;
    int from = block * BLOCK;
    int to = Math.min(rows.rows(), from + BLOCK);
    float[] values = new float[(to - from) * width];
    int at = 0;
    for (int row = from; row < to; row++) {
      double squares = 0;
      for (int c = 0; c < width; c++, at++) {
        float value = rows.values()[row * width + c] - midst[c];
        values[at] = value;
        sums[c] += value;
        squares += (double) value * value;
      }
      lengths[row] = (float) Math.sqrt(squares);
      sums[width] += squares;
    }
    NativeFloats copy = NativeFloats.allocate(values.length);
    copy.buffer().put(0, values);
    return copy;
  }

  private static int blocks(int rows) {
    return (rows + BLOCK - 1) / BLOCK;
  }

  private static int parts(int rows) {
    return Math.max(1, Math.min(MOST_PARTS, blocks(rows)));
  }

  private static int firstBlock(int part, int rows) {
    return (int) ((long) blocks(rows) * part / parts(rows));
  }

  public int parts() {
    return parts(rows.rows());
  }

  /** The first block of a part; that of the part after the last ends the last. */
  public int firstBlock(int part) {
    return firstBlock(part, rows.rows());
  }

  /** How many rows a block has. */
  public int size(int block) {
    return Math.min(rows.rows() - block * BLOCK, BLOCK);
  }

  public int width() {
    return midst.length;
  }

  /** The mean of the columns' variances. */
  public double meanVariance() {
    double count = rows.rows();
    double ofMeans = Arrays.stream(sums).map(sum -> sum / count * (sum / count)).sum();
    return Math.max(0, (squares / count - ofMeans) / Math.max(1, width()));
  }

  /** The squared distance of a row to a point {@code values[at] …}, from the differences. */
  public double squaredDistance(int row, float[] point, int at) {
    return Distances.squared(rows.values(), row * width(), point, at, width());
  }

  @Override
  public void close() {
    IntStream.range(0, blocks.length).forEach(block -> blocks[block].close());
  }

  /**
   * Some centres, and their products with blocks of rows: {@code |x - c|^2 = |x|^2 - 2 x c +
   * |c|^2}, of which the products x c are a matrix product of {@code 2 · rows · clusters · width}
   * operations.
   */
  public static final class Products implements AutoCloseable {
    /** The largest relative difference of a number and its float32. */
    private static final double ROUNDING = 0x1p-24;

    private final CentredRows rows;
    private final int clusters;
    private final NativeFloats centred;

    /** The squared lengths of the centres, again for each row of a block. */
    private final float[] squares;

    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
    private double farthest;

    public Products(CentredRows rows, int clusters) {
      this.rows = rows;
      this.clusters = clusters;
      this.centred = NativeFloats.allocate((long) clusters * rows.width());
      this.squares = new float[Math.min(CentredRows.BLOCK, rows.rows().rows()) * clusters];
    }

    /** Buffers for products from BLAS to Java, and for chosen rows from Java to BLAS. */
    private record Scratch(NativeFloats products, float[] terms, NativeFloats some, float[] values)
        implements AutoCloseable {
      static Scratch of(int rows, int clusters, int width) {
        return new Scratch(
            NativeFloats.allocate((long) rows * clusters),
            new float[rows * clusters],
            NativeFloats.allocate((long) rows * width),
            new float[rows * width]);
      }

      @Override
      public void close() {
        products.close();
        some.close();
      }
    }

    /** Takes centres, {@code clusters x width}. */
    public void set(float[] centres) {
      Blas.useCallingThread();
      int width = rows.width();
      float[] values = new float[clusters * width];
      farthest = 0;
      for (int j = 0; j < clusters; j++) {
        double square = 0;
        for (int c = 0; c < width; c++) {
          float value = centres[j * width + c] - rows.midst()[c];
          values[j * width + c] = -2 * value;
          square += (double) value * value;
        }
        squares[j] = (float) square;
        farthest = Math.max(farthest, Math.sqrt(square));
      }
      for (int at = clusters; at < squares.length; at += clusters) {
        System.arraycopy(squares, 0, squares, at, clusters);
      }
      centred.buffer().put(0, values);
    }

    /** Work on a block's terms: {@code terms[i * clusters + j]} is {@code |c_j|^2 - 2 x_i c_j}. */
    interface BlockWork {
      void on(int block, float[] terms);
    }

    /** Computes the terms of each block of a part, one block after the other. */
    void each(int part, BlockWork work) {
      Scratch scratch = scratch();
      for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
        terms(rows.blocks()[block], rows.size(block), scratch);
        work.on(block, scratch.terms());
      }
      idle.add(scratch);
    }

    /** Chooses rows of a block. */
    interface Choice {
      /**
       * Writes the places of the rows within the block, in their order.
       *
       * @return how many there are
       */
      int of(int block, int[] chosen);
    }

    /** Work on the terms of some rows of a block, which lie one after the other. */
    interface SomeWork {
      void on(int block, int[] chosen, int count, float[] terms);
    }

    /** The same for some rows of each block. */
    void some(int part, Choice choice, SomeWork work) {
      Scratch scratch = scratch();
      int[] chosen = new int[CentredRows.BLOCK];
      for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
        int count = choice.of(block, chosen);
        if (count == rows.size(block)) {
          terms(rows.blocks()[block], count, scratch);
        } else if (count > 0) {
          terms(gathered(block, chosen, count, scratch), count, scratch);
        }
        work.on(block, chosen, count, scratch.terms());
      }
      idle.add(scratch);
    }

    private Scratch scratch() {
      Scratch found = idle.poll();
      int most = Math.min(CentredRows.BLOCK, rows.rows().rows());
      return found == null ? Scratch.of(most, clusters, rows.width()) : found;
    }

    private NativeFloats gathered(int block, int[] chosen, int count, Scratch scratch) {
      int width = rows.width();
      float[] all = rows.rows().values();
      float[] values = scratch.values();
      for (int k = 0, at = 0; k < count; k++) {
        int from = (block * CentredRows.BLOCK + chosen[k]) * width;
        for (int c = 0; c < width; c++, at++) {
          values[at] = all[from + c] - rows.midst()[c];
        }
      }
      scratch.some().buffer().put(0, values, 0, count * width);
      return scratch.some();
    }

    private void terms(NativeFloats some, int count, Scratch scratch) {
      float[] terms = scratch.terms();
      Blas.transposedTimes(centred, some, scratch.products(), clusters, count, rows.width());
      scratch.products().buffer().get(0, terms, 0, count * clusters);
      for (int at = 0; at < count * clusters; at++) {
        terms[at] += squares[at];
      }
    }

    /**
     * How much two terms of a row may differ although the distances are equal: sums of {@code
     * width} products round by as much (Higham 2002, section 3.1).
     */
    float doubt(int row) {
      double reach = rows.lengths()[row] + farthest;
      return (float) (2 * (rows.width() + 4) * ROUNDING * reach * reach);
    }

    @Override
    public void close() {
      centred.close();
      idle.forEach(Scratch::close);
    }
  }
}
