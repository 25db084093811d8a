package org.sqlflow.models.clustering.centres;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;

/**
 * Some centres, and their products with blocks of rows: {@code |x - c|^2 = |x|^2 - 2 x c + |c|^2},
 * of which the products x c take {@code 2 · rows · clusters · width} operations. BLAS computes
 * them, or loops over the columns of narrow rows, which take two thirds of the time there.
 *
 * <p>Parts of the rows may be used by several threads; {@link #set} by one.
 */
public final class CentreTerms implements AutoCloseable {
  /** The largest relative difference of a number and its float32. */
  private static final double ROUNDING = 0x1p-24;

  /** Rows whose products are read together: they stay in the cache. */
  private static final int TILE = 64;

  private final CentredRows rows;
  private final int clusters;

  /** For BLAS: the centres minus the central point, times -2. */
  private final NativeFloats centred;

  /** The same numbers, for the loops. */
  private final float[] factors;

  /** The squared lengths of the centres. */
  private final float[] squares;

  private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
  private double farthest;

  /** For so many centres of rows that {@link CentredRows#forCentres} or another method made. */
  public CentreTerms(CentredRows rows, int clusters) {
    this.rows = rows;
    this.clusters = clusters;
    this.factors = new float[clusters * rows.width()];
    this.centred = NativeFloats.allocate(factors.length);
    this.squares = new float[clusters];
  }

  /** What one thread needs for a block. */
  private final class Scratch implements AutoCloseable {
    private final int most = Math.min(CentredRows.BLOCK, rows.rows().rows());
    private final float[][] terms = new float[clusters][most];

    /** All rows of the block, and the chosen ones, by column. */
    private final float[][] all = new float[rows.byColumn() ? rows.width() : 0][most];

    private final float[][] some = new float[all.length][most];

    /** The products from BLAS, and chosen rows to it. */
    private final NativeFloats products =
        NativeFloats.allocate(rows.byColumn() ? 1 : (long) most * clusters);

    private final NativeFloats chosen =
        NativeFloats.allocate(rows.byColumn() ? 1 : (long) most * rows.width());

    private final float[] byRow = new float[rows.byColumn() ? 0 : most * clusters];
    private final float[] values = new float[rows.byColumn() ? 0 : most * rows.width()];

    @Override
    public void close() {
      products.close();
      chosen.close();
    }
  }

  /** Takes centres, {@code clusters x width}. */
  public void set(float[] centres) {
    Blas.useCallingThread();
    int width = rows.width();
    farthest = 0;
    for (int j = 0; j < clusters; j++) {
      double square = 0;
      for (int c = 0; c < width; c++) {
        float value = centres[j * width + c] - rows.midst()[c];
        factors[j * width + c] = -2 * value;
        square += (double) value * value;
      }
      squares[j] = (float) square;
      farthest = Math.max(farthest, Math.sqrt(square));
    }
    centred.buffer().put(0, factors);
  }

  /** Work on a block's terms: {@code terms[j][i]} is {@code |c_j|^2 - 2 x_i c_j}. */
  interface BlockWork {
    void on(int block, float[][] terms);
  }

  /** Computes the terms of each block of a part, one block after the other. */
  void each(int part, BlockWork work) {
    Scratch scratch = scratch();
    for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
      terms(block, scratch);
      work.on(block, scratch.terms);
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
    void on(int block, int[] chosen, int count, float[][] terms);
  }

