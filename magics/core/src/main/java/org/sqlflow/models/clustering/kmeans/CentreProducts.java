package org.sqlflow.models.clustering.kmeans;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlflow.math.Blas;
import org.sqlflow.math.NativeFloats;

/**
 * Some centres, and their products with blocks of rows: {@code |x - c|^2 = |x|^2 - 2 x c + |c|^2},
 * of which the products x c are a matrix product of {@code 2 · rows · clusters · width} operations.
 */
public final class CentreProducts implements AutoCloseable {
  /** The largest relative difference of a number and its float32. */
  private static final double ROUNDING = 0x1p-24;

  private final CentredRows rows;
  private final int clusters;
  private final NativeFloats centred;
  private final float[] squares;
  private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
  private double farthest;

  public CentreProducts(CentredRows rows, int clusters) {
    this.rows = rows;
    this.clusters = clusters;
    this.centred = NativeFloats.allocate((long) clusters * rows.width());
    this.squares = new float[clusters];
  }

  /** Products on their way from BLAS to Java. */
  private record Scratch(NativeFloats products, float[] terms) {}

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
    centred.buffer().put(0, values);
  }

  /** Work on a block's terms: {@code terms[i * clusters + j]} is {@code |c_j|^2 - 2 x_i c_j}. */
  interface BlockWork {
    void on(int block, float[] terms);
  }

  /** Computes the terms of each block of a part, one block after the other. */
  void each(int part, BlockWork work) {
    Scratch scratch = idle.poll();
    if (scratch == null) {
      int most = Math.min(CentredRows.BLOCK, rows.rows().rows()) * clusters;
      scratch = new Scratch(NativeFloats.allocate(most), new float[most]);
    }
    float[] terms = scratch.terms();
    for (int block = rows.firstBlock(part); block < rows.firstBlock(part + 1); block++) {
      int count = rows.size(block);
      Blas.transposedTimes(
          centred, rows.blocks()[block], scratch.products(), clusters, count, rows.width());
      scratch.products().buffer().get(0, terms, 0, count * clusters);
      for (int i = 0, at = 0; i < count; i++) {
        for (int j = 0; j < clusters; j++, at++) {
          terms[at] += squares[j];
        }
      }
      work.on(block, terms);
    }
    idle.add(scratch);
  }

  /**
   * How far two terms of a row may be apart and still belong to equal distances: sums of {@code
   * width} products round by as much (Higham 2002, section 3.1).
   */
  float doubt(int row) {
    double reach = rows.lengths()[row] + farthest;
    return (float) (2 * (rows.width() + 4) * ROUNDING * reach * reach);
  }

  @Override
  public void close() {
    centred.close();
    idle.forEach(scratch -> scratch.products().close());
  }
}
