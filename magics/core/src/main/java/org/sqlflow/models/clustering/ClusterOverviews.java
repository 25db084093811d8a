package org.sqlflow.models.clustering;

import java.util.Arrays;
import java.util.Set;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.math.PrincipalComponents;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.EmbeddingMap;
import org.sqlflow.models.TrainingListener;

/** Makes the portrait of groups from the rows that they were learnt from. */
public final class ClusterOverviews {
  /** As many features as a reader may take in, and a story may well keep. */
  private static final int MOST_FEATURES = 40;

  /** More points hide each other, and make a notebook heavy. */
  private static final int MOST_POINTS = 2000;

  private static final long SAMPLE_SEED = 0;

  /** Rows that are turned back into original units at a time. */
  private static final int BLOCK = 4096;

  private ClusterOverviews() {}

  /**
   * Portrays the groups that a model makes of rows.
   *
   * @param rows {@code rows x features} as {@code encoding} gave them
   * @throws java.util.concurrent.CancellationException if the listener asked to stop
   */
  public static ClusterOverview of(
      ClusteringModel model, FeatureEncoding encoding, Matrix rows, TrainingListener listener) {
    ClusterProfiler profiler = new ClusterProfiler(encoding.originalNames(), model.clusters());
    int[] groups = new int[rows.rows()];
    int step = Math.min(BLOCK, encoding.rowsAtATime());
    for (int from = 0; from < groups.length; from += step) {
      listener.checkCancelled();
      Matrix block = block(rows, from, Math.min(groups.length, from + step));
      int[] own = (int[]) model.predict(block, Set.of()).get(0);
      profiler.add(own.length, encoding.originals(block), own);
      System.arraycopy(own, 0, groups, from, own.length);
    }
    return new ClusterOverview(
        profiler.profile().mostTelling(MOST_FEATURES), map(model, rows, groups));
  }

  private static Matrix block(Matrix rows, int from, int to) {
    int width = rows.columns();
    return new Matrix(
        to - from, width, Arrays.copyOfRange(rows.values(), from * width, to * width));
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
