package org.sqlflow.data;

import java.util.Arrays;

/**
 * The values of one column in a batch of rows. The arrays are shared, not copied, and may be longer
 * than the batch: {@link RowBatch#rows} says how many values count. Safe to read from several
 * threads while nobody writes to the arrays.
 */
public sealed interface ColumnVector {
  /** How many values there is room for. */
  int capacity();

  /** The values at some places, in their order, as a new vector. */
  ColumnVector take(int[] places);

  /** About how many bytes of the heap the first {@code rows} values take. */
  long bytes(int rows);

  /** Bytes of a short text and of the reference to it, for estimates. */
  int TEXT_BYTES = 64;

  /** Numbers; NaN where there is no value. */
  record Doubles(double[] values) implements ColumnVector {
    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public Doubles take(int[] places) {
      double[] taken = new double[places.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = values[places[i]];
      }
      return new Doubles(taken);
    }

    @Override
    public long bytes(int rows) {
      return (long) Double.BYTES * rows;
    }
  }

  /** Numbers in single precision, as models compute them. */
  record Floats(float[] values) implements ColumnVector {
    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public Floats take(int[] places) {
      float[] taken = new float[places.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = values[places[i]];
      }
      return new Floats(taken);
    }

    @Override
    public long bytes(int rows) {
      return (long) Float.BYTES * rows;
    }
  }

  /** Whole numbers, such as the number of a cluster; {@link #NONE} where there is no value. */
  record Ints(int[] values) implements ColumnVector {
    /** No value: NULL. */
    public static final int NONE = Integer.MIN_VALUE;

    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public Ints take(int[] places) {
      return new Ints(Arrays.stream(places).map(place -> values[place]).toArray());
    }

    @Override
    public long bytes(int rows) {
      return (long) Integer.BYTES * rows;
    }
  }

  /** Texts; null where there is no value. */
  record Texts(String[] values) implements ColumnVector {
    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public Texts take(int[] places) {
      String[] taken = new String[places.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = values[places[i]];
      }
      return new Texts(taken);
    }

    @Override
    public long bytes(int rows) {
      long bytes = 0;
      for (int row = 0; row < rows; row++) {
        int length = values[row] == null ? 0 : values[row].length();
        bytes += TEXT_BYTES + Math.max(0, length - TEXT_BYTES / 4);
      }
      return bytes;
    }
  }

  /** True or false, always with a value. */
  record Truths(boolean[] values) implements ColumnVector {
    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public Truths take(int[] places) {
      boolean[] taken = new boolean[places.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = values[places[i]];
      }
      return new Truths(taken);
    }

    @Override
    public long bytes(int rows) {
      return rows;
    }
  }

  /** Lists of numbers; null where there is no list, NaN where there is no number. */
  record Lists(double[][] values) implements ColumnVector {
    @Override
    public int capacity() {
      return values.length;
    }

    @Override
    public Lists take(int[] places) {
      double[][] taken = new double[places.length][];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = values[places[i]];
      }
      return new Lists(taken);
    }

    @Override
    public long bytes(int rows) {
      long bytes = 0;
      for (int row = 0; row < rows; row++) {
        bytes += TEXT_BYTES + (values[row] == null ? 0 : (long) Double.BYTES * values[row].length);
      }
      return bytes;
    }
  }
}
