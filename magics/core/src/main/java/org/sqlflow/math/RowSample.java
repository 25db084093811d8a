package org.sqlflow.math;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;

/** Rows drawn by chance, each at most once, to stand for all. */
public final class RowSample {
  private RowSample() {}

  /** Numbers of {@code most} rows in random order, or of all in theirs if there are no more. */
  public static int[] of(int rows, int most, long seed) {
    int[] all = IntStream.range(0, rows).toArray();
    if (rows <= most) {
      return all;
    }
    Shuffle.shuffle(all, new SplittableRandom(seed));
    return Arrays.copyOf(all, most);
  }

  public static Matrix take(Matrix rows, int[] chosen) {
    int width = rows.columns();
    float[] values = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows.values(), chosen[i] * width, values, i * width, width);
    }
    return new Matrix(chosen.length, width, values);
  }
}
