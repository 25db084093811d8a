package org.sqlflow.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * How well labels are predicted by default, beside scikit-learn on the same rows: for each seed a
 * fifth of the table is held out, TO TRAIN sees the others, TO EVALUATE the fifth, and both parts
 * go to the peer as CSV.
 *
 * <pre>
 * predictions --data ../shared/data --seeds 42-46 --sets iris,housing
 * </pre>
 */
final class Predictions {
  private static final double NANOSECONDS = 1e9;
  private static final String ACCURACY = "accuracy";
  private static final String LOGISTIC = "LogisticRegression";
  private static final String MLP = "MLPClassifier";
  private static final String BOOSTING = "HistGradientBoosting";
  private static final String LINEAR = "LinearClassifier";
  private static final String DENSE = "DNNClassifier";
  private static final String TREES = "xgboost.gbtree";

  /** Where there is no peer. */
  private static final double ABSENT = Double.NaN;

  private static final List<Set> SETS =
      List.of(
          new Set("iris", List.of("iris.csv"), "label", ACCURACY, againstLogistic()),
          new Set(
              "breast_cancer", List.of("breast_cancer.csv"), "label", ACCURACY, againstLogistic()),
          new Set(
              "housing",
              List.of("sqlflow_housing_train.csv", "sqlflow_housing_test.csv"),
              "target",
              "RMSE",
              List.of(new Match(TREES, BOOSTING, new Ratio(1.03)))),
          new Set(
              "online_shoppers",
              List.of("online_shoppers.csv.gz"),
              "revenue",
              "AUC",
              List.of(new Match(TREES, BOOSTING, new Fixed(.92)))),
          new Set(
              "dry_bean",
              List.of("dry_bean.csv.gz"),
              "label",
              ACCURACY,
              List.of(new Match(DENSE, MLP, new Under(0)))),
          new Set(
              "bank",
              List.of("bank.csv.gz"),
              "y",
              ACCURACY,
              List.of(new Match(DENSE, MLP, new Under(0)))));

  private final Path data;
  private final List<Long> seeds;
  private final List<String> wanted;
  private final Peers peers;
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Section section =
      new Section(
          "Predictions, by default, on a fifth that was held out",
          "set, score",
          "here",
          "it reaches",
          "scikit-learn",
          "it reaches",
          "bar",
          "holds",
          "CPU seconds here, there");

  /** A table, from the files that make it. */
  private record Set(
      String name, List<String> files, String label, String metric, List<Match> matches) {}

  private record Match(String estimator, String peer, Bar bar) {}

  /** What has to be reached. */
  private sealed interface Bar {
    /** The value. */
    double value(double peer);

    default boolean isLeast() {
      return true;
    }
  }

  /** At most so far under the peer. */
  private record Under(double most) implements Bar {
    @Override
    public double value(double peer) {
      return peer - most;
    }
  }

  /** An error of at most so many times the peer's. */
  private record Ratio(double times) implements Bar {
    @Override
    public double value(double peer) {
      return peer * times;
    }

    @Override
    public boolean isLeast() {
      return false;
    }
  }

  /** A value that does not depend on the peer. */
  private record Fixed(double least) implements Bar {
    @Override
    public double value(double peer) {
      return least;
    }
  }

  /** The scores of the seeds, and the CPU seconds of all of them together. */
  private record Reached(double[] scores, double seconds) {
    double mean() {
      return Arrays.stream(scores).average().orElse(ABSENT);
    }

    String told() {
      return String.format(
          Locale.ROOT,
          "%.4f (%.4f to %.4f)",
          mean(),
          Arrays.stream(scores).min().orElse(ABSENT),
          Arrays.stream(scores).max().orElse(ABSENT));
    }
  }

