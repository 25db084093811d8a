package org.sqlflow.math;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Off-heap float32 values: a pointer for BLAS, a buffer for Java. Java code should copy them to an
 * array that fits the cache and loop over that: the JIT compiler vectorises loops over arrays, but
 * not over buffers.
 */
public record NativeFloats(FloatPointer pointer, FloatBuffer buffer) implements AutoCloseable {
  private static NativeFloats of(FloatPointer pointer, long length) {
    pointer.capacity(length);
    return new NativeFloats(pointer, pointer.asBuffer());
  }

  /** Allocates memory, uninitialised; {@link #close} frees it. */
  public static NativeFloats allocate(long length) {
    return of(new FloatPointer(length), length);
  }

  /** The values of a vector or of one row, shared, not copied. */
  public static NativeFloats of(INDArray values) {
    return of(new FloatPointer(values.data().addressPointer()), values.length());
  }

  /** Some of these values, shared, not copied. */
  public NativeFloats slice(long from, long length) {
    return of(pointer.getPointer(from), length);
  }

  /** The bits of the values, shared, not copied; valid as long as these values. */
  public IntBuffer bits() {
    return new IntPointer(pointer).asBuffer();
  }

  /** How many values there are. */
  public int length() {
    return buffer.capacity();
  }

  /** Sets all values. */
  public void fill(float value) {
    for (int at = 0; at < length(); at++) {
      buffer.put(at, value);
    }
  }

  /** Adds {@code count} values to the first ones, or replaces these. */
  public void add(float[] values, int count, boolean replace) {
    for (int at = 0; at < count; at++) {
      buffer.put(at, replace ? values[at] : buffer.get(at) + values[at]);
    }
  }

  @Override
  public void close() {
    pointer.close();
  }
}
