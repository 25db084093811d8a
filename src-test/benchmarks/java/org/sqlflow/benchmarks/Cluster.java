package org.sqlflow.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.models.TrainingProgress;
import tech.tablesaw.api.Table;

/**
 * The same statements by the cluster's engine and by the local one, on a Spark cluster of processes
 * of this machine: 10 numbers a row in 5 known groups.
 */
final class Cluster {
  static final String CHILD = "cluster-of";
  private static final int GROUPS = 5;
  private static final int COLUMNS = 10;

  /** Passes of the two trainings whose difference is the cost of a pass. */
  private static final int FEW = 2;

  private static final int MANY = 6;

  /** Rows of each training that comes first. */
  private static final int SOME = 200_000;

  /** After so many trainings the JIT compilers of all processes have little left to do. */
  private static final String BEFORE = "12";

  /** More rows do not fit into the heap that Java gives the kernel's own training. */
  private static final long MOST = 10_000_000;

  private static final String HEAP = "-Xmx10g";
  private static final String LOCAL = "local";
  private static final String AUTOENCODER = "autoencoder";
  private static final List<String> ENGINES = List.of("cluster", LOCAL);

  /** What is trained, with a place for the passes. */
  private static final Map<String, String> METHODS = methods();

  private Cluster() {}

  private static Map<String, String> methods() {
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put("kmeans", "kmeans WITH model.n_clusters = 5, model.kmeans_init = 2");
    methods.put(
        AUTOENCODER, "autoencoder WITH model.encode_units = [100, 7], model.pretrain_epochs = %d");
    methods.put(
        "clusterModel",
        "clusterModel WITH model.n_clusters = 5, model.encode_units = [100, 7], model.kmeans_init ="
            + " 2, model.train_max_iters = 4000, model.pretrain_epochs = %d");
    return methods;
  }

  static Section run(Arguments arguments) throws IOException, InterruptedException {
    Section section =
        new Section(
            "Training in a cluster and in the kernel, 10 numbers a row",
            "executors",
            "rows",
            "method",
            "engine",
            "seconds",
            "seconds a pass",
            "CPU, microseconds a row",
            "of a pass",
            "shuffled, MB",
            "to and from the kernel, MB",
            "kernel's peak, MB",
            "ARI, known groups",
            "ARI, local engine");
    String rows = arguments.of("rows").orElse("1000000,5000000,20000000");
    String executors = arguments.of("executors").orElse("1,2,4");
    String methods = arguments.of("methods").orElse(String.join(",", METHODS.keySet()));
    String engines = arguments.of("engines").orElse(String.join(",", ENGINES));
    String before = arguments.of("before").orElse(BEFORE);
    check("method", METHODS.keySet(), methods.split(",", -1));
    check("engine", ENGINES, engines.split(",", -1));
    for (String count : executors.split(",", -1)) {
      for (String size : rows.split(",", -1)) {
        List<String> flags =
            new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (Long.parseLong(size) > MOST) {
          flags.add(HEAP);
        }
        Child.tell(
                new KernelSettings(flags, Map.of()),
                List.of(CHILD, count, size, methods, engines, before))
            .forEach(section::row);
      }
    }
    section.note(
        "CPU is that of all processes: kernel, Connect server, executors; their JIT compilers have"
            + " seen "
            + before
            + " such trainings of "
            + String.format(Locale.ROOT, "%,d", SOME)
            + " rows each, since a cluster runs for days. A pass of a network is the difference of"
            + " trainings of "
            + MANY
            + " and "
            + FEW
            + " passes, and one of kmeans the mean of those after the first, so that reading, the"
            + " first groups and the scores do not count. The kernel fetches all rows for its own"
            + " training, which comes after that in the cluster. The peak is the resident memory"
            + " of the process that trains, with the kernel's flags; each number of executors and"
            + " of rows runs in a separate process, with "
            + HEAP
            + " for more than "
            + String.format(Locale.ROOT, "%,d", MOST)
            + " rows, which the kernel's own training needs. An autoencoder has no groups, so that"
            + " ARI does not apply.");
    arguments.of("note").ifPresent(section::note);
    return section;
  }

  private static void check(String what, Collection<String> known, String... asked) {
    for (String one : asked) {
      if (!known.contains(one)) {
        throw new IllegalArgumentException("no " + what + " " + one + ": " + known);
      }
    }
  }

