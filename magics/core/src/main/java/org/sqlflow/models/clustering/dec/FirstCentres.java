package org.sqlflow.models.clustering.dec;

import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Points;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.kmeans.KMeans;
import org.sqlflow.models.training.Checkpoint;

/**
 * Where the centres of a clustering layer start: with k-means on the codes, or at random.
 *
 * <p>The groups that k-means finds in the features were tried as a start too, alone and against
 * that of the codes by the smaller loss at the end. In the mean of seeds 42 to 46, and over codes,
 * features and the choice between them: pendigits .77, .70 and .72, dry bean .83, .85 and .84,
 * digits .84, .85 and .84; the loss does not tell the better one.
 */
final class FirstCentres {
  private final TrainingData data;
  private final TrainingListener listener;
  private final Checkpoint best;

  /**
   * Prepares a search.
   *
   * @param best hears of each pass of k-means on the codes
   */
  FirstCentres(TrainingData data, TrainingListener listener, Checkpoint best) {
    this.data = data;
    this.listener = listener;
    this.best = best;
  }

  /**
   * The centres, {@code clusters x code width}.
   *
   * @param codes of the rows
   */
  float[] of(Matrix codes) {
    String how = data.attributes().text(DecAttributes.CLUSTER_INIT);
    return how.equals(DecAttributes.RANDOM) ? random(codes) : kMeans(codes);
  }

  private int clusters() {
    return data.attributes().whole(DecAttributes.CLUSTERS);
  }

  private float[] kMeans(Matrix codes) {
    KMeans.Settings search =
        new KMeans.Settings(
            clusters(),
            data.attributes().whole(DecAttributes.KMEANS_INIT),
            KMeans.MOST_PASSES,
            KMeans.TOLERANCE);
    return KMeans.fit(
            codes,
            search,
            data.attributes().wholeLong(CommonAttributes.SEED),
            listener,
            (pass, centres) ->
                best.offer(
                    pass.pass(),
                    pass.inertia(),
                    () -> new Checkpoint.Learnt(Optional.empty(), centres.clone())))
        .centres();
  }

  /** Normal random numbers with each code's mean and spread. */
  private float[] random(Matrix codes) {
    Random random =
        new Random(
            new SplittableRandom(data.attributes().wholeLong(CommonAttributes.SEED)).nextLong());
    float[] centres = new float[clusters() * codes.columns()];
    float[][] columns = Points.of(codes).columns();
    for (int c = 0; c < columns.length; c++) {
      double mean = 0;
      for (float value : columns[c]) {
        mean += value / columns[c].length;
      }
      double variance = 0;
      for (float value : columns[c]) {
        variance += (value - mean) * (value - mean) / columns[c].length;
      }
      for (int j = 0; j < clusters(); j++) {
        centres[j * columns.length + c] =
            (float) (mean + Math.sqrt(variance) * random.nextGaussian());
      }
    }
    return centres;
  }
}
