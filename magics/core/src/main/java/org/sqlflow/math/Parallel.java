package org.sqlflow.math;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Runs work in parts that do not depend on the number of threads, so that the results do not
 * either.
 */
public final class Parallel {
  /** The environment variable that sets how many threads work, at most one for each processor. */
  public static final String VARIABLE = "SQLFLOW_THREADS";

  /** A second thread does not pay for fewer operations. */
  private static final long WORTH_THREADS = 1 << 20;

  private static final int MOST = most(System.getenv(VARIABLE));

  /** The common pool's threads and the caller; the pool has a thread even on one processor. */
  private static final int COMMON =
      Math.min(
          ForkJoinPool.getCommonPoolParallelism() + 1, Runtime.getRuntime().availableProcessors());

  private Parallel() {}

  /** The number that a value of {@link #VARIABLE} means; no limit if it is none. */
  static int most(String value) {
    String digits = value == null ? "" : value.strip();
    return isLimit(digits) ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }

  /** Whether a value of {@link #VARIABLE} bounds the threads; others are ignored. */
  public static boolean isLimit(String value) {
    return value.matches("[1-9]\\d{0,4}");
  }

  /** How many parts can run at a time. */
  public static int threads() {
    int pool = ForkJoinTask.getPool() == null ? COMMON : ForkJoinTask.getPool().getParallelism();
    return Math.max(1, Math.min(pool, MOST));
  }

  /** Runs parts 0 to {@code parts - 1} in parallel. */
  public static void run(int parts, IntConsumer part) {
    int lanes = Math.min(parts, threads());
    if (lanes <= 1) {
      IntStream.range(0, parts).forEach(part);
      return;
    }
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, lanes)
        .parallel()
        .forEach(
            lane -> {
              for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                part.accept(i);
              }
            });
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
