package org.sqlflow.models.clustering;

import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeType.Candidates;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.text.Text;

/**
 * The attributes that all cluster models share, and the limits that they set for rows and memory.
 */
public final class ClusterAttributes {
  public static final String CLUSTERS = "model.n_clusters";
  public static final String KMEANS_INIT = "model.kmeans_init";
  public static final String MAX_ITERATIONS = "model.train_max_iters";
  public static final String TOLERANCE = "model.tol";
  public static final String RESTARTS = "train.restarts";
  public static final Candidates CANDIDATES = new Candidates(2, 100_000, 100);

  /**
   * The most groups that {@code auto} tries. Up to 20, no table but one had a larger silhouette
   * above 9 groups; digits had .189 with 16 and .188 with 9. A list can ask for more.
   */
  public static final int MOST_TRIED = 12;

  /** Java's longest arrays. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private ClusterAttributes() {}

  /**
   * About how many bytes k-means and the soft assignment take for each row: the row by columns, its
   * part in each group and in the target, and its group, distances and place in the order.
   */
  public static long bytesPerRow(AttributeValues attributes, int features) {
    Object wanted = attributes.value(CLUSTERS).orElse(Candidates.AUTO);
    long clusters = MOST_TRIED;
    if (wanted instanceof Long number) {
      clusters = number;
    } else if (wanted instanceof List<?> numbers) {
      clusters = (Long) numbers.get(numbers.size() - 1);
    }
    return Float.BYTES * (features + 2 * clusters + 8);
  }

  /**
   * Refuses more clusters than there are different rows, since some would have to stay empty, and
   * more than an array can hold.
   *
   * @throws ModelException that blames {@link #CLUSTERS}
   */
  public static void checkClusters(TrainingSet set, int clusters) {
    Matrix rows = set.rows();
    if (rows.rows() == 1 && clusters > 1) {
      throw new ModelException(
          Text.of("1 row cannot make %d groups: train on more rows", clusters));
    }
    if (rows.rows() < clusters) {
      throw new ModelException(
          Text.of(
              "%d rows cannot make %d groups: set a lower %s or train on more rows",
              rows.rows(), clusters, CLUSTERS),
          CLUSTERS);
    }
    int distinct = distinct(rows, clusters);
    if (distinct == 1) {
      throw new ModelException(
          Text.of(
              "all %d rows are equal in these features: there is nothing to group", rows.rows()));
    }
    if (distinct < clusters) {
      throw new ModelException(
          Text.of(
              "only %d of the %d rows differ in these features, too few for %d groups: set a lower"
                  + " %s",
              distinct, rows.rows(), clusters, CLUSTERS),
          CLUSTERS);
    }
    if ((long) clusters * rows.columns() > LONGEST) {
      throw new ModelException(
          Text.of(
              "%,d groups of %,d features are too many: set a lower %s or use fewer columns",
              clusters, rows.columns(), CLUSTERS),
          CLUSTERS);
    }
  }

  /**
   * Refuses more rows times clusters than an array can hold.
   *
   * @throws ModelException that blames {@link #CLUSTERS}
   */
  public static void checkAssignments(int rows, int clusters) {
    if ((long) rows * clusters > LONGEST) {
      throw new ModelException(
          Text.of(
              "%,d rows in %,d groups are too many to cluster at once: set a lower %s, or train on"
                  + " %,d rows (train.sample)",
              rows, clusters, CLUSTERS, LONGEST / clusters),
          CLUSTERS);
    }
  }

  /** How many different rows there are, counted up to {@code enough}. */
  public static int distinct(Matrix rows, int enough) {
    Set<FloatBuffer> seen = new HashSet<>();
    for (int row = 0; row < rows.rows() && seen.size() < enough; row++) {
      seen.add(FloatBuffer.wrap(rows.values(), row * rows.columns(), rows.columns()));
    }
    return seen.size();
  }

  /**
   * Refuses a model of USING for an estimator that cannot start from one.
   *
   * @throws ModelException if there is one
   */
  public static void refuseBase(String estimator, Optional<Model> base) {
    if (base.isPresent()) {
      throw new ModelException(
          estimator
              + " cannot start from an earlier model: leave out USING, or train a clusterModel,"
              + " which can start from an encoder");
    }
  }
}
