package org.sqlflow.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.models.TrainingProgress;

/**
 * What training and predicting with a label cost, in CPU seconds of all cores and by the clock,
 * beside scikit-learn's trees and PyTorch's network: {@code prediction-speed --rows 1000000}.
 */
final class PredictionSpeed {
  private static final double NANOSECONDS = 1e9;
  private static final int COLUMNS = 20;
  private static final int ROUNDS = 100;
  private static final int PASSES = 5;

  private final int rows;
  private final Peers peers;
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Section section;

  /** When the learning itself was first and last heard of. */
  private final List<Moment> moments = new ArrayList<>();

  private PredictionSpeed(Arguments arguments) {
    this.rows = arguments.number("rows", 1_000_000);
    this.peers = new Peers(arguments);
    this.section =
        new Section(
            "Predictions, seconds",
            "what",
            "here: wall, CPU",
            "peer",
            "wall, CPU",
            "wall here / there",
            "CPU here / there");
  }

  /** A time by the clock and in CPU seconds, or the distance of two. */
  private record Moment(double wall, double cpu) {
    Moment since(Moment earlier) {
      return new Moment(wall - earlier.wall, cpu - earlier.cpu);
    }

    Moment times(double factor) {
      return new Moment(wall * factor, cpu * factor);
    }

    String told() {
      return Samples.number(wall) + ", " + Samples.number(cpu);
    }
  }

  static Section run(Arguments arguments) {
    return new PredictionSpeed(arguments).run();
  }

  private Moment now() {
    return new Moment(System.nanoTime() / NANOSECONDS, machine.getProcessCpuTime() / NANOSECONDS);
  }

  private void heard(TrainingProgress progress) {
    if (progress.phase().equals("boosting") || progress.phase().equals("training")) {
      moments.add(now());
    }
  }

  private Section run() {
    try (Session session = new Session("duckdb://:memory:", this::heard)) {
      String columns =
          IntStream.range(0, COLUMNS)
              .mapToObj(c -> "random()::FLOAT AS f" + c)
              .collect(Collectors.joining(", "));
      session.run(
          "CREATE TABLE t AS SELECT *, CAST(f0 + f1 * f2 + sin(6 * f3) + random() > 1.3 AS INT) AS"
              + " y FROM (SELECT "
              + columns
              + " FROM range("
              + rows
              + "))");
      Optional<Peers.Told> trees = peers.ask(threads, "boost", rows, COLUMNS, ROUNDS);
      Moment whole =
          train(
              session,
              "xgboost.gbtree WITH objective = 'binary:logistic', train.num_boost_round = "
                  + ROUNDS
                  + ", train.early_stopping = 0",
              "trees");
      row(shape() + ": " + ROUNDS + " rounds of boosting", learning(), BOOSTING, fit(trees, 1));
      row("the whole TO TRAIN of it", whole, "fit alone", fit(trees, 1));
      Optional<Peers.Told> network = peers.ask(1, "classify", rows, COLUMNS, PASSES);
      whole =
          train(
              session,
              "DNNClassifier WITH train.batch_size = 256, train.epoch = " + PASSES,
              "network");
      row(
          "20-64-32-2: a pass with batches of 256",
          learning().times(1.0 / PASSES),
          "PyTorch",
          fit(network, 1.0 / PASSES));
      row("the whole TO TRAIN of it", whole, "passes alone", fit(network, 1));
      train(session, "LinearClassifier", "lines");
      predict(session, "trees", BOOSTING + ", predict alone", predicted(trees));
      predict(session, "network", "", Optional.empty());
      predict(session, "lines", "", Optional.empty());
      Moment begun = now();
      session.run("CREATE TABLE copied AS SELECT *, f0 > 0.5 AS g FROM t");
      row("the database alone makes a table of them", now().since(begun), "", Optional.empty());
    }
    section.note(
        threads
            + " threads, PyTorch one; rows of the same distribution for both, a fifth held out and"
            + " scored in each round and pass. Elapsed times depend on other work on the machine:"
            + " see its load below.");
    return section;
  }

  private static final String BOOSTING = "HistGradientBoosting";

  private String shape() {
    return String.format(Locale.ROOT, "%,d x %d", rows, COLUMNS);
  }

  private Moment train(Session session, String estimator, String name) {
    moments.clear();
    Moment begun = now();
    session.run("SELECT * FROM t TO TRAIN " + estimator + " LABEL y INTO " + name);
    return now().since(begun);
  }

  /** What the learning took, without reading, judging and storing. */
  private Moment learning() {
    return moments.get(moments.size() - 1).since(moments.get(0));
  }

  private static Optional<Moment> fit(Optional<Peers.Told> told, double factor) {
    return told.map(
        t -> new Moment(t.samples().median(), t.all().get("cpu").asDouble()).times(factor));
  }

  private static Optional<Moment> predicted(Optional<Peers.Told> told) {
    return told.map(
        t ->
            new Moment(
                t.all().get("predicting").asDouble(), t.all().get("predicting_cpu").asDouble()));
  }

  private void predict(Session session, String model, String peer, Optional<Moment> there) {
    Moment begun = now();
    session.run("SELECT * FROM t TO PREDICT p.g USING " + model);
    Moment here = now().since(begun);
    row(
        String.format(
            Locale.ROOT,
            "TO PREDICT by the %s (%.2f million rows a second)",
            model,
            rows / here.wall() / 1e6),
        here,
        peer,
        there);
  }

  private void row(String what, Moment here, String peer, Optional<Moment> there) {
    section.row(
        what,
        here.told(),
        there.isPresent() ? peer : "",
        there.map(Moment::told).orElse(""),
        there.map(t -> String.format(Locale.ROOT, "%.2f", here.wall() / t.wall())).orElse(""),
        there.map(t -> String.format(Locale.ROOT, "%.2f", here.cpu() / t.cpu())).orElse(""));
  }
}
