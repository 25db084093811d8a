package org.sqlflow.math;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Work cut into parts that do not depend on the number of threads, so that results don't either.
 */
public final class Parallel {
  /** Fewer operations are not worth a second thread. */
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

  /** Runs parts 0 to {@code parts - 1}, at the same time where there are processors. */
  public static void run(int parts, IntConsumer part) {
    IntStream range = IntStream.range(0, parts);
    (parts > 1 ? range.parallel() : range).forEach(part);
  }

  /** The same, and one after the other if there is little to do. */
  public static void run(long operations, int parts, IntConsumer part) {
    if (operations < WORTH_THREADS) {
      IntStream.range(0, parts).forEach(part);
    } else {
      run(parts, part);
    }
  }
}
