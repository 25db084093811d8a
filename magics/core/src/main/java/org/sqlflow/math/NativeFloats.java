package org.sqlflow.math;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Float32 values outside of the Java heap, seen by BLAS as a pointer and by Java as a buffer. Java
 * reads and writes them in pieces: copied to an array that fits the cache, a loop is turned into
 * vector instructions, over the buffer itself it isn't.
 */
public record NativeFloats(FloatPointer pointer, FloatBuffer buffer) implements AutoCloseable {
  private static NativeFloats of(FloatPointer pointer, long length) {
    pointer.capacity(length);
    return new NativeFloats(pointer, pointer.asBuffer());
  }

  /** New ones; {@link #close} gives the memory back. */
  public static NativeFloats allocate(long length) {
    return of(new FloatPointer(length), length);
  }

  /** The values of a vector or of one row, shared with it. */
  public static NativeFloats of(INDArray values) {
    return of(new FloatPointer(values.data().addressPointer()), values.length());
  }

  /** Some of these values, shared. */
  public NativeFloats slice(long from, long length) {
    return of(pointer.getPointer(from), length);
  }

  public int length() {
    return buffer.capacity();
  }

  public void fill(float value) {
    for (int at = 0; at < length(); at++) {
      buffer.put(at, value);
    }
  }

  /** Adds values to the first ones, or replaces those. */
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
