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
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sqlflow.benchmarks.Quality.Outcome;
import org.sqlflow.benchmarks.Quality.Training;

/**
 * Writes what {@link Quality} measured into QUALITY.md, below {@link #MARK}; what stands above it
 * is written by hand and stays.
 */
final class QualityTable {
  /** autoCluster without a number. */
  static final String OPEN = "autoCluster, nothing given";

  private static final String MARK = "<!-- Below: written by src-test/benchmarks/run quality -->\n";
  private static final String DEEP = "clusterModel";
  private static final String KMEANS = "kmeans";

  /** How much accuracy a clusterModel may lose to k-means. */
  private static final double MOST_LOST = 0.01;

  /** The ten real tables and the seven shapes of autoCluster's bars. */
  private static final List<String> REAL =
      List.of(
          "glass",
          "ecoli",
          "dermatology",
          "banknote",
          "vehicle",
          "ionosphere",
          "thyroid",
          "pima",
          "spambase",
          "vote");

  private static final List<String> SHAPES =
      List.of("aggregation", "S2", "2spiral", "chainlink", "donut3", "D31", "unbalance");

  /** The accuracy that a clusterModel has to reach. */
  private static final Map<String, Double> GOALS =
      new TreeMap<>(
          Map.of(
              "digits", .93, "pendigits", .85, "dry_bean", .88, "iris", .93, "breast_cancer", .93));

  private final Path file;

  QualityTable(Path file) {
    this.file = file;
  }

  private record Row(String set, String method) {
    String name() {
      return set.replaceFirst(" .*", "");
    }

    int groups() {
      return Integer.parseInt(set.replaceFirst(".*\\((\\d+)\\)", "$1"));
    }
  }

  void write(Map<Training, Outcome> known) throws IOException {
    String written = Files.exists(file) ? Files.readString(file) : "# Quality\n\n";
    int mark = written.indexOf(MARK);
    String above = mark < 0 ? written : written.substring(0, mark);
    Map<Row, List<Outcome>> rows = new LinkedHashMap<>();
    known.forEach(
        (training, outcome) -> {
          List<Outcome> row =
              rows.computeIfAbsent(
                  new Row(training.set(), training.method()), key -> new ArrayList<>());
          if (!outcome.isRefused()) {
            row.add(outcome);
          }
        });
    Files.writeString(file, above + MARK + "\n" + bars(rows).text() + "\n" + all(rows).text());
  }

  private static Section all(Map<Row, List<Outcome>> rows) {
    Section section =
        new Section(
            "Every set and method",
            "set (groups)",
            "method",
            "seeds",
            "groups",
            "ACC",
            "NMI",
            "ARI",
            "silhouette",
            "CPU seconds");
    section.note(
        "Mean of the seeds from 42 on, least and most in brackets. Defaults apart from"
            + " `model.n_clusters`, which is the known number except for density and where nothing"
            + " is given. CPU seconds: of all cores together, of the whole statement with its"
            + " report; the first of a run loads the classes.");
    List<String> sets = rows.keySet().stream().map(Row::set).distinct().toList();
    for (String set : sets) {
      rows.forEach(
          (row, outcomes) -> {
            if (row.set().equals(set)) {
              section.row(
                  set,
                  row.method(),
                  String.valueOf(outcomes.size()),
                  told(outcomes, Outcome::groups, "%.0f"),
                  told(outcomes, Outcome::acc, "%.3f"),
                  told(outcomes, Outcome::nmi, "%.3f"),
                  told(outcomes, Outcome::ari, "%.3f"),
                  told(outcomes, Outcome::silhouette, "%.3f"),
                  told(outcomes, Outcome::seconds, "%.1f"));
            }
          });
    }
    return section;
  }

