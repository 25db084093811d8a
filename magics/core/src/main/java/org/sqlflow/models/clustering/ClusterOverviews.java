package org.sqlflow.models.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.FeatureFitter;
import org.sqlflow.math.PrincipalComponents;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.clusters.EmbeddingMap;

/** Describes the clusters of a training by the rows that it was trained on. */
public final class ClusterOverviews {
  /** More than a reader takes in would only make the stored model large. */
  private static final int MOST_FEATURES = 40;

  /** More points hide each other, and make a notebook heavy. */
  private static final int MOST_POINTS = 1000;

  private static final long SAMPLE_SEED = 0;

  /** Rows that are assigned at a time. */
  private static final int BLOCK = 4096;

  private ClusterOverviews() {}

  /**
   * Describes the clusters that a model assigns rows to.
   *
   * @param fitted the rows as {@code encoding} gave them, and where they come from
   * @param measures the same rows as they were read, with at least what the measures need; empty if
   *     no feature is a measure
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  public static ClusterOverview of(
      ClusteringModel model,
      FeatureFitter.Fitted fitted,
      Optional<RowSource> measures,
      CancellationCheck cancellation) {
    FeatureEncoding encoding = fitted.encoding();
    Matrix rows = fitted.matrix();
    ClusterProfiler profiler = new ClusterProfiler(encoding, model.clusters());
    int[] groups = new int[rows.rows()];
    int step = Math.min(BLOCK, encoding.rowsAtATime());
    for (int from = 0; from < groups.length; from += step) {
      cancellation.checkCancelled();
      Matrix block = SoftAssignment.slice(rows, from, Math.min(groups.length, from + step));
      int[] own = model.assign(block);
      profiler.add(block, own);
      System.arraycopy(own, 0, groups, from, own.length);
    }
    measures.ifPresent(source -> addMeasures(profiler, encoding, source, ofSource(groups, fitted)));
    return new ClusterOverview(
        profiler.profile().mostDistinct(MOST_FEATURES), map(model, rows, groups));
  }

  /** The group of each row of the source; -1 for one that was left out. */
  private static int[] ofSource(int[] groups, FeatureFitter.Fitted fitted) {
    if (fitted.rows().isIdentity()) {
      return groups;
    }
    int[] own = new int[groups.length + fitted.skipped()];
    Arrays.fill(own, -1);
    for (int row = 0; row < groups.length; row++) {
      own[fitted.rows().source(row)] = groups[row];
    }
    return own;
  }

  private static void addMeasures(
      ClusterProfiler profiler, FeatureEncoding encoding, RowSource source, int[] groups) {
    List<ColumnRead> reads = encoding.measureReads(source.reads());
    int first = 0;
    for (int index = 0; index < source.batches(); index++) {
      RowBatch batch = source.batch(index, reads);
      for (int from = 0; from < batch.rows(); from += encoding.rowsAtATime()) {
        int to = (int) Math.min(batch.rows(), (long) from + encoding.rowsAtATime());
        int[] own = Arrays.copyOfRange(groups, first + from, first + to);
        profiler.addMeasures(encoding, batch, from, to, own);
      }
      first += batch.rows();
    }
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
