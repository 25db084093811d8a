package org.sqlflow.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A table, a model, predictions, scores: each statement's seconds and the memory behind it, in a
 * JVM with the flags of the kernel, several times. Seconds of the start count from the spawn of the
 * process.
 */
final class Workflow {
  static final String CHILD = "workflow-of";
  private static final String TABLE =
      "CREATE TABLE customers AS SELECT range AS id, "
          + "(range % 4) + random() AS balance, ln(1 + (range % 4)) + random() AS purchases, "
          + "(range % 3) + random() AS payments, random() AS tenure, "
          + "(range % 2) * 3 + random() AS credit FROM range(10000)";
  private static final String QUERY = "SELECT * FROM customers ";

  private Workflow() {}

  static Section run(Arguments arguments) throws IOException, InterruptedException {
    int count = arguments.number("count", 3);
    Map<String, List<String[]>> all = new LinkedHashMap<>();
    KernelSettings settings = KernelSettings.read();
    for (int i = 0; i < count; i++) {
      for (String[] step : Child.tell(settings, List.of(CHILD))) {
        all.computeIfAbsent(step[0], name -> new ArrayList<>()).add(step);
      }
    }
    Section section =
        new Section(
            "The whole workflow, 10,000 rows of 5 numbers", "step", "seconds", "memory then, MB");
    all.forEach(
        (name, steps) ->
            section.row(
                name,
                Samples.of(steps.stream().map(step -> Double.valueOf(step[1])).toList()).told(),
                String.valueOf(
                    steps.stream().mapToLong(step -> Long.parseLong(step[2])).max().orElse(0))));
    section.note(
        "A separate JVM, started "
            + count
            + " times, without the kernel and its class archive. Memory is resident memory, the"
            + " maximum of the runs.");
    return section;
  }

  /** One workflow, in this JVM. */
  static void child() {
    Instant spawned = ProcessHandle.current().info().startInstant().orElse(Instant.now());
    AtomicReference<Double> firstBatch = new AtomicReference<>();
    try (Session session =
        new Session(
            "duckdb://:memory:", progress -> firstBatch.compareAndSet(null, since(spawned)))) {
      session.query("SELECT 1");
      tell("spawn to the first SELECT", since(spawned));
      step(session, "CREATE TABLE", TABLE);
      Instant training = Instant.now();
      step(
          session,
          "TO TRAIN clusterModel",
          QUERY + "TO TRAIN clusterModel WITH model.n_clusters = 4 INTO groups");
      double before = Duration.between(spawned, training).toNanos() / 1e9;
      tell("of it until the first batch", firstBatch.get() - before);
      tell("spawn to the first training batch", firstBatch.get());
      step(session, "TO PREDICT", QUERY + "TO PREDICT grouped.group_id USING groups");
      step(session, "SELECT of group sizes", "SELECT group_id, count(*) FROM grouped GROUP BY ALL");
      step(session, "TO EVALUATE", QUERY + "TO EVALUATE groups INTO scores");
      step(session, "TO EXPLAIN", QUERY + "TO EXPLAIN groups");
      step(session, "TO TRAIN kmeans", QUERY + "TO TRAIN kmeans WITH model.n_clusters = 4 INTO k");
    }
  }

  private static double since(Instant spawned) {
    return Duration.between(spawned, Instant.now()).toNanos() / 1e9;
  }

  private static void step(Session session, String name, String statement) {
    long start = System.nanoTime();
    session.run(statement);
    tell(name, (System.nanoTime() - start) / 1e9);
  }

  private static void tell(String name, double seconds) {
    Child.tell(name, String.valueOf(seconds), String.valueOf(Machine.megabytes()));
  }
}
