package org.sqlflow.math;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;

/** A random sample of rows without replacement. */
public final class RowSample {
  private RowSample() {}

  /**
   * The places of {@code most} rows in random order; of all rows in their own order if there are no
   * more.
   */
  public static int[] of(int rows, int most, long seed) {
    int[] all = IntStream.range(0, rows).toArray();
    if (rows <= most) {
      return all;
    }
    Shuffle.shuffle(all, new SplittableRandom(seed));
    return Arrays.copyOf(all, most);
  }

  /** The chosen rows as a new matrix. */
  public static Matrix take(Matrix rows, int[] chosen) {
    int width = rows.columns();
    float[] values = new float[Math.multiplyExact(chosen.length, width)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows.values(), chosen[i] * width, values, i * width, width);
    }
    return new Matrix(chosen.length, width, values);
  }
}
