package org.sqlflow.math;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.openblas.presets.openblas_nolapack;

/** Products of column-major float32 matrices, computed by ND4J's OpenBLAS. */
public final class Blas {
  private Blas() {}

  /**
   * Loads the native libraries, if that has not happened yet: a few tenths of a second. The classes
   * of JavaCPP need each other when they are loaded, so two threads that begin at the same time,
   * one with ND4J and one with BLAS, can wait for each other forever. Call this before a second
   * thread begins.
   */
  public static void load() {
    try (NativeFloats one = NativeFloats.allocate(1);
        NativeFloats product = NativeFloats.allocate(1)) {
      one.fill(1);
      transposedTimes(one, one, product, 1, 1, 1);
    }
    useCallingThread();
  }

  /**
   * Makes each product run on the calling thread. Training distributes its work over threads
   * itself: OpenBLAS's own threads would wait for each other in every small product, and the
   * rounding would depend on their number.
   */
  public static void useCallingThread() {
    if (openblas_nolapack.blas_get_num_threads() != 1) {
      openblas_nolapack.blas_set_num_threads(1);
    }
  }

  /**
   * {@code c = a^T b}; a is {@code inner x rows}, b {@code inner x columns}, c {@code rows x
   * columns}.
   */
  public static void transposedTimes(
      NativeFloats a, NativeFloats b, NativeFloats c, int rows, int columns, int inner) {
    cblas_sgemm(
        CblasColMajor,
        CblasTrans,
        CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a.pointer(),
        inner,
        b.pointer(),
        inner,
        0,
        c.pointer(),
        rows);
  }

  /**
   * {@code c = a b}; a is {@code rows x inner}, b {@code inner x columns}, c {@code rows x
   * columns}.
   */
  public static void times(
      NativeFloats a, NativeFloats b, NativeFloats c, int rows, int columns, int inner) {
    cblas_sgemm(
        CblasColMajor,
        CblasNoTrans,
        CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a.pointer(),
        rows,
        b.pointer(),
        inner,
        0,
        c.pointer(),
        rows);
  }

  /**
   * {@code c = a b^T}; a is {@code rows x inner}, b {@code columns x inner}, c {@code rows x
   * columns}.
   */
  public static void timesTransposed(
      NativeFloats a, NativeFloats b, NativeFloats c, int rows, int columns, int inner) {
    cblas_sgemm(
        CblasColMajor,
        CblasNoTrans,
        CblasTrans,
        rows,
        columns,
        inner,
        1,
        a.pointer(),
        rows,
        b.pointer(),
        columns,
        0,
        c.pointer(),
        rows);
  }
}
