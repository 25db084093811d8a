package org.sqlflow.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * How well the groups of every clustering method match known labels, on every set: CSV into DuckDB,
 * TO TRAIN, TO EVALUATE. Each training is a line of quality.tsv, and what has one is not trained
 * again: a run that was stopped goes on where it was, and new sets and seeds join the old ones
 * (delete the file to measure again). All sets come with the first seed, then with the next one, so
 * that a stopped run is a whole table of fewer seeds. {@link QualityTable} writes QUALITY.md after
 * each seed and method, bad results too.
 *
 * <pre>
 * quality --data ../shared/data --seeds 42-44 --sets iris,glass --methods kmeans,autoCluster
 * </pre>
 */
final class Quality {
  private static final List<Set> FURTHER =
      List.of(
          new Set("iris"),
          new Set("breast_cancer"),
          new Set("digits"),
          new Set("pendigits"),
          new Set("dry_bean"),
          new Set("wholesale_customers", "* EXCLUDE (region, channel), channel AS label"),
          new Set("online_shoppers", "* EXCLUDE (revenue), revenue AS label"),
          // Nobody knows its groups; the tutorial asks for three.
          new Set("activepower", "* EXCLUDE (dates, class)", Optional.of(3)));

  /** The most important first. */
  private static final List<String> METHODS =
      List.of(
          "clusterModel",
          "autoCluster",
          QualityTable.OPEN,
          "kmeans",
          "gaussianMixture",
          "spectral",
          "density");

  private static final double NANOSECONDS = 1e9;

  private final Path lines;
  private final QualityTable table;
  private final Path data;
  private final List<Long> seeds;
  private final List<String> sets;
  private final List<String> methods;
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The trainings so far. */
  private final Map<Training, Outcome> known = new LinkedHashMap<>();

  /** What one training is, by set (with its number of groups), method and seed. */
  record Training(String set, String method, long seed) {}

  /**
   * A table.
   *
   * @param select its columns; the known groups are called {@code label}
   * @param number of groups where none are known
   */
  private record Set(String name, String select, Optional<Integer> number) {
    Set(String name) {
      this(name, "*");
    }

    Set(String name, String select) {
      this(name, select, Optional.empty());
    }

    /** What a statement says of the known groups. */
    String label() {
      return number.isPresent() ? "" : " LABEL label";
    }
  }