  /**
   * Measures some rows with a number of executors, in this JVM.
   *
   * @param words the number of executors, that of the rows, the methods, the engines, and how many
   *     trainings come first
   */
  static void child(String... words) throws IOException, InterruptedException {
    long rows = Long.parseLong(words[1]);
    List<String> methods = List.of(words[2].split(",", -1));
    List<String> engines = List.of(words[3].split(",", -1));
    try (Running cluster = Running.start(Integer.parseInt(words[0]));
        Counted counted = Counted.to(cluster.port())) {
      Passes passes = new Passes(cluster, new ArrayList<>());
      try (Session session = new Session("sc://127.0.0.1:" + counted.port(), passes::add)) {
        session.run(table("some", SOME));
        session.run(table("many", rows));
        Trainings trainings =
            new Trainings(session, cluster, counted, passes, rows, Integer.parseInt(words[4]));
        // The heap that the kernel's own training needs is not given back at once.
        Map<String, Costs> costs = new LinkedHashMap<>();
        for (String engine : engines) {
          for (String method : methods) {
            costs.put(method + engine, trainings.of(method, engine));
          }
        }
        for (String method : methods) {
          Map<String, List<String>> agreements = agreements(session, method, engines);
          for (String engine : engines) {
            Costs one = costs.get(method + engine);
            Child.tell(
                words[0],
                String.format(Locale.ROOT, "%,d", rows),
                method,
                engine,
                Samples.number(one.seconds()),
                number(one.passSeconds()),
                Samples.number(1e6 * one.cpu() / rows),
                number(1e6 * one.passCpu() / rows),
                Samples.number(one.shuffled() / 1e6),
                Samples.number(one.transferred() / 1e6),
                String.valueOf(one.peak()),
                agreements.get(engine).get(0),
                agreements.get(engine).get(1));
          }
        }
      }
    }
  }

