package org.sqlflow.models.cluster;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.CommonAttributes;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;

/**
 * Where the centres of a clustering layer start. With an encoder there are two candidates: the
 * centres of k-means on the codes, and the mean codes of the groups that k-means finds in the
 * features. Clustering is trained from both, and the smaller loss decides.
 *
 * <p>The distances of codes are those of a network that was drawn by chance, and with another seed
 * k-means finds other groups in them. In the mean of seeds 42 to 46 the codes alone gave accuracies
 * of .79 on digits and .77 on pendigits, the features alone .85 and .70, and the smaller loss .82
 * and .75; dry bean .81, .84 and .83; iris, breast cancer and active power do not differ by .01.
 */
final class FirstCentres {
  private final TrainingData data;
  private final TrainingListener listener;
  private final BestState best;

  /**
   * Prepares a search.
   *
   * @param best hears of each pass of k-means on the codes
   */
  FirstCentres(TrainingData data, TrainingListener listener, BestState best) {
    this.data = data;
    this.listener = listener;
    this.best = best;
  }

  /**
   * The candidates, each {@code clusters x code width}.
   *
   * @param codes of the rows
   * @param inFeatures what k-means finds in the features; not asked where those are the codes
   */
  List<float[]> of(Matrix codes, PlainKMeans inFeatures) {
    if (data.attributes().text(ClusterAttributes.CLUSTER_INIT).equals(ClusterAttributes.RANDOM)) {
      return List.of(random(codes));
    }
    if (codes == data.rows()) {
      return List.of(kMeans(codes));
    }
    float[] own = kMeans(codes);
    return List.of(own, means(codes, inFeatures.groups(listener), own));
  }

  private int clusters() {
    return data.attributes().whole(ClusterAttributes.CLUSTERS);
  }

  private float[] kMeans(Matrix codes) {
    KMeans.Settings search =
        new KMeans.Settings(
            clusters(),
            data.attributes().whole(ClusterAttributes.KMEANS_INIT),
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
                    () -> new BestState.Learnt(java.util.Optional.empty(), centres.clone())))
        .centres();
  }

  /** The mean of each group's codes; that of a group without rows is taken from the others. */
  private float[] means(Matrix codes, int[] groups, float[] others) {
    int width = codes.columns();
    double[] sums = new double[others.length];
    int[] sizes = new int[clusters()];
    for (int row = 0; row < codes.rows(); row++) {
      sizes[groups[row]]++;
      for (int c = 0; c < width; c++) {
        sums[groups[row] * width + c] += codes.at(row, c);
      }
    }
    float[] means = others.clone();
    for (int at = 0; at < means.length; at++) {
      means[at] = sizes[at / width] == 0 ? means[at] : (float) (sums[at] / sizes[at / width]);
    }
    return means;
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
