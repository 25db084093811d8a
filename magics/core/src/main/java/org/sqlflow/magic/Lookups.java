package org.sqlflow.magic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sqlflow.completion.Catalog;
import org.sqlflow.data.Column;
import org.sqlflow.database.TableName;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelStore;
import org.sqlflow.store.StoredModel;
import org.sqlflow.text.SqlNames;

/**
 * Looks up what an editor needs from the database, within a time limit and never while a cell runs.
 * Answers are cached until the next cell has run; one that comes too late is there for the next
 * request. Safe for use by several threads.
 */
final class Lookups implements AutoCloseable {
  private static final int CACHE_SIZE = 200;
  private static final String FUNCTIONS = "functions";

  private final ReentrantLock free;
  private final Supplier<Optional<Workspace>> workspace;
  private final Map<String, CompletableFuture<?>> cache = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "sqlflow-lookups");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * Creates the lookups of a session.
   *
   * @param free the lock that users of the workspace hold
   * @param workspace the current workspace; empty if it would need a new connection
   */
  Lookups(ReentrantLock free, Supplier<Optional<Workspace>> workspace) {
    this.free = free;
    this.workspace = workspace;
  }

  /** A catalog for one request, with a time limit for all its lookups. */
  Catalog within(Duration limit) {
    return new Limited(System.nanoTime() + limit.toNanos());
  }

  /** Forgets what a cell may have changed in the database. */
  void forget() {
    cache
        .keySet()
        .removeIf(question -> !question.equals(FUNCTIONS)); // functions are many, and do not change
  }

  /** Forgets everything, for another database. */
  void forgetAll() {
    cache.clear();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private final class Limited implements Catalog {
    private final long end;

    Limited(long end) {
      this.end = end;
    }

    @Override
    public List<TableName> tables() {
      return ask("tables", w -> w.database().tables()).orElse(List.of());
    }

    @Override
    public List<String> functions() {
      return ask(FUNCTIONS, w -> w.database().functions()).orElse(List.of());
    }

    @Override
    public SqlNames names() {
      return ask("names", w -> w.database().names()).orElse(SqlNames.STANDARD);
    }

    @Override
    public List<Column> columns(String query) {
      return ask("columns of " + query, w -> w.database().describe(query).columns())
          .orElse(List.of());
    }

    @Override
    public List<String> models() {
      return ask("models", w -> w.store().names()).orElse(List.of());
    }

    @Override
    public List<Integer> versions(String model) {
      return ask("versions of " + model, w -> w.store().versions(model)).orElse(List.of()).stream()
          .map(ModelStore.Version::number)
          .toList();
    }

    @Override
    public Optional<StoredModel.Summary> model(String name) {
      return ask("summaries", w -> w.store().summaries()).orElse(List.of()).stream()
          .filter(model -> model.name().equalsIgnoreCase(name))
          .findFirst();
    }

    private <T> Optional<T> ask(String question, Function<Workspace, T> answer) {
      if (cache.size() > CACHE_SIZE) {
        forget();
      }
      CompletableFuture<?> coming = cache.computeIfAbsent(question, key -> start(key, answer));
      try {
        long left = Math.max(0, end - System.nanoTime());
        @SuppressWarnings("unchecked")
        Optional<T> came = (Optional<T>) coming.get(left, TimeUnit.NANOSECONDS);
        return came;
      } catch (TimeoutException | ExecutionException late) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  private <T> CompletableFuture<Optional<T>> start(String question, Function<Workspace, T> answer) {
    return CompletableFuture.supplyAsync(() -> lookUp(question, answer), thread);
  }

  private <T> Optional<T> lookUp(String question, Function<Workspace, T> answer) {
    if (free.hasQueuedThreads() || !free.tryLock()) { // a cell has precedence
      cache.remove(question);
      return Optional.empty();
    }
    try {
      return workspace.get().map(answer);
    } finally {
      free.unlock();
    }
  }
}