  /** The same for some rows of each block, where there are any. */
  void some(int part, Choice choice, SomeWork work) {
    Scratch scratch = scratch();
    int[] chosen = new int[CentredRows.BLOCK];
    for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
      int count = choice.of(block, chosen);
      if (count == rows.size(block)) {
        terms(block, scratch);
      } else if (count > 0) {
        terms(block, chosen, count, scratch);
      }
      if (count > 0) {
        work.on(block, chosen, count, scratch.terms);
      }
    }
    idle.add(scratch);
  }

  private Scratch scratch() {
    Scratch found = idle.poll();
    return found == null ? new Scratch() : found;
  }

  private void terms(int block, Scratch scratch) {
    if (rows.byColumn()) {
      load(block, scratch);
      loops(scratch.all, rows.size(block), scratch.terms);
    } else {
      products(rows.blocks()[block], rows.size(block), scratch);
    }
  }

  private void terms(int block, int[] chosen, int count, Scratch scratch) {
    if (rows.byColumn()) {
      load(block, scratch);
      for (int c = 0; c < scratch.some.length; c++) {
        gather(scratch.all[c], chosen, count, scratch.some[c]);
      }
      loops(scratch.some, count, scratch.terms);
    } else {
      gather(block, chosen, count, scratch);
      products(scratch.chosen, count, scratch);
    }
  }

  private void load(int block, Scratch scratch) {
    int size = rows.size(block);
    for (int c = 0; c < scratch.all.length; c++) {
      rows.blocks()[block].buffer().get(c * size, scratch.all[c], 0, size);
    }
  }

  private static void gather(float[] from, int[] chosen, int count, float[] into) {
    for (int k = 0; k < count; k++) {
      into[k] = from[chosen[k]];
    }
  }

  private void gather(int block, int[] chosen, int count, Scratch scratch) {
    int width = rows.width();
    float[] all = rows.rows().values();
    float[] values = scratch.values;
    for (int k = 0, at = 0; k < count; k++) {
      int from = (block * CentredRows.BLOCK + chosen[k]) * width;
      for (int c = 0; c < width; c++, at++) {
        values[at] = all[from + c] - rows.midst()[c];
      }
    }
    scratch.chosen.buffer().put(0, values, 0, count * width);
  }

  /** Few centres are the first factor of the product: the other way it takes half as long again. */
  private void products(NativeFloats some, int count, Scratch scratch) {
    float[] byRow = scratch.byRow;
    Blas.transposedTimes(centred, some, scratch.products, clusters, count, rows.width());
    scratch.products.buffer().get(0, byRow, 0, count * clusters);
    for (int first = 0; first < count; first += TILE) {
      int end = Math.min(count, first + TILE);
      for (int j = 0; j < clusters; j++) {
        float[] terms = scratch.terms[j];
        float square = squares[j];
        for (int i = first, at = first * clusters + j; i < end; i++, at += clusters) {
          terms[i] = byRow[at] + square;
        }
      }
    }
  }

  private void loops(float[][] columns, int count, float[][] terms) {
    int width = columns.length;
    for (int j = 0; j < clusters; j++) {
      float[] to = terms[j];
      int at = j * width;
      Arrays.fill(to, 0, count, squares[j]);
      int c = 0;
      for (; c + 3 < width; c += 4) {
        add(
            to,
            columns[c],
            columns[c + 1],
            columns[c + 2],
            columns[c + 3],
            factors[at + c],
            factors[at + c + 1],
            factors[at + c + 2],
            factors[at + c + 3],
            count);
      }
      for (; c < width; c++) {
        add(to, columns[c], factors[at + c], count);
      }
    }
  }

  private static void add(
      float[] to,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] x3,
      float f0,
      float f1,
      float f2,
      float f3,
      int count) {
    for (int i = 0; i < count; i++) {
      to[i] += f0 * x0[i] + f1 * x1[i] + f2 * x2[i] + f3 * x3[i];
    }
  }

  private static void add(float[] to, float[] x, float factor, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += factor * x[i];
    }
  }

  /**
   * How much two terms of a row may differ although the distances are equal: sums of {@code width}
   * products round by as much (Higham 2002, section 3.1).
   */
  float doubt(int row) {
    double reach = rows.lengths()[row] + farthest;
    return (float) (doubt() * reach * reach);
  }

  /** The same as a share of the square of a row's length plus {@link #farthest}. */
  double doubt() {
    return 2 * (rows.width() + 4) * ROUNDING;
  }

  /** The length of the longest centre. */
  double farthest() {
    return farthest;
  }

  @Override
  public void close() {
    centred.close();
    idle.forEach(Scratch::close);
  }
}
