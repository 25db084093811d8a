package org.sqlflow.models.neural;

import java.nio.IntBuffer;
import org.sqlflow.math.NativeFloats;

/**
 * Relu and its slopes for the outputs of one layer, as {@link org.sqlflow.executor.Activation#RELU}
 * defines them, by integer instructions on the bits of the numbers. The JIT compiler makes vector
 * instructions of them, which it does not where a loop turns floats into bits, and they are fast
 * before it does; {@code Math.max} is slow until then. Used by one thread at a time.
 */
final class Relu {
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private final IntBuffer outputs;
  private final int[] scratch;
  private final int[] scratchOutputs;

  /** The outputs, whose bits are all 0 where the slope is 0; none without training. */
  private final int[] kept;

  /**
   * For outputs that are computed in pieces.
   *
   * @param outputs of a layer, which must outlive this
   * @param piece the most values of a piece
   * @param kept of how many values the slopes are needed later
   */
  Relu(NativeFloats outputs, int piece, int kept) {
    this.outputs = outputs.bits();
    this.scratch = new int[piece];
    this.scratchOutputs = new int[piece];
    this.kept = new int[kept];
  }

  /** Turns {@code count} sums from {@code at} on into outputs. */
  void apply(int at, int count) {
    outputs.get(at, scratch, 0, count);
    keepPositive(scratch, count);
    outputs.put(at, scratch, 0, count);
    if (kept.length > 0) {
      System.arraycopy(scratch, 0, kept, at, count);
    }
  }

  /**
   * Multiplies {@code count} numbers from {@code at} on by the slopes at the latest sums.
   *
   * @param deltas the bits of the loss's gradient by the outputs
   */
  void multiplySlopes(IntBuffer deltas, int at, int count) {
    deltas.get(at, scratch, 0, count);
    System.arraycopy(kept, at, scratchOutputs, 0, count);
    clear(scratch, scratchOutputs, count);
    deltas.put(at, scratch, 0, count);
  }

  // Small methods, which the JVM optimizes early, over one index, as those of DenseLayer.

  /** Sets what is not above 0 to 0; NaN stays, so that a training that diverges is noticed. */
  private static void keepPositive(int[] values, int count) {
    for (int i = 0; i < count; i++) {
      int bits = values[i];
      int isAbove = (-bits & ~bits) >> 31;
      int isNan = INFINITY - (bits & Integer.MAX_VALUE) >> 31;
      values[i] = bits & (isAbove | isNan);
    }
  }

  /** Sets to 0 what has a 0 beside it. */
  private static void clear(int[] values, int[] beside, int count) {
    for (int i = 0; i < count; i++) {
      values[i] &= (beside[i] | -beside[i]) >> 31;
    }
  }
}