  /** The agreement with the known groups and with those of the local engine, for each engine. */
  private static Map<String, List<String>> agreements(
      Session session, String method, List<String> engines) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    if (method.equals(AUTOENCODER)) {
      engines.forEach(engine -> all.put(engine, List.of("", "")));
      return all;
    }
    String from = "many";
    for (String engine : engines) {
      String into = "of_" + method + "_" + engine;
      session.run(
          String.format(
              Locale.ROOT,
              "SELECT * FROM %s TO PREDICT %s.of_%s WITH predict.replace = true USING"
                  + " benchmarked_%s_%s",
              from,
              into,
              engine,
              method,
              engine));
      if (!from.equals("many")) {
        session.run("DROP TABLE " + from);
      }
      from = into;
    }
    for (String engine : engines) {
      all.put(
          engine,
          List.of(
              Samples.number(agreement(session, from, "truth", "of_" + engine)),
              engine.equals(LOCAL) || !engines.contains(LOCAL)
                  ? ""
                  : Samples.number(agreement(session, from, "of_" + LOCAL, "of_" + engine))));
    }
    session.run("DROP TABLE " + from);
    return all;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Samples.number(value);
  }

  /** What a statement took; times in seconds, sizes in bytes, the peak in MB. */
  private record Costs(
      double seconds,
      double cpu,
      double passSeconds,
      double passCpu,
      double shuffled,
      double transferred,
      long peak) {
    private Costs perPass(double ofSeconds, double ofCpu) {
      return new Costs(seconds, cpu, ofSeconds, ofCpu, shuffled, transferred, peak);
    }
  }

  /** When the passes of a training ended: the clock and the CPU time of all, in seconds. */
  private record Passes(Running cluster, List<double[]> ends) {
    private void add(TrainingProgress progress) {
      if (progress.unit().equals("pass") && progress.step() > ends.size()) {
        ends.add(new double[] {System.nanoTime() / 1e9, cluster.cpuSeconds()});
      }
    }

    /** The mean of those after the first; NaN if there are none. */
    private double mean(int what) {
      int last = ends.size() - 1;
      return last < 1 ? Double.NaN : (ends.get(last)[what] - ends.get(0)[what]) / last;
    }
  }

  /** Trains on the same rows, after some trainings on fewer. */
  private record Trainings(
      Session session, Running cluster, Counted counted, Passes passes, long rows, int before) {
    private Costs of(String method, String engine) throws IOException, InterruptedException {
      String statement = METHODS.get(method);
      String into = "benchmarked_" + method + "_" + engine;
      for (int i = 0; i < before; i++) {
        train("some", String.format(Locale.ROOT, statement, FEW), engine, into);
      }
      if (!statement.contains("%d")) {
        Costs all = train("many", statement, engine, into);
        return engine.equals(LOCAL) ? all : all.perPass(passes.mean(0), passes.mean(1));
      }
      Costs few = train("many", String.format(Locale.ROOT, statement, FEW), engine, into);
      Costs all = train("many", String.format(Locale.ROOT, statement, MANY), engine, into);
      return all.perPass(
          (all.seconds() - few.seconds()) / (MANY - FEW), (all.cpu() - few.cpu()) / (MANY - FEW));
    }

    private Costs train(String table, String statement, String engine, String into)
        throws IOException, InterruptedException {
      System.gc(); // else the peak has the garbage of what came before
      Machine.forgetPeak();
      passes.ends().clear();
      double cpu = cluster.cpuSeconds();
      double shuffled = cluster.shuffledBytes();
      long transferred = counted.bytes();
      long start = System.nanoTime();
      session.run(
          "SELECT "
              + IntStream.range(0, COLUMNS).mapToObj(c -> "c" + c).collect(Collectors.joining(", "))
              + " FROM "
              + table
              + " TO TRAIN "
              + statement
              + ", train.seed = 1, train.engine = "
              + engine
              + " INTO "
              + into);
      return new Costs(
          (System.nanoTime() - start) / 1e9,
          cluster.cpuSeconds() - cpu,
          Double.NaN,
          Double.NaN,
          cluster.shuffledBytes() - shuffled,
          counted.bytes() - transferred,
          Machine.peakMegabytes());
    }
  }

  private static String table(String name, long rows) {
    // Coordinates of the groups' centres: apart in some columns, the same in others.
    return IntStream.range(0, COLUMNS)
        .mapToObj(
            c ->
                String.format(
                    Locale.ROOT,
                    "CAST((truth * %d) %% %d + 0.5 * randn(%d) AS FLOAT) AS c%d",
                    1 + c % 4,
                    GROUPS,
                    c,
                    c))
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TABLE " + name + " AS SELECT id, truth, ",
                " FROM (SELECT id, CAST(id % "
                    + GROUPS
                    + " AS INT) AS truth FROM range(0, "
                    + rows
                    + ", 1, 8))"));
  }

  /** The adjusted Rand index of two columns (Hubert and Arabie 1985, equation 5). */
  private static double agreement(Session session, String table, String one, String other) {
    Table cells =
        session.query(
            String.format(
                Locale.ROOT, "SELECT %s, %s, count(*) FROM %s GROUP BY ALL", one, other, table));
    Map<String, Double> ofOne = new LinkedHashMap<>();
    Map<String, Double> ofOther = new LinkedHashMap<>();
    double both = 0;
    double rows = 0;
    for (int i = 0; i < cells.rowCount(); i++) {
      double n = Double.parseDouble(cells.getUnformatted(i, 2));
      ofOne.merge(cells.getUnformatted(i, 0), n, Double::sum);
      ofOther.merge(cells.getUnformatted(i, 1), n, Double::sum);
      both += pairs(n);
      rows += n;
    }
    double first = ofOne.values().stream().mapToDouble(Cluster::pairs).sum();
    double second = ofOther.values().stream().mapToDouble(Cluster::pairs).sum();
    double chance = first * second / pairs(rows);
    return (both - chance) / ((first + second) / 2 - chance);
  }

  private static double pairs(double n) {
    return n * (n - 1) / 2;
  }

  /** A cluster that runs as a process, and ends with this one. */
  private record Running(Process process, int port, String pages, Path folder)
      implements AutoCloseable {
    private static final Pattern SHUFFLED =
        Pattern.compile("\"totalShuffle(?:Read|Write)\" : (\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\" : \"([^\"]+)\"");

    static Running start(int executors) throws IOException {
      Path folder = Files.createTempDirectory("sqlflow-cluster");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  // A training in the kernel fetches all rows through the server.
                  "-Dsqlflow.spark.server.memory=4g",
                  "-cp",
                  System.getProperty("benchmarks.spark.classes"),
                  "org.sqlflow.database.spark.SparkCluster",
                  System.getProperty("benchmarks.spark"),
                  folder.toString(),
                  String.valueOf(executors))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String url = lines.readLine();
      String pages = lines.readLine();
      if (pages == null) {
        throw new IOException("the cluster does not start: see the logs in " + folder);
      }
      return new Running(process, URI.create(url).getPort(), pages, folder);
    }

    /** Of this process, the Connect server and the executors. */
    double cpuSeconds() {
      OperatingSystemMXBean own =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return own.getProcessCpuTime() / 1e9
          + process
              .descendants()
              .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
              .mapToDouble(Double::doubleValue)
              .sum();
    }

    /** What executors wrote for others and read from others. */
    double shuffledBytes() throws IOException, InterruptedException {
      Matcher id = ID.matcher(get("/api/v1/applications"));
      if (!id.find()) {
        return Double.NaN;
      }
      Matcher sizes = SHUFFLED.matcher(get("/api/v1/applications/" + id.group(1) + "/executors"));
      double sum = 0;
      while (sizes.find()) {
        sum += Double.parseDouble(sizes.group(1));
      }
      return sum;
    }

    private String get(String path) throws IOException, InterruptedException {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(pages + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }

    @Override
    public void close() {
      try {
        process.getOutputStream().close();
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
      process.onExit().join();
      try (Stream<Path> all = Files.walk(folder)) { // tables of gigabytes
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }
}