  private static Section bars(Map<Row, List<Outcome>> rows) {
    Section section = new Section("The bars", "what", "to reach", "reached", "holds");
    Map<String, Double> deep = means(rows, DEEP, Outcome::acc);
    Map<String, Double> plain = means(rows, KMEANS, Outcome::acc);
    GOALS.forEach(
        (set, goal) -> {
          if (deep.containsKey(set)) {
            row(section, "ACC of clusterModel on " + set, goal, deep.get(set));
          }
        });
    deep.keySet().retainAll(plain.keySet());
    List<String> worse =
        deep.keySet().stream()
            .filter(set -> deep.get(set) < plain.get(set) - MOST_LOST)
            .map(set -> "%s %.3f and %.3f".formatted(set, deep.get(set), plain.get(set)))
            .toList();
    section.row(
        "clusterModel not more than .01 ACC under k-means, of " + deep.size() + " sets",
        "all",
        worse.isEmpty() ? "all" : "not on " + String.join(", ", worse),
        worse.isEmpty() ? "yes" : "no");
    Map<String, Double> own = means(rows, DEEP, Outcome::silhouette);
    Map<String, Double> beside = means(rows, DEEP, Outcome::plainSilhouette);
    if (own.containsKey("activepower")) {
      row(
          section,
          "silhouette of clusterModel on activepower",
          beside.get("activepower"),
          own.get("activepower"));
    }
    Map<String, Double> chosen = means(rows, "autoCluster", Outcome::ari);
    ari(section, "the 10 real tables", chosen, REAL, .38);
    ari(section, "the 7 shapes", chosen, SHAPES, .90);
    numbers(section, rows);
    Stream.of(KMEANS, "gaussianMixture", "spectral", "density", DEEP, "autoCluster", OPEN)
        .forEach(
            method -> {
              Map<String, Double> found = means(rows, method, Outcome::ari);
              if (!found.isEmpty()) {
                section.note(
                    "Mean ARI of %s over %d sets: %s."
                        .formatted(
                            method,
                            found.size(),
                            number(found.values().stream().mapToDouble(ari -> ari))));
              }
            });
    return section;
  }

  private static void ari(
      Section section, String what, Map<String, Double> chosen, List<String> sets, double goal) {
    if (chosen.keySet().containsAll(sets)) {
      double mean = sets.stream().mapToDouble(chosen::get).average().orElseThrow();
      row(section, "mean ARI of autoCluster with the number over " + what, goal, mean);
    }
  }

  /** How often the number of groups was right where nothing was given. */
  private static void numbers(Section section, Map<Row, List<Outcome>> rows) {
    List<Integer> misses = new ArrayList<>();
    rows.forEach(
        (row, outcomes) -> {
          boolean isCounted = REAL.contains(row.name()) || SHAPES.contains(row.name());
          if (isCounted && row.method().equals(OPEN)) {
            outcomes.forEach(o -> misses.add((int) Math.abs(o.groups() - row.groups())));
          }
        });
    if (!misses.isEmpty()) {
      String of = ", of %d trainings".formatted(misses.size());
      row(section, "number exact with nothing given" + of, .45, share(misses, 0));
      row(section, "number within one with nothing given" + of, .70, share(misses, 1));
    }
  }

  private static double share(List<Integer> misses, int most) {
    return (double) misses.stream().filter(miss -> miss <= most).count() / misses.size();
  }

  private static void row(Section section, String what, double goal, double reached) {
    section.row(
        what,
        String.format(Locale.ROOT, "%.3f", goal),
        String.format(Locale.ROOT, "%.3f", reached),
        reached >= goal - 5e-4 ? "yes" : "no");
  }

  /** Of each set the mean over the seeds. */
  private static Map<String, Double> means(
      Map<Row, List<Outcome>> rows, String method, ToDoubleFunction<Outcome> score) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().method().equals(method))
        .filter(row -> row.getValue().stream().mapToDouble(score).anyMatch(v -> !Double.isNaN(v)))
        .collect(
            Collectors.toMap(
                row -> row.getKey().name(),
                row -> row.getValue().stream().mapToDouble(score).average().orElseThrow(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static String number(DoubleStream values) {
    return String.format(Locale.ROOT, "%.3f", values.average().orElse(Double.NaN));
  }

  private static String told(
      List<Outcome> outcomes, ToDoubleFunction<Outcome> score, String format) {
    double[] values =
        outcomes.stream().mapToDouble(score).filter(value -> !Double.isNaN(value)).toArray();
    if (values.length == 0) {
      return outcomes.isEmpty() ? "refused" : "";
    }
    String least = String.format(Locale.ROOT, format, Arrays.stream(values).min().orElseThrow());
    String most = String.format(Locale.ROOT, format, Arrays.stream(values).max().orElseThrow());
    String mean = String.format(Locale.ROOT, format, Arrays.stream(values).average().orElseThrow());
    return least.equals(most) ? mean : "%s (%s to %s)".formatted(mean, least, most);
  }
}
