package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well the groups of clusterModel match known labels, on real tables and over several seeds,
 * beside k-means on the same features in the same run: CSV into DuckDB, TO TRAIN, TO PREDICT, TO
 * EVALUATE. With {@code --with} a choice of attributes is compared with the defaults.
 *
 * <pre>
 * accuracy --data ../shared/data --seeds 42-46 --sets iris,digits --with "model.train_lr = 0.0003"
 * </pre>
 */
final class Accuracy {
  private static final List<Set> SETS =
      List.of(
          new Set("dry_bean", "label", 7, .88),
          new Set("pendigits", "label", 10, .85),
          new Set("digits", "label", 10, .93),
          new Set("breast_cancer", "label", 2, .93),
          new Set("iris", "label", 3, .93),
          new Set("wholesale_customers", "channel", 2, Double.NaN),
          new Set("activepower", "class", 3, .198),
          new Set("tables/glass", "label", 6, Double.NaN),
          new Set("tables/ecoli", "label", 8, Double.NaN),
          new Set("tables/dermatology", "label", 6, Double.NaN),
          new Set("tables/banknote", "label", 2, Double.NaN),
          new Set("tables/vehicle", "label", 4, Double.NaN),
          new Set("tables/ionosphere", "label", 2, Double.NaN),
          new Set("tables/thyroid", "label", 3, Double.NaN),
          new Set("tables/pima", "label", 2, Double.NaN),
          new Set("tables/spambase", "label", 2, Double.NaN),
          new Set("tables/vote", "label", 2, Double.NaN));

  private final Path data;
  private final List<Long> seeds;
  private final List<String> sets;
  private final List<String> choices;
  private final Optional<Path> score;

  /**
   * One comparison.
   *
   * @param label the column that is not trained on
   * @param goal the accuracy to reach; of active power the silhouette
   */
  private record Set(String file, String label, int clusters, double goal) {
    boolean isBySilhouette() {
      return file.equals("activepower");
    }
  }

  /** What one training gave. */
  private record Outcome(double accuracy, double silhouette, double largest, double seconds) {}

  private Accuracy(
      Path data, List<Long> seeds, List<String> sets, List<String> choices, Optional<Path> score) {
    this.data = data;
    this.seeds = seeds;
    this.sets = sets;
    this.choices = choices;
    this.score = score;
  }

  static void run(Arguments arguments) throws IOException, InterruptedException {
    List<String> choices = new ArrayList<>(List.of(""));
    choices.addAll(arguments.all("with"));
    String[] range = arguments.of("seeds").orElse("42-46").split("-", 2);
    List<Long> seeds = new ArrayList<>();
    for (long seed = Long.parseLong(range[0]);
        seed <= Long.parseLong(range[range.length - 1]);
        seed++) {
      seeds.add(seed);
    }
    new Accuracy(
            Path.of(arguments.of("data").orElse("../shared/data")),
            seeds,
            Arrays.asList(arguments.of("sets").orElse("").split(",")),
            choices,
            arguments.of("score").map(Path::of))
        .run();
  }

  private void run() throws IOException, InterruptedException {
    System.out.println(
        "| table | choice | accuracy, mean | least to most | silhouette | k-means: accuracy |"
            + " silhouette | to reach | largest group | seconds |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Set set : SETS) {
      if (sets.contains("") || sets.contains(set.file())) {
        run(set);
      }
    }
  }

