package org.sqlflow.models.clustering.auto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.PrincipalComponents;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.landmarks.Landmarks;
import org.sqlflow.models.clustering.spectral.SpectralTrials;
import org.sqlflow.models.metrics.NeighbourAgreement;
import org.sqlflow.models.metrics.Silhouette;

/**
 * A score of so many groups that a method finds in rows: what {@link GroupTest} compares.
 *
 * @param statistic what the value is
 * @param value 0 where the rows have no such groups
 * @param isReliable false if a long tail may be the reason for the value
 */
record GroupScore(int clusters, Statistic statistic, double value, boolean isReliable) {
  private static final double NORMAL_KURTOSIS = 3;

  /** Starts of each clustering. */
  private static final int STARTS = 4;

  /** What a score measures. */
  enum Statistic {
    /** The silhouette of k-means, for compact groups. */
    COMPACT("silhouette", ""),

    /**
     * The same in the directions between the centres, for compact groups among many irrelevant
     * columns.
     */
    CENTRES("silhouette between the centres", " in the directions between their centres"),

    /** That of k-means on the first principal component, for compact groups along a line. */
    FIRST_COMPONENT(
        "silhouette on the first component", " along the direction in which the rows vary most"),

    /** That on the column of least kurtosis, for compact groups along one column of many. */
    COLUMN("silhouette on one column", " along one column"),

    /** The neighbour agreement of spectral groups, for any shapes that gaps divide. */
    GAPS("neighbour agreement", "");

    private final String score;
    private final String where;

    Statistic(String score, String where) {
      this.score = score;
      this.where = where;
    }

    /** What it measures. */
    String score() {
      return score;
    }

    /** The method whose groups these are. */
    String method() {
      return this == GAPS ? Methods.SPECTRAL : Methods.KMEANS;
    }

    /** What the rows have, in words. */
    String words() {
      return this == GAPS ? "a neighbour agreement of %.3f" : "a silhouette of %.3f" + where;
    }
  }

  /**
   * All scores of some rows.
   *
   * @param numbers of groups, ascending
   * @param landmarks of the spectral clusterings
   * @param silhouettes whether to compute silhouettes too
   * @return as many, and in the same order, for any rows of the same width
   */
  static List<GroupScore> of(
      Matrix rows,
      List<Integer> numbers,
      int landmarks,
      boolean silhouettes,
      long seed,
      CancellationCheck cancellation) {
    int most = ClusterAttributes.distinct(rows, numbers.get(numbers.size() - 1));
    List<GroupScore> scores = new ArrayList<>();
    if (silhouettes) {
      addSilhouettes(rows, numbers, most, seed, cancellation, scores);
    }
    NeighbourAgreement neighbours = NeighbourAgreement.in(rows, cancellation);
    SpectralTrials spectral =
        SpectralTrials.of(rows, most, landmarks, Landmarks.NEIGHBOURS, seed, cancellation);
    for (int number : numbers) {
      double agreement =
          number > spectral.most()
              ? 0
              : neighbours.of(spectral.groups(number, STARTS, seed)).orElse(0);
      scores.add(new GroupScore(number, Statistic.GAPS, agreement, true));
    }
    return scores;
  }

  private static void addSilhouettes(
      Matrix rows,
      List<Integer> numbers,
      int most,
      long seed,
      CancellationCheck cancellation,
      List<GroupScore> into) {
    Line component = new Line(PrincipalComponents.of(rows, 1).scores()[0]);
    Line column =
        IntStream.range(0, rows.columns())
            .mapToObj(c -> Line.of(rows, c))
            .min(Comparator.comparingDouble(Line::kurtosis))
            .orElseThrow();
    for (int number : numbers) {
      double silhouette = 0;
      double centres = 0;
      if (number <= most) {
        KMeans.Clustering found = KMeans.fit(rows, number, STARTS, seed, cancellation);
        silhouette = Silhouette.of(rows, found.groups(), cancellation).orElse(0);
        if (number <= rows.columns()) {
          Matrix across = between(rows, found.centres(), number);
          centres = Silhouette.of(across, found.groups(), cancellation).orElse(0);
        }
      }
      into.add(new GroupScore(number, Statistic.COMPACT, silhouette, true));
      into.add(new GroupScore(number, Statistic.CENTRES, centres, true));
      into.add(component.score(number, Statistic.FIRST_COMPONENT, seed, cancellation));
      into.add(column.score(number, Statistic.COLUMN, seed, cancellation));
    }
  }

  /**
   * The rows along one direction.
   *
   * @param kurtosis infinite if all values are equal. Several compact groups have a lower one than
   *     a normal distribution; a long tail, which k-means takes for a group, has a higher one
   */
  private record Line(float[] values, double kurtosis) {
    Line(float[] values) {
      this(values, GroupScore.kurtosis(values));
    }

    static Line of(Matrix rows, int column) {
      float[] values = new float[rows.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] = rows.at(row, column);
      }
      return new Line(values);
    }

    GroupScore score(int clusters, Statistic statistic, long seed, CancellationCheck cancellation) {
      Matrix line = new Matrix(values.length, 1, values);
      double silhouette = 0;
      if (ClusterAttributes.distinct(line, clusters) == clusters) {
        int[] groups = KMeans.fit(line, clusters, STARTS, seed, cancellation).groups();
        silhouette = Silhouette.of(line, groups, cancellation).orElse(0);
      }
      return new GroupScore(clusters, statistic, silhouette, kurtosis < NORMAL_KURTOSIS);
    }
  }

  private static double kurtosis(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    double fourths = 0;
    for (float value : values) {
      double square = (value - mean) * (value - mean);
      squares += square;
      fourths += square * square;
    }
    return squares == 0 ? Double.POSITIVE_INFINITY : values.length * fourths / (squares * squares);
  }

  /** The rows in the space that the centres span: one dimension less than there are centres. */
  private static Matrix between(Matrix rows, float[] centres, int clusters) {
    int width = rows.columns();
    double[][] directions = new double[clusters - 1][width];
    for (int k = 0; k < directions.length; k++) {
      for (int c = 0; c < width; c++) {
        directions[k][c] = (double) centres[(k + 1) * width + c] - centres[c];
      }
      for (int done = 0; done < k; done++) {
        double shared = dot(directions[k], directions[done]);
        for (int c = 0; c < width; c++) {
          directions[k][c] -= shared * directions[done][c];
        }
      }
      double length = Math.sqrt(dot(directions[k], directions[k]));
      for (int c = 0; c < width && length > 0; c++) {
        directions[k][c] /= length;
      }
    }
    float[] places = new float[rows.rows() * directions.length];
    for (int row = 0; row < rows.rows(); row++) {
      for (int k = 0; k < directions.length; k++) {
        double place = 0;
        for (int c = 0; c < width; c++) {
          place += rows.at(row, c) * directions[k][c];
        }
        places[row * directions.length + k] = (float) place;
      }
    }
    return new Matrix(rows.rows(), directions.length, places);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
