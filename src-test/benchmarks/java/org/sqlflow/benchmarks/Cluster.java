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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * The same statements by the cluster's engine and by the local one, on a Spark cluster of processes
 * of this machine: 10 numbers a row in 5 known groups.
 */
final class Cluster {
  private static final int GROUPS = 5;
  private static final int COLUMNS = 10;

  /** Passes of the two trainings whose difference is the cost of a pass. */
  private static final int FEW = 2;

  private static final int MANY = 6;

  /** What is trained, with a place for the passes. */
  private static final Map<String, String> METHODS = methods();

  private Cluster() {}

  private static Map<String, String> methods() {
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put("kmeans", "kmeans WITH model.n_clusters = 5, model.kmeans_init = 2");
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
    for (String count : executors.split(",", -1)) {
      for (String size : rows.split(",", -1)) {
        try (Cluster.Running cluster = Running.start(Integer.parseInt(count))) {
          measure(section, cluster, Long.parseLong(size), methods.split(",", -1));
        }
      }
    }
    section.note(
        "CPU is that of all processes: kernel, Connect server, executors. A pass is the difference"
            + " of trainings of "
            + MANY
            + " and "
            + FEW
            + " passes, so that reading, the first groups and the scores do not count. The kernel"
            + " fetches all rows for its own training.");
    return section;
  }

  private static void measure(Section section, Running cluster, long rows, String[] methods)
      throws IOException, InterruptedException {
    try (Counted counted = Counted.to(cluster.port());
        Session session = new Session("sc://127.0.0.1:" + counted.port())) {
      session.run(table(rows));
      for (String method : methods) {
        String statement = METHODS.get(method);
        if (statement == null) {
          throw new IllegalArgumentException("no method " + method + ": " + METHODS.keySet());
        }
        List<String> from = new ArrayList<>(List.of("many"));
        for (String engine : List.of("local", "cluster")) {
          boolean passes = statement.contains("%d");
          Costs few = passes ? train(session, cluster, counted, statement, FEW, engine) : null;
          Costs all = train(session, cluster, counted, statement, MANY, engine);
          String predicted = "with_" + engine + "_" + method;
          session.run(
              "SELECT * FROM "
                  + from.get(from.size() - 1)
                  + " TO PREDICT "
                  + predicted
                  + ".of_"
                  + engine
                  + " WITH predict.replace = true USING benchmarked");
          from.add(predicted);
          section.row(
              String.valueOf(cluster.executors()),
              String.format(Locale.ROOT, "%,d", rows),
              method,
              engine,
              Samples.number(all.seconds()),
              passes ? Samples.number((all.seconds() - few.seconds()) / (MANY - FEW)) : "",
              Samples.number(1e6 * all.cpu() / rows),
              passes ? Samples.number(1e6 * (all.cpu() - few.cpu()) / (MANY - FEW) / rows) : "",
              Samples.number(all.shuffled() / 1e6),
              Samples.number(all.transferred() / 1e6),
              String.valueOf(all.peak()),
              Samples.number(agreement(session, predicted, "truth", "of_" + engine)),
              engine.equals("local")
                  ? ""
                  : Samples.number(agreement(session, predicted, "of_local", "of_" + engine)));
        }
        from.subList(1, from.size()).forEach(name -> session.run("DROP TABLE " + name));
      }
    }
  }

  /** What a statement took; times in seconds, sizes in bytes, the peak in MB. */
  private record Costs(
      double seconds, double cpu, double shuffled, double transferred, long peak) {}

  private static Costs train(
      Session session,
      Running cluster,
      Counted counted,
      String statement,
      int passes,
      String engine)
      throws IOException, InterruptedException {
    Machine.forgetPeak();
    double cpu = cluster.cpuSeconds();
    double shuffled = cluster.shuffledBytes();
    long transferred = counted.bytes();
    long start = System.nanoTime();
    session.run(
        "SELECT "
            + IntStream.range(0, COLUMNS).mapToObj(c -> "c" + c).collect(Collectors.joining(", "))
            + " FROM many TO TRAIN "
            + String.format(Locale.ROOT, statement, passes)
            + ", train.seed = 1, train.engine = "
            + engine
            + " INTO benchmarked");
    return new Costs(
        (System.nanoTime() - start) / 1e9,
        cluster.cpuSeconds() - cpu,
        cluster.shuffledBytes() - shuffled,
        counted.bytes() - transferred,
        Machine.peakMegabytes());
  }

  private static String table(long rows) {
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
                "CREATE TABLE many AS SELECT id, truth, ",
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
  private record Running(Process process, int executors, int port, String pages)
      implements AutoCloseable {
    private static final Pattern SHUFFLED =
        Pattern.compile("\"totalShuffle(?:Read|Write)\" : (\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\" : \"([^\"]+)\"");

    static Running start(int executors) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  // A training in the kernel fetches all rows through the server.
                  "-Dsqlflow.spark.server.memory=4g",
                  "-cp",
                  System.getProperty("benchmarks.spark.classes"),
                  "org.sqlflow.database.spark.SparkCluster",
                  System.getProperty("benchmarks.spark"),
                  Files.createTempDirectory("sqlflow-cluster").toString(),
                  String.valueOf(executors))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String url = lines.readLine();
      String pages = lines.readLine();
      if (pages == null) {
        throw new IOException("the cluster does not start");
      }
      return new Running(process, executors, URI.create(url).getPort(), pages);
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
    }
  }
}
