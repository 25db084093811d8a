package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What the installed kernel holds, by size. */
final class Disk {
  /** By the beginning of a jar's name, what it is for. */
  private static final Map<String, String> USES =
      Map.ofEntries(
          Map.entry("duckdb_jdbc", "the database, its Java part"),
          Map.entry("libduckdb", "the database, its native library"),
          Map.entry("icu4j", "Tablesaw: finds a text file's encoding; only those classes"),
          Map.entry("univocity", "Tablesaw: CSV files, read and written by Java cells"),
          Map.entry("gson", "Jupyter's protocol"),
          Map.entry(
              "jackson-1.0", "ND4J's own copy of Jackson, under another name: networks as JSON"),
          Map.entry("guava-1.0", "ND4J's own copy of Guava, under another name"),
          Map.entry("failureaccess", "Guava"),
          Map.entry("logo", "Jupyter's launcher"),
          Map.entry("kernel.json", "Jupyter's launcher"),
          Map.entry("nd4j-native-api", "ND4J's calls of its native library"),
          Map.entry("nd4j-native-preset", "ND4J's calls of its native library"),
          Map.entry(
              "nd4j-native",
              "ND4J: arrays for DL4J; of its two jars the large one is a single native library,"
                  + " packed"),
          Map.entry("nd4j", "ND4J: arrays for DL4J"),
          Map.entry("openblas", "matrix products; the native library"),
          Map.entry("deeplearning4j-modelimport", "networks of Keras files"),
          Map.entry("hdf5", "reading Keras files; the native library"),
          Map.entry("deeplearning4j", "networks: how they are stored, Keras import"),
          Map.entry("javacpp", "Java's way to native libraries"),
          Map.entry("fastutil", "Tablesaw's columns and indexes: what these take of it"),
          Map.entry("guava", "Tablesaw; hashes of categories"),
          Map.entry("tablesaw", "tables in cells and results"),
          Map.entry("RoaringBitmap", "Tablesaw's selections"),
          Map.entry("shims", "Tablesaw's selections"),
          Map.entry("classgraph", "Tablesaw's start: finds its readers and writers"),
          Map.entry("commons-math3", "Tablesaw's statistics, DL4J"),
          Map.entry("commons-lang3", "DL4J and ND4J"),
          Map.entry("commons-io", "DL4J and ND4J"),
          Map.entry("jsqlparser", "SQL of queries"),
          Map.entry("jackson", "JSON of messages, models and charts"),
          Map.entry("xchart", "pictures"),
          Map.entry("jeromq", "messages of Jupyter"),
          Map.entry("jnacl", "JeroMQ"),
          Map.entry("jupyter-jvm-basekernel", "Jupyter's protocol"),
          Map.entry("jjava", "Jupyter's protocol"),
          Map.entry("postgresql", "PostgreSQL's driver"),
          Map.entry("mariadb-java-client", "MariaDB's driver"),
          Map.entry("picocli", "the installer's command line"),
          Map.entry("slf4j", "logging"),
          Map.entry("xgboost4j", "boosted trees; the native library too"),
          Map.entry("kryo", "XGBoost"),
          Map.entry("objenesis", "XGBoost"),
          Map.entry("minlog", "XGBoost"),
          Map.entry("commons-logging", "XGBoost"),
          Map.entry("jline", "sqlflow shell"),
          Map.entry("commonmark", "pages of sqlflow run"),
          Map.entry("fastexcel", "Excel files, written"),
          Map.entry("opczip", "Excel files, written"),
          Map.entry("remoteEntry", "JupyterLab's colours of cells"),
          Map.entry("package.json", "JupyterLab's colours of cells"),
          Map.entry("start", "the script that starts Java"),
          Map.entry("sqlflow", "this project"));

  private Disk() {}

  static Section run(Arguments arguments) throws IOException {
    Path kernel = Path.of(arguments.of("kernel").orElse("kernelspec/target/sqlflow"));
    Section section = new Section("On disk, MB", "file", "MB", "for");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(kernel)) {
      files =
          walk.filter(Files::isRegularFile)
              .sorted(Comparator.comparingLong(Disk::size).reversed())
              .toList();
    }
    double small = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      String use =
          USES.entrySet().stream()
              .filter(entry -> name.startsWith(entry.getKey()))
              .max(Comparator.comparingInt(entry -> entry.getKey().length()))
              .map(Map.Entry::getValue)
              .orElse("");
      if (size(file) < 100_000 && !use.isEmpty()) {
        small += megabytes(size(file));
      } else {
        section.row(name, told(megabytes(size(file))), use);
      }
    }
    section.row("smaller ones of these", told(small), "");
    section.row("all", told(megabytes(files.stream().mapToLong(Disk::size).sum())), "");
    long unpacked = 0;
    for (Path file : files) {
      unpacked += file.toString().endsWith(".jar") ? nativeBytes(file) : 0;
    }
    section.note(
        String.format(
            Locale.ROOT,
            "JavaCPP unpacks the native libraries in the jars once, at the first use of each, %.0f"
                + " MB in all, into ~/.javacpp/cache.",
            megabytes(unpacked)));
    return section;
  }

  private static long nativeBytes(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .filter(entry -> entry.getName().matches(".*\\.(so[.0-9]*|dll|[0-9.]*dylib)"))
          .mapToLong(ZipEntry::getSize)
          .sum();
    }
  }

  private static String told(double megabytes) {
    return String.format(Locale.ROOT, "%.1f", megabytes);
  }

  private static double megabytes(long bytes) {
    return bytes / 1048576.0;
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}