  private void run(Set set) throws IOException, InterruptedException {
    try (Session session = new Session()) {
      Path file = data.resolve(set.file() + ".csv");
      file = Files.exists(file) ? file : data.resolve(set.file() + ".csv.gz");
      session.run("CREATE TABLE input_table AS SELECT * FROM read_csv('" + file + "')");
      String columns = columns(session, set);
      List<Outcome> plain = new ArrayList<>();
      for (long seed : seeds) {
        plain.add(train(session, set, "kmeans", columns, attributes(set, seed, "")));
      }
      for (String choice : choices) {
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed : seeds) {
          outcomes.add(train(session, set, "clusterModel", columns, attributes(set, seed, choice)));
        }
        print(set, choice, outcomes, plain);
      }
    }
  }

  private static String columns(Session session, Set set) {
    List<String> names = new ArrayList<>();
    session
        .query("DESCRIBE input_table")
        .forEach(
            row -> {
              boolean isNumber = !row.getString("column_type").matches("VARCHAR|DATE.*|TIME.*");
              if (isNumber && !row.getString("column_name").equals(set.label())) {
                names.add(row.getString("column_name"));
              }
            });
    return String.join(", ", names);
  }

  private static String attributes(Set set, long seed, String more) {
    return String.format(
        Locale.ROOT, "model.n_clusters = %d\ntrain.seed = %d\n%s", set.clusters(), seed, more);
  }

  private Outcome train(Session session, Set set, String type, String columns, String attributes)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    session.run(
        "SELECT * FROM input_table TO TRAIN %s WITH %s COLUMN %s INTO m"
            .formatted(type, attributes, columns));
    double seconds = (System.nanoTime() - start) / 1e9;
    session.run("SELECT * FROM input_table TO PREDICT output_table.group_id USING m");
    session.run("SELECT * FROM input_table TO EVALUATE m LABEL " + set.label() + " INTO scores");
    double accuracy = score(session, "accuracy").orElse(Double.NaN);
    if (score.isPresent()) {
      checkScore(session, set, accuracy);
    }
    double largest =
        session.number(
            "SELECT max(n) / sum(n) FROM (SELECT count(*) AS n FROM output_table GROUP BY"
                + " group_id)");
    return new Outcome(accuracy, score(session, "silhouette").orElse(Double.NaN), largest, seconds);
  }

  private static OptionalDouble score(Session session, String metric) {
    var found = session.query("SELECT value FROM scores WHERE metric = '" + metric + "'");
    return found.rowCount() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.doubleColumn(0).get(0));
  }

  /** Has the exported table scored by a program that knows nothing of this project. */
  private void checkScore(Session session, Set set, double accuracy)
      throws IOException, InterruptedException {
    Path exported = Files.createTempFile("sqlflow-accuracy", ".csv");
    session.run("COPY output_table TO '" + exported + "' (HEADER)");
    Process process =
        new ProcessBuilder(
                "/usr/bin/python3",
                score.orElseThrow().toString(),
                exported.toString(),
                "--label",
                set.label(),
                "--cluster",
                "group_id",
                "--json")
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Files.delete(exported);
    String theirs = told.replaceAll("(?s).*\"acc\": *([0-9.]+).*", "$1");
    if (Math.abs(Double.parseDouble(theirs) - accuracy) > 1e-4) {
      throw new IllegalStateException(
          "the accuracy is " + accuracy + " here and " + theirs + " there:\n" + told);
    }
  }

  private static void print(Set set, String choice, List<Outcome> outcomes, List<Outcome> plain) {
    double[] accuracies = outcomes.stream().mapToDouble(Outcome::accuracy).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.3f | %.3f to %.3f | %.3f | %.3f | %.3f | %s | %.0f %% | %.1f |%n",
        set.file(),
        choice.isEmpty() ? "defaults" : choice,
        Arrays.stream(accuracies).average().orElseThrow(),
        accuracies[0],
        accuracies[accuracies.length - 1],
        outcomes.stream().mapToDouble(Outcome::silhouette).average().orElseThrow(),
        plain.stream().mapToDouble(Outcome::accuracy).average().orElseThrow(),
        plain.stream().mapToDouble(Outcome::silhouette).average().orElseThrow(),
        Double.isNaN(set.goal())
            ? ""
            : String.format(
                Locale.ROOT, "%.3f%s", set.goal(), set.isBySilhouette() ? " (silhouette)" : ""),
        100 * outcomes.stream().mapToDouble(Outcome::largest).max().orElseThrow(),
        outcomes.stream().mapToDouble(Outcome::seconds).average().orElseThrow());
    System.out.flush();
  }
}
