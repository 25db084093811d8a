package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * How well the groups of every clustering method match known labels, on every set: CSV into DuckDB,
 * TO TRAIN, TO EVALUATE. Written into QUALITY.md, bad results too.
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

  /** A table with known groups. */
  private record Set(Path file) {
    String name() {
      return file.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
    }
  }

  /** What one training gave. */
  private record Outcome(double groups, double acc, double nmi, double ari, double seconds) {}

  private Quality(Path data, List<Long> seeds, List<String> sets, List<String> methods) {
    this.data = data;
    this.seeds = seeds;
    this.sets = sets;
    this.methods = methods;
  }

  static Section run(Arguments arguments) throws IOException {
    String[] range = arguments.of("seeds").orElse("42-44").split("-", 2);
    long first = Long.parseLong(range[0]);
    long last = Long.parseLong(range[range.length - 1]);
    List<String> methods =
        arguments
            .of("methods")
            .map(names -> Arrays.asList(names.split(",")))
            .orElseGet(() -> Stream.concat(METHODS.stream(), Stream.of(OPEN)).toList());
    Quality quality =
        new Quality(
            Path.of(arguments.of("data").orElse("../shared/data")),
            LongStream.rangeClosed(first, last).boxed().toList(),
            arguments.of("sets").map(names -> Arrays.asList(names.split(","))).orElse(List.of()),
            methods.stream().map(name -> name.equals("open") ? OPEN : name).toList());
    Path results = Path.of(System.getProperty("benchmarks.folder"), "QUALITY.md");
    quality.run(results);
    return quality.section;
  }

  private void run(Path results) throws IOException {
    for (Set set : all()) {
      if (sets.isEmpty() || sets.contains(set.name())) {
        try (Session session = new Session()) {
          session.run("CREATE TABLE t AS SELECT * FROM read_csv('" + set.file() + "')");
          int known = (int) session.number("SELECT count(DISTINCT " + LABEL + ") FROM t");
          for (String method : methods) {
            measure(session, set, method, known);
          }
        }
        Files.writeString(results, text());
      }
    }
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
    return "# Quality\n\nWritten by `src-test/benchmarks/run quality`, seeds "
        + seeds.get(0)
        + " to "
        + seeds.get(seeds.size() - 1)
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

  private void measure(Session session, Set set, String method, int known) {
    List<Outcome> outcomes = new ArrayList<>();
    String estimator = method.equals(OPEN) ? "autoCluster" : method;
    boolean isOpen = method.equals(OPEN) || method.equals("density");
    for (long seed : seeds) {
      try {
        outcomes.add(trained(session, estimator, isOpen ? "" : numberOf(known), seed));
      } catch (RuntimeException failed) {
        // The others are worth their figures all the same.
        System.err.println(set.name() + ", " + method + ": " + failed.getMessage());
      }
    }
    section.row(
        set.name() + " (" + known + ")",
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
