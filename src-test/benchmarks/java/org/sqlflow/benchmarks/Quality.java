package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * How well the groups of every clustering method match known labels, on every set: CSV into DuckDB,
 * TO TRAIN, TO EVALUATE. Each training is a line of quality.tsv, and what has one is not trained
 * again: a run that was stopped goes on where it was, and new sets and seeds join the old ones
 * (delete the file to measure anew). QUALITY.md is written from all of its lines, bad results too.
 *
 * <pre>
 * quality --data ../shared/data --seeds 42-44 --sets iris,glass --methods kmeans,autoCluster
 * </pre>
 */
final class Quality {
  /** The column that has the groups. */
  private static final String LABEL = "label";

  /** Sets beside those of the folder {@code tables}. */
  private static final List<String> FURTHER =
      List.of("iris", "breast_cancer", "digits", "pendigits", "dry_bean");

  private static final List<String> METHODS =
      List.of("kmeans", "gaussianMixture", "spectral", "density", "clusterModel", "autoCluster");

  /** autoCluster without a number. */
  private static final String OPEN = "autoCluster, nothing given";

  private final Path data;
  private final List<Long> seeds;
  private final List<String> sets;
  private final List<String> methods;
  private final Section section =
      new Section(
          "Groups beside known ones, mean of the seeds (least to most)",
          "set",
          "method",
          "groups",
          "ACC",
          "NMI",
          "ARI",
          "seconds");

  private final Map<String, List<Double>> agreements = new LinkedHashMap<>();

  /** The trainings so far. */
  private final Map<Training, Outcome> known = new LinkedHashMap<>();

  private final Path lines;

  /** What one training is, by set (with its number of groups), method and seed. */
  private record Training(String set, String method, long seed) {}

  /** A table with known groups. */
  private record Set(Path file) {
    String name() {
      return file.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
    }
  }

  /** What one training gave; NaN for one that was refused. */
  private record Outcome(double groups, double acc, double nmi, double ari, double seconds) {
    static final Outcome REFUSED =
        new Outcome(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    boolean isRefused() {
      return Double.isNaN(groups);
    }
  }

  private Quality(
      Path lines, Path data, List<Long> seeds, List<String> sets, List<String> methods) {
    this.lines = lines;
    this.data = data;
    this.seeds = seeds;
    this.sets = sets;
    this.methods = methods;
  }

  static Section run(Arguments arguments) throws IOException {
    String[] range = arguments.of("seeds").orElse("42-46").split("-", 2);
    long first = Long.parseLong(range[0]);
    long last = Long.parseLong(range[range.length - 1]);
    List<String> methods =
        arguments
            .of("methods")
            .map(names -> Arrays.asList(names.split(",")))
            .orElseGet(() -> Stream.concat(METHODS.stream(), Stream.of(OPEN)).toList());
    Path folder = Path.of(System.getProperty("benchmarks.folder"));
    Quality quality =
        new Quality(
            folder.resolve("quality.tsv"),
            Path.of(arguments.of("data").orElse("../shared/data")),
            LongStream.rangeClosed(first, last).boxed().toList(),
            arguments.of("sets").map(names -> Arrays.asList(names.split(","))).orElse(List.of()),
            methods.stream().map(name -> name.equals("open") ? OPEN : name).toList());
    quality.read();
    quality.run(folder.resolve("QUALITY.md"));
    return quality.section;
  }

  private void read() throws IOException {
    if (!Files.exists(lines)) {
      return;
    }
    for (String line : Files.readAllLines(lines)) {
      String[] f = line.split("\t");
      double[] n = Arrays.stream(f).skip(3).mapToDouble(Double::parseDouble).toArray();
      known.put(
          new Training(f[0], f[1], Long.parseLong(f[2])),
          new Outcome(n[0], n[1], n[2], n[3], n[4]));
    }
  }

