package org.sqlflow.models.clustering.kmeans;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowParts;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.clustering.ClusterOutputs;
import org.sqlflow.models.clustering.SoftAssignment;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.centres.NearestCentres;

/** The distance of a row to a centre, which also determines what the centre of rows is. */
public enum Distance {
  /** Straight; centres are means. */
  EUCLIDEAN,

  /**
   * One minus the cosine of the angle: lengths do not count (spherical k-means, Dhillon and Modha
   * 2001). Rows and centres have length 1; a row of zeros has no direction and stays as it is.
   */
  COSINE {
    @Override
    public Matrix prepared(Matrix rows) {
      int width = rows.columns();
      float[] values = rows.values().clone();
      for (int at = 0; at < values.length; at += width) {
        KMeans.toLengthOne(values, at, width);
      }
      return new Matrix(rows.rows(), width, values);
    }

    /** For vectors of length 1 the squared distance is twice this distance. */
    @Override
    float[] distances(float[] squares) {
      for (int row = 0; row < squares.length; row++) {
        squares[row] /= 2;
      }
      return squares;
    }

    @Override
    KMeans.Clustering fit(
        Matrix rows,
        KMeans.Settings settings,
        long seed,
        CancellationCheck cancellation,
        BiConsumer<KMeans.Iteration, float[]> iterations) {
      return KMeans.fit(rows, settings.onASphere(), seed, cancellation, iterations);
    }
  },

  /** The sum of the differences in each feature; centres are medians (k-medians). */
  MANHATTAN {
    @Override
    KMeans.Clustering fit(
        Matrix rows,
        KMeans.Settings settings,
        long seed,
        CancellationCheck cancellation,
        BiConsumer<KMeans.Iteration, float[]> iterations) {
      return KMedians.fit(rows, settings, seed, cancellation, iterations);
    }

    @Override
    void assign(Matrix rows, float[] centres, int[] groups, float[] distances) {
      RowParts.run(
          rows.rows(),
          centres.length,
          (part, from, to) -> KMedians.assign(rows, centres, from, to, groups, distances));
    }

    @Override
    float[] distances(float[] distances) {
      return distances;
    }

    /** Like the soft assignment, with this distance instead of the Euclidean one. */
    @Override
    float[] confidences(Matrix rows, float[] centres, int[] groups) {
      int width = rows.columns();
      float[] confidences = new float[groups.length];
      for (int row = 0; row < groups.length; row++) {
        double sum = 0;
        double own = 0;
        for (int j = 0; j < centres.length / width; j++) {
          double distance = KMedians.distance(rows, row, centres, j);
          double kernel = 1 / (1 + distance * distance);
          sum += kernel;
          own = j == groups[row] ? kernel : own;
        }
        confidences[row] = (float) (own / sum);
      }
      return confidences;
    }

    @Override
    float[] shares(Matrix rows, float[] centres) {
      int clusters = centres.length / rows.columns();
      float[] shares = new float[rows.rows() * clusters];
      for (int row = 0; row < rows.rows(); row++) {
        double sum = 0;
        for (int j = 0; j < clusters; j++) {
          double distance = KMedians.distance(rows, row, centres, j);
          shares[row * clusters + j] = (float) (1 / (1 + distance * distance));
          sum += shares[row * clusters + j];
        }
        for (int j = 0; j < clusters; j++) {
          shares[row * clusters + j] /= (float) sum;
        }
      }
      return shares;
    }
  };

  /** The attribute of an estimator. */
  static final String ATTRIBUTE = "model.distance";

  /** How it is written in WITH. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Distance::word).toList();
  }

  static Distance of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The rows as this distance compares them: scaled if it ignores their lengths, else the same. */
  public Matrix prepared(Matrix rows) {
    return rows;
  }

  /** K-means, or its variant for this distance, on prepared rows. */
  KMeans.Clustering fit(
      Matrix rows,
      KMeans.Settings settings,
      long seed,
      CancellationCheck cancellation,
      BiConsumer<KMeans.Iteration, float[]> iterations) {
    return KMeans.fit(rows, settings, seed, cancellation, iterations);
  }

  /**
   * Assigns each prepared row to its nearest centre, the first of equals.
   *
   * @param groups replaced
   * @param distances replaced, such that {@link #distances} makes them this distance
   */
  void assign(Matrix rows, float[] centres, int[] groups, float[] distances) {
    NearestCentres.assign(rows, centres, groups, distances);
  }

  /** This distance from what {@link #assign} wrote, in place. */
  float[] distances(float[] assigned) {
    return ClusterOutputs.roots(assigned);
  }

  /** How much each prepared row belongs to its group. */
  float[] confidences(Matrix rows, float[] centres, int[] groups) {
    return SoftAssignment.confidences(rows, centres, centres.length / rows.columns(), groups);
  }

  /** How much each prepared row belongs to each group: {@code rows x clusters}, row-major. */
  float[] shares(Matrix rows, float[] centres) {
    int clusters = centres.length / rows.columns();
    float[] shares = new float[rows.rows() * clusters];
    SoftAssignment.of(rows.values(), rows.rows(), centres, clusters, shares);
    return shares;
  }
}
