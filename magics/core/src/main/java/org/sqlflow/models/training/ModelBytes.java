package org.sqlflow.models.training;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arrays of numbers as bytes, for what a stored model has too many of for JSON: each array is its
 * length, then its values, big-endian. Used by one thread at a time.
 */
public final class ModelBytes {
  private final List<byte[]> arrays = new ArrayList<>();

  /** Adds an array of float32. */
  public ModelBytes floats(float[] values) {
    ByteBuffer bytes = begin(values.length, Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return this;
  }

  /** Adds an array of float64. */
  public ModelBytes doubles(double[] values) {
    ByteBuffer bytes = begin(values.length, Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return this;
  }

  /** Adds an array of whole numbers. */
  public ModelBytes ints(int[] values) {
    ByteBuffer bytes = begin(values.length, Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return this;
  }

  private ByteBuffer begin(int length, int size) {
    byte[] bytes = new byte[Integer.BYTES + Math.multiplyExact(length, size)];
    arrays.add(bytes);
    return ByteBuffer.wrap(bytes).putInt(length);
  }

  /** All arrays in their order. */
  public byte[] bytes() {
    int length = 0;
    for (byte[] array : arrays) {
      length = Math.addExact(length, array.length);
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    arrays.forEach(all::put);
    return all.array();
  }

  /** Reads the arrays in the order in which they were added, and refuses others. */
  public static final class Reader {
    private final ByteBuffer bytes;

    /**
     * A reader of a stored model's bytes.
     *
     * @throws org.sqlflow.models.ModelException if there are none
     */
    public Reader(Optional<byte[]> bytes) {
      this.bytes = ByteBuffer.wrap(bytes.orElseThrow(() -> ModelJson.corrupt("no numbers")));
    }

    /** The next array: so many float32, all finite. */
    public float[] floats(long length) {
      float[] values = new float[begin(length, Float.BYTES)];
      for (int at = 0; at < values.length; at++) {
        values[at] = bytes.getFloat();
        checkFinite(values[at]);
      }
      return values;
    }

    /** The next array: so many float64, all finite. */
    public double[] doubles(long length) {
      double[] values = new double[begin(length, Double.BYTES)];
      for (int at = 0; at < values.length; at++) {
        values[at] = bytes.getDouble();
        checkFinite(values[at]);
      }
      return values;
    }

    /** The next array: so many whole numbers, from one to another. */
    public int[] ints(long length, int least, int most) {
      int[] values = new int[begin(length, Integer.BYTES)];
      for (int at = 0; at < values.length; at++) {
        values[at] = bytes.getInt();
        if (values[at] < least || values[at] > most) {
          throw ModelJson.corrupt("a number out of range");
        }
      }
      return values;
    }

    private int begin(long length, int size) {
      if (bytes.remaining() < Integer.BYTES) {
        throw ModelJson.corrupt("numbers are missing");
      }
      int stored = bytes.getInt();
      if (stored != length || bytes.remaining() < (long) stored * size) {
        throw ModelJson.corrupt("an array of another length");
      }
      return stored;
    }

    private static void checkFinite(double value) {
      if (!Double.isFinite(value)) {
        throw ModelJson.corrupt("a value that is not a number");
      }
    }
  }
}
