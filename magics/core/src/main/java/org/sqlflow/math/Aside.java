package org.sqlflow.math;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Work that another thread does while the caller does something else. Where only one thread may
 * work ({@link Parallel#threads}), the caller does it when it asks for the result. Work that began
 * on another thread may be asked for by several threads, other work by one.
 */
public final class Aside<T> implements AutoCloseable {
  /** How often a caller that waits checks whether it should stop. */
  private static final long CHECK_MS = 20;

  private final Function<Runnable, T> work;
  private final Optional<FutureTask<T>> begun;
  private Optional<T> made = Optional.empty();
  private volatile boolean isAbandoned;

  private Aside(Function<Runnable, T> work, boolean isBegun) {
    this.work = work;
    this.begun =
        isBegun
            ? Optional.of(new FutureTask<>(() -> work.apply(this::checkAbandoned)))
            : Optional.empty();
  }

  /**
   * Work that begins when the result is asked for.
   *
   * @param work is given a check to call now and then, which throws {@link CancellationException}
   *     when the result is not needed any more
   */
  public static <T> Aside<T> later(Function<Runnable, T> work) {
    return new Aside<>(work, false);
  }

  /**
   * Work that begins now, where a second thread may work.
   *
   * @param thread the name of the thread
   * @param work as in {@link #later}; its result is not null
   */
  public static <T> Aside<T> start(String thread, Function<Runnable, T> work) {
    Aside<T> aside = new Aside<>(work, Parallel.threads() > 1);
    aside.begun.ifPresent(
        task -> {
          Thread worker = new Thread(task, thread);
          worker.setDaemon(true);
          worker.start();
        });
    return aside;
  }

  private void checkAbandoned() {
    if (isAbandoned) {
      throw new CancellationException("not needed any more");
    }
  }

  /**
   * The result, as soon as there is one; throws what the work threw.
   *
   * @param check called now and then by the calling thread; what it throws ends the waiting, and
   *     the result can be asked for again
   */
  public T result(Runnable check) {
    if (begun.isPresent()) {
      return awaited(begun.get(), check);
    }
    if (made.isEmpty()) {
      made = Optional.of(work.apply(check));
    }
    return made.get();
  }

  private static <T> T awaited(FutureTask<T> task, Runnable check) {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return task.get(CHECK_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
          check.run();
        } catch (InterruptedException later) {
          isInterrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw thrown(failed.getCause());
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(cause);
  }

  /** Says that nobody needs the result any more: work on another thread ends at its next check. */
  @Override
  public void close() {
    isAbandoned = true;
  }
}