  /**
   * What one training gave; NaN for what it did not, all for one that was refused.
   *
   * @param silhouette of its groups; of plain k-means on the same rows
   * @param seconds of all cores that the statement TO TRAIN took, its report included
   */
  record Outcome(
      double groups,
      double acc,
      double nmi,
      double ari,
      double silhouette,
      double plainSilhouette,
      double seconds) {
    private static final Outcome REFUSED = of(new double[] {NAN, NAN, NAN, NAN, NAN, NAN, NAN});

    static Outcome of(double[] numbers) {
      return new Outcome(
          numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    double[] numbers() {
      return new double[] {groups, acc, nmi, ari, silhouette, plainSilhouette, seconds};
    }

    boolean isRefused() {
      return Double.isNaN(groups);
    }
  }

  private static final double NAN = Double.NaN;

  private Quality(Path folder, Arguments arguments) {
    String[] range = arguments.of("seeds").orElse("42-46").split("-", 2);
    long first = Long.parseLong(range[0]);
    long last = Long.parseLong(range[range.length - 1]);
    this.lines = folder.resolve("quality.tsv");
    this.table = new QualityTable(folder.resolve("QUALITY.md"));
    this.data = Path.of(arguments.of("data").orElse("../shared/data"));
    this.seeds = LongStream.rangeClosed(first, last).boxed().toList();
    this.sets = words(arguments, "sets", List.of(), name -> name);
    this.methods =
        words(
            arguments, "methods", METHODS, name -> name.equals("open") ? QualityTable.OPEN : name);
  }

  private static List<String> words(
      Arguments arguments, String name, List<String> otherwise, UnaryOperator<String> read) {
    return arguments
        .of(name)
        .map(words -> Arrays.stream(words.split(",")).map(read).toList())
        .orElse(otherwise);
  }

  /** Measures what is not known yet; the table is in QUALITY.md. */
  static void run(Arguments arguments) throws IOException {
    Quality quality = new Quality(Path.of(System.getProperty("benchmarks.folder")), arguments);
    quality.read();
    quality.run();
  }

  private void read() throws IOException {
    if (!Files.exists(lines)) {
      return;
    }
    for (String line : Files.readAllLines(lines)) {
      String[] f = line.split("\t");
      double[] numbers = Arrays.stream(f).skip(3).mapToDouble(Double::parseDouble).toArray();
      known.put(new Training(f[0], f[1], Long.parseLong(f[2])), Outcome.of(numbers));
    }
  }

  private void add(Training training, Outcome outcome) throws IOException {
    known.put(training, outcome);
    String line =
        "%s\t%s\t%d\t%s\n"
            .formatted(
                training.set(),
                training.method(),
                training.seed(),
                String.join(
                    "\t", Arrays.stream(outcome.numbers()).mapToObj(Double::toString).toList()));
    Files.writeString(lines, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.err.print(line);
  }

  private void run() throws IOException {
    List<Set> all = all();
    for (long seed : seeds) {
      for (String method : methods) {
        for (Set set : all) {
          measure(set, method, seed);
        }
        table.write(known);
      }
    }
  }

  private List<Set> all() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("tables"))) {
      List<Set> tables =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.matches(".*\\.csv(\\.gz)?"))
              .sorted()
              .map(file -> new Set("tables/" + file.replaceFirst("\\..*", "")))
              .toList();
      return Stream.concat(FURTHER.stream(), tables.stream())
          .filter(set -> sets.isEmpty() || sets.contains(set.name().replaceFirst(".*/", "")))
          .filter(set -> file(set).isPresent())
          .toList();
    }
  }

  private Optional<Path> file(Set set) {
    return Stream.of(".csv", ".csv.gz")
        .map(ending -> data.resolve(set.name() + ending))
        .filter(Files::exists)
        .findFirst();
  }

  private void measure(Set set, String method, long seed) throws IOException {
    try (Session session = new Session()) {
      session.run(
          "CREATE TABLE t AS SELECT %s FROM read_csv('%s')"
              .formatted(set.select(), file(set).orElseThrow()));
      int number =
          set.number().orElseGet(() -> (int) session.number("SELECT count(DISTINCT label) FROM t"));
      Training training =
          new Training(
              "%s (%d)".formatted(set.name().replaceFirst(".*/", ""), number), method, seed);
      if (!known.containsKey(training)) {
        add(training, outcome(session, set, training, number));
      }
    }
  }

  private Outcome outcome(Session session, Set set, Training training, int number) {
    boolean isOpen =
        training.method().equals(QualityTable.OPEN) || training.method().equals("density");
    try {
      return trained(
          session,
          training.method().replaceFirst(",.*", ""),
          isOpen ? "" : "model.n_clusters = " + number + ", ",
          training.seed(),
          set.label());
    } catch (RuntimeException failed) {
      // The others are worth their figures all the same.
      System.err.println(training + ": " + failed.getMessage());
      return Outcome.REFUSED;
    }
  }

  private Outcome trained(
      Session session, String estimator, String number, long seed, String label) {
    long start = machine.getProcessCpuTime();
    session.run(
        "SELECT * FROM t TO TRAIN %s WITH %strain.seed = %d%s INTO m"
            .formatted(estimator, number, seed, label));
    double seconds = (machine.getProcessCpuTime() - start) / NANOSECONDS;
    session.run("SELECT * FROM t TO EVALUATE m" + label + " INTO scores");
    session.run("SELECT * FROM t TO PREDICT found.g USING m");
    Table scores = session.query("SELECT metric, value, kmeans FROM scores");
    return new Outcome(
        session.number("SELECT count(DISTINCT g) FROM found"),
        score(scores, "accuracy", "value"),
        score(scores, "NMI", "value"),
        score(scores, "ARI", "value"),
        score(scores, "silhouette", "value"),
        score(scores, "silhouette", "kmeans"),
        seconds);
  }

  private static double score(Table scores, String metric, String column) {
    for (int row = 0; row < scores.rowCount(); row++) {
      if (scores.stringColumn("metric").get(row).equals(metric)
          && !scores.column(column).isMissing(row)) {
        return scores.doubleColumn(column).get(row);
      }
    }
    return NAN;
  }
}
