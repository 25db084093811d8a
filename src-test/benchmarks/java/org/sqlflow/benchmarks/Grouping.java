package org.sqlflow.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.clustering.MethodRuns;
import org.sqlflow.models.clustering.kmeans.KMeansRuns;

/** K-means beside scikit-learn's, on the same rows. */
final class Grouping {
  private static final int STARTS = 20;

  private Grouping() {}

  private record Rows(int rows, int columns, int clusters) {}

  static Section run(Arguments arguments) throws IOException {
    Peers peers = new Peers(arguments);
    int threads = Runtime.getRuntime().availableProcessors();
    Section section =
        new Section(
            "K-means, 20 starts, seconds",
            "rows",
            "groups",
            "here",
            "scikit-learn",
            "inertia here / there");
    for (Rows rows :
        List.of(new Rows(1_797, 64, 10), new Rows(10_000, 100, 20), new Rows(100_000, 10, 10))) {
      Matrix matrix = blobs(rows);
      KMeansRuns.Found found = KMeansRuns.run(matrix, rows.clusters(), STARTS, 2, 5);
      Path file = Files.createTempFile("sqlflow-kmeans", ".f32");
      Files.write(file, bytes(matrix));
      Optional<Peers.Told> peer =
          peers.ask(
              threads, "kmeans", file, rows.rows(), rows.columns(), rows.clusters(), STARTS, 5);
      Files.delete(file);
      section.row(
          String.format(Locale.ROOT, "%,d x %d", rows.rows(), rows.columns()),
          String.valueOf(rows.clusters()),
          found.samples().told(),
          Peers.cell(peer),
          peer.map(p -> found.inertia() / p.all().get("inertia").asDouble())
              .map(ratio -> String.format(Locale.ROOT, "%.4f", ratio))
              .orElse(""));
    }
    section.note(threads + " threads. The bar: not slower than scikit-learn, inertia within 1 %.");
    return section;
  }

  /** An estimator, and what scikit-learn calls it; it takes too long for more than some rows. */
  private record Method(String estimator, String peer, int mostRowsOfPeer) {}

  /** The whole training of each method, its scores included, beside scikit-learn's fit alone. */
  static Section methods(Arguments arguments) throws IOException {
    Peers peers = new Peers(arguments);
    int threads = Runtime.getRuntime().availableProcessors();
    Section section =
        new Section("Other methods, seconds", "method", "rows", "here", "scikit-learn");
    for (Method method :
        List.of(
            new Method("gaussianMixture", "mixture", 100_000),
            new Method("spectral", "spectral", 10_000),
            new Method("density", "hdbscan", 100_000))) {
      for (Rows rows : List.of(new Rows(10_000, 10, 10), new Rows(100_000, 10, 10))) {
        Matrix matrix = blobs(rows);
        Path file = Files.createTempFile("sqlflow-methods", ".f32");
        Files.write(file, bytes(matrix));
        Optional<Peers.Told> peer =
            rows.rows() > method.mostRowsOfPeer()
                ? Optional.empty()
                : peers.ask(
                    threads, method.peer(), file, rows.rows(), rows.columns(), rows.clusters(), 1);
        Files.delete(file);
        section.row(
            method.estimator(),
            String.format(Locale.ROOT, "%,d x %d", rows.rows(), rows.columns()),
            MethodRuns.run(method.estimator(), matrix, rows.clusters(), 1, 3).told(),
            rows.rows() > method.mostRowsOfPeer() ? "" : Peers.cell(peer));
      }
    }
    section.note(
        threads
            + " threads. scikit-learn: GaussianMixture with 5 starts, SpectralClustering on the"
            + " graph of nearest neighbours up to 10,000 rows, HDBSCAN with the same sizes."
            + " The bar: not slower than scikit-learn.");
    return section;
  }

  /** Blobs that overlap. */
  private static Matrix blobs(Rows rows) {
    Random random = new Random(1);
    float[] centres = new float[rows.clusters() * rows.columns()];
    for (int at = 0; at < centres.length; at++) {
      centres[at] = (float) (1.2 * random.nextGaussian());
    }
    float[] values = new float[rows.rows() * rows.columns()];
    for (int row = 0, at = 0; row < rows.rows(); row++) {
      int blob = random.nextInt(rows.clusters());
      for (int c = 0; c < rows.columns(); c++, at++) {
        values[at] = centres[blob * rows.columns() + c] + (float) random.nextGaussian();
      }
    }
    return new Matrix(rows.rows(), rows.columns(), values);
  }

  private static byte[] bytes(Matrix matrix) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * matrix.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(matrix.values());
    return bytes.array();
  }
}
