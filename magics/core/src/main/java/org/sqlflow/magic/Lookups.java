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
import org.sqlflow.store.StoredModel;

/**
 * What an editor asks of the database: answered in time or not at all, never beside a cell that
 * runs, and remembered until the next one has run. What came too late is there for the next
 * question.
 */
final class Lookups implements AutoCloseable {
  private static final int MOST_REMEMBERED = 200;
  private static final String FUNCTIONS = "functions";

  private final ReentrantLock free;
  private final Supplier<Optional<Workspace>> workspace;
  private final Map<String, CompletableFuture<?>> remembered = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "sqlflow-lookups");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * Lookups.
   *
   * @param free held by whoever uses the workspace
   * @param workspace gives it where that needs no new database
   */
  Lookups(ReentrantLock free, Supplier<Optional<Workspace>> workspace) {
    this.free = free;
    this.workspace = workspace;
  }

  /** A catalog for one question, with a limit for all that it looks up. */
  Catalog within(Duration limit) {
    return new Limited(System.nanoTime() + limit.toNanos());
  }

  /** The database may have changed. */
  void forget() {
    remembered
        .keySet()
        .removeIf(question -> !question.equals(FUNCTIONS)); // they are many, and stay
  }

  /** It is another database. */
  void forgetAll() {
    remembered.clear();
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
    public Optional<NameRules> nameRules() {
      return ask("names", Workspace::database)
          .map(database -> new NameRules(database::quote, database::folded));
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
    public Optional<StoredModel.Summary> model(String name) {
      return ask("stories", w -> w.store().summaries()).orElse(List.of()).stream()
          .filter(model -> model.name().equalsIgnoreCase(name))
          .findFirst();
    }

    private <T> Optional<T> ask(String question, Function<Workspace, T> answer) {
      if (remembered.size() > MOST_REMEMBERED) {
        forget();
      }
      CompletableFuture<?> coming = remembered.computeIfAbsent(question, key -> start(key, answer));
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
    return CompletableFuture.supplyAsync(() -> look(question, answer), thread);
  }

  private <T> Optional<T> look(String question, Function<Workspace, T> answer) {
    if (free.hasQueuedThreads() || !free.tryLock()) { // a cell comes first
      remembered.remove(question);
      return Optional.empty();
    }
    try {
      return workspace.get().map(answer);
    } finally {
      free.unlock();
    }
  }
}