  private void add(Training training, Outcome outcome) throws IOException {
    known.put(training, outcome);
    Files.writeString(
        lines,
        String.join(
            "\t",
            training.set(),
            training.method(),
            "" + training.seed(),
            "" + outcome.groups(),
            "" + outcome.acc(),
            "" + outcome.nmi(),
            "" + outcome.ari(),
            "" + outcome.seconds() + "\n"),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void run(Path results) throws IOException {
    for (Set set : all()) {
      if (sets.isEmpty() || sets.contains(set.name())) {
        try (Session session = new Session()) {
          session.run("CREATE TABLE t AS SELECT * FROM read_csv('" + set.file() + "')");
          int number = (int) session.number("SELECT count(DISTINCT " + LABEL + ") FROM t");
          for (String method : methods) {
            for (long seed : seeds) {
              measure(session, set.name() + " (" + number + ")", method, number, seed);
            }
          }
        }
      }
    }
    tabulate();
    Files.writeString(results, text());
  }

  /** A row for each set and method, from all trainings. */
  private void tabulate() {
    Map<List<String>, List<Outcome>> rows = new LinkedHashMap<>();
    known.forEach(
        (training, outcome) -> {
          List<Outcome> row =
              rows.computeIfAbsent(
                  List.of(training.set(), training.method()), key -> new ArrayList<>());
          if (!outcome.isRefused()) {
            row.add(outcome);
          }
        });
    rows.entrySet().stream()
        .sorted(
            Comparator.comparing(
                (Map.Entry<List<String>, List<Outcome>> row) -> row.getKey().get(0)))
        .forEach(row -> add(row.getKey().get(0), row.getKey().get(1), row.getValue()));
  }

  private void add(String set, String method, List<Outcome> outcomes) {
    section.row(
        set,
        method,
        told(outcomes.stream().mapToDouble(Outcome::groups).toArray(), "%.0f"),
        told(outcomes.stream().mapToDouble(Outcome::acc).toArray(), "%.3f"),
        told(outcomes.stream().mapToDouble(Outcome::nmi).toArray(), "%.3f"),
        told(outcomes.stream().mapToDouble(Outcome::ari).toArray(), "%.3f"),
        told(outcomes.stream().mapToDouble(Outcome::seconds).toArray(), "%.1f"));
    outcomes.stream()
        .mapToDouble(Outcome::ari)
        .average()
        .ifPresent(mean -> agreements.computeIfAbsent(method, m -> new ArrayList<>()).add(mean));
  }

  private String text() {
    StringBuilder means = new StringBuilder();
    agreements.forEach(
        (method, values) ->
            means.append(
                String.format(
                    Locale.ROOT,
                    "%s%s %.3f (%d)",
                    means.length() == 0 ? "" : "; ",
                    method,
                    values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN),
                    values.size())));
    LongSummaryStatistics all =
        known.keySet().stream().mapToLong(Training::seed).summaryStatistics();
    return "# Quality\n\nWritten by `src-test/benchmarks/run quality`, seeds "
        + all.getMin()
        + " to "
        + all.getMax()
        + ", defaults apart from `model.n_clusters`, which is the known number except where nothing"
        + " is given and for density.\n\n"
        + section.text()
        + "\nMean ARI over the sets (how many): "
        + means
        + ".\n";
  }

  private List<Set> all() throws IOException {
    List<Set> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("tables"))) {
      files
          .filter(file -> file.toString().matches(".*\\.csv(\\.gz)?"))
          .sorted()
          .forEach(file -> all.add(new Set(file)));
    }
    for (String name : FURTHER) {
      for (String ending : List.of(".csv", ".csv.gz")) {
        Path file = data.resolve(name + ending);
        if (Files.exists(file)) {
          all.add(new Set(file));
        }
      }
    }
    return all;
  }

  private void measure(Session session, String set, String method, int number, long seed)
      throws IOException {
    Training training = new Training(set, method, seed);
    if (known.containsKey(training)) {
      return;
    }
    String estimator = method.equals(OPEN) ? "autoCluster" : method;
    boolean isOpen = method.equals(OPEN) || method.equals("density");
    Outcome outcome = Outcome.REFUSED;
    try {
      outcome = trained(session, estimator, isOpen ? "" : numberOf(number), seed);
    } catch (RuntimeException failed) {
      // The others are worth their figures all the same.
      System.err.println(set + ", " + method + ": " + failed.getMessage());
    }
    add(training, outcome);
  }

  private static String numberOf(int known) {
    return "model.n_clusters = " + known + ", ";
  }

  private static Outcome trained(Session session, String estimator, String number, long seed) {
    long start = System.nanoTime();
    session.run(
        "SELECT * FROM t TO TRAIN %s WITH %strain.seed = %d LABEL %s INTO m"
            .formatted(estimator, number, seed, LABEL));
    double seconds = (System.nanoTime() - start) / 1e9;
    session.run("SELECT * FROM t TO EVALUATE m LABEL " + LABEL + " INTO scores");
    session.run("SELECT * FROM t TO PREDICT found.g USING m");
    Table scores = session.query("SELECT metric, value FROM scores");
    return new Outcome(
        session.number("SELECT count(DISTINCT g) FROM found"),
        score(scores, "accuracy"),
        score(scores, "NMI"),
        score(scores, "ARI"),
        seconds);
  }

  private static double score(Table scores, String metric) {
    for (int row = 0; row < scores.rowCount(); row++) {
      if (scores.stringColumn("metric").get(row).equals(metric)) {
        return scores.doubleColumn("value").get(row);
      }
    }
    return Double.NaN;
  }

  private static String told(double[] values, String format) {
    if (values.length == 0) {
      return "refused";
    }
    double least = Arrays.stream(values).min().orElseThrow();
    double most = Arrays.stream(values).max().orElseThrow();
    String mean = String.format(Locale.ROOT, format, Arrays.stream(values).average().orElseThrow());
    return least == most
        ? mean
        : String.format(Locale.ROOT, "%s (" + format + " to " + format + ")", mean, least, most);
  }
}