  private Predictions(Arguments arguments) {
    String[] range = arguments.of("seeds").orElse("42-46").split("-", 2);
    this.data = Path.of(arguments.of("data").orElse("../shared/data"));
    this.seeds =
        LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]))
            .boxed()
            .toList();
    this.wanted = arguments.of("sets").map(sets -> List.of(sets.split(","))).orElse(List.of());
    this.peers = new Peers(arguments);
  }

  private static List<Match> againstLogistic() {
    List<Match> matches = new ArrayList<>();
    for (String estimator : List.of(LINEAR, DENSE, TREES)) {
      matches.add(new Match(estimator, LOGISTIC, new Under(.01)));
    }
    matches.add(new Match(DENSE, MLP, new Under(.01)));
    matches.add(new Match(TREES, BOOSTING, new Under(.01)));
    return matches;
  }

  static Section run(Arguments arguments) throws IOException {
    return new Predictions(arguments).run();
  }

  private Section run() throws IOException {
    for (Set set : SETS) {
      if (!wanted.isEmpty() && !wanted.contains(set.name())) {
        continue;
      }
      if (set.files().stream().map(data::resolve).allMatch(Files::exists)) {
        measure(set);
      } else {
        section.note("Not measured: " + set.name() + ", which is not among the given data.");
      }
    }
    section.note(
        "Mean of "
            + seeds.size()
            + " seeds, each with another fifth, minimum and maximum in brackets. CPU seconds: of"
            + " all cores and seeds together; for SQLFlow the whole TO TRAIN with validation,"
            + " second training and report, and TO EVALUATE; for scikit-learn fit and predict."
            + " scikit-learn: defaults, except up to 1,000 iterations of LogisticRegression and, as"
            + " in SQLFlow, hidden layers of 64 and 32 of MLPClassifier; numbers standardized and"
            + " text one-hot for these two. Python's xgboost is not on the package index:"
            + " HistGradientBoosting represents trees.");
    return section;
  }

  private void measure(Set set) throws IOException {
    Path folder = Files.createTempDirectory("sqlflow-predictions");
    try (Session session = new Session()) {
      session.run(
          "CREATE TABLE whole AS SELECT * EXCLUDE (%1$s), %1$s AS label, row_number() OVER () AS n"
                  .formatted(set.label())
              + " FROM read_csv(["
              + set.files().stream()
                  .map(file -> "'" + data.resolve(file) + "'")
                  .collect(Collectors.joining(", "))
              + "])");
      for (long seed : seeds) {
        session.run(
            ("CREATE TABLE s%1$d AS SELECT * EXCLUDE (n), row_number() OVER (ORDER BY md5(n ||"
                    + " '/%1$d')) <= (SELECT count(*) FROM whole) / 5 AS held FROM whole ORDER BY"
                    + " n")
                .formatted(seed));
        for (String part : List.of("train", "test")) {
          session.run(
              "COPY (%s) TO '%s' (HEADER)"
                  .formatted(part(seed, part), folder.resolve(part + "-" + seed + ".csv")));
        }
      }
      Map<String, Reached> here = new LinkedHashMap<>();
      Map<String, Optional<Reached>> there = new LinkedHashMap<>();
      for (Match match : set.matches()) {
        here.computeIfAbsent(match.estimator(), name -> here(session, name, set));
        there.computeIfAbsent(match.peer(), name -> there(folder, name, set.metric()));
        row(set, match, here.get(match.estimator()), there.get(match.peer()));
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static String part(long seed, String part) {
    return "SELECT * EXCLUDE (held) FROM s"
        + seed
        + " WHERE "
        + (part.equals("train") ? "NOT held" : "held");
  }

  private Reached here(Session session, String estimator, Set set) {
    String objective = objective(session, estimator, set.metric());
    long start = machine.getProcessCpuTime();
    double[] scores =
        seeds.stream()
            .mapToDouble(
                seed -> {
                  session.run(
                      "%s TO TRAIN %s WITH %strain.seed = %d LABEL label INTO m"
                          .formatted(part(seed, "train"), estimator, objective, seed));
                  session.run(part(seed, "test") + " TO EVALUATE m LABEL label INTO scores");
                  return score(session.query("SELECT metric, value FROM scores"), set.metric());
                })
            .toArray();
    return new Reached(scores, (machine.getProcessCpuTime() - start) / NANOSECONDS);
  }

  /** Whole numbers can be classes or numbers; trees learn one or the other by their objective. */
  private static String objective(Session session, String estimator, String metric) {
    if (!estimator.equals(TREES)) {
      return "";
    }
    String objective =
        metric.equals("RMSE")
            ? "reg:squarederror"
            : session.number("SELECT count(DISTINCT label) FROM whole") > 2
                ? "multi:softprob"
                : "binary:logistic";
    return "objective = '" + objective + "', ";
  }

  private static double score(Table scores, String metric) {
    for (int row = 0; row < scores.rowCount(); row++) {
      if (scores.stringColumn("metric").get(row).equals(metric)) {
        return scores.doubleColumn("value").get(row);
      }
    }
    throw new IllegalStateException("no " + metric + " in " + scores);
  }

  private Optional<Reached> there(Path folder, String peer, String metric) {
    String numbers = seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
    return peers
        .ask(1, "predict", folder, peer, metric, numbers)
        .map(
            told -> {
              List<Double> scores = new ArrayList<>();
              for (JsonNode score : told.all().get("scores")) {
                scores.add(score.asDouble());
              }
              return new Reached(
                  scores.stream().mapToDouble(Double::doubleValue).toArray(),
                  told.all().get("cpu").asDouble());
            });
  }

  private void row(Set set, Match match, Reached here, Optional<Reached> there) {
    double bar = match.bar().value(there.map(Reached::mean).orElse(ABSENT));
    boolean holds = match.bar().isLeast() ? here.mean() >= bar : here.mean() <= bar;
    section.row(
        set.name() + ", " + set.metric(),
        match.estimator(),
        here.told(),
        match.peer(),
        there.map(Reached::told).orElse("not installed"),
        String.format(Locale.ROOT, "%s %.4f", match.bar().isLeast() ? "≥" : "≤", bar),
        Double.isNaN(bar) ? "" : holds ? "yes" : "no",
        String.format(
            Locale.ROOT,
            "%.1f, %s",
            here.seconds(),
            there.map(r -> String.format(Locale.ROOT, "%.1f", r.seconds())).orElse("")));
  }
}
