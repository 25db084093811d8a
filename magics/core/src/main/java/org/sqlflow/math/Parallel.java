package org.sqlflow.math;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Runs work in parts that do not depend on the number of threads, so that the results do not
 * either.
 */
public final class Parallel {
  /** A second thread does not pay for fewer operations. */
  private static final long WORTH_THREADS = 1 << 20;

  private Parallel() {}

  /** How many parts can run at a time. */
  public static int threads() {
    return Math.max(
        1,
        ForkJoinTask.getPool() == null
            ? ForkJoinPool.getCommonPoolParallelism() + 1
            : ForkJoinTask.getPool().getParallelism());
  }

  /** Runs parts 0 to {@code parts - 1} in parallel. */
  public static void run(int parts, IntConsumer part) {
    IntStream range = IntStream.range(0, parts);
    (parts > 1 ? range.parallel() : range).forEach(part);
  }

  /** Runs the parts in parallel, or one after the other if there is little to do. */
  public static void run(long operations, int parts, IntConsumer part) {
    if (operations < WORTH_THREADS) {
      IntStream.range(0, parts).forEach(part);
    } else {
      run(parts, part);
    }
  }
}
