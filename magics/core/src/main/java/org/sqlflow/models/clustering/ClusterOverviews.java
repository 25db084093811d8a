package org.sqlflow.models.clustering;

import java.util.Arrays;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.math.PrincipalComponents;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EmbeddingMap;

/** Describes the clusters of a training by the rows that it was trained on. */
public final class ClusterOverviews {
  /** More than a reader takes in would only make the stored model large. */
  private static final int MOST_FEATURES = 40;

  /** More points hide each other, and make a notebook heavy. */
  private static final int MOST_POINTS = 2000;

  private static final long SAMPLE_SEED = 0;

  /** Rows that are turned back into original units at a time. */
  private static final int BLOCK = 4096;

  private ClusterOverviews() {}

  /**
   * Describes the clusters that a model assigns rows to.
   *
   * @param rows {@code rows x features} as {@code encoding} gave them
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static ClusterOverview of(
      ClusteringModel model,
      FeatureEncoding encoding,
      Matrix rows,
      CancellationCheck cancellation) {
    ClusterProfiler profiler = new ClusterProfiler(encoding.originalNames(), model.clusters());
    int[] groups = new int[rows.rows()];
    int step = Math.min(BLOCK, encoding.rowsAtATime());
    for (int from = 0; from < groups.length; from += step) {
      cancellation.checkCancelled();
      Matrix block = SoftAssignment.slice(rows, from, Math.min(groups.length, from + step));
      int[] own = model.assign(block);
      profiler.add(own.length, encoding.originals(block), own);
      System.arraycopy(own, 0, groups, from, own.length);
    }
    return new ClusterOverview(
        profiler.profile().mostDistinct(MOST_FEATURES), map(model, rows, groups));
  }

  private static EmbeddingMap map(ClusteringModel model, Matrix rows, int[] groups) {
    int[] chosen = RowSample.of(rows.rows(), MOST_POINTS, SAMPLE_SEED);
    Arrays.sort(chosen);
    Matrix sample = RowSample.take(rows, chosen);
    Matrix codes = model.codes(sample);
    PrincipalComponents plane = PrincipalComponents.of(codes, 2);
    int[] own = Arrays.stream(chosen).map(row -> groups[row]).toArray();
    return new EmbeddingMap(
        plane.scores()[0],
        plane.scores()[1],
        own,
        !codes.equals(sample),
        rows.rows(),
        Math.min(1, plane.kept()));
  }
}
