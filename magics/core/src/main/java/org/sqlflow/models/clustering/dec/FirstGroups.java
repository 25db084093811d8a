package org.sqlflow.models.clustering.dec;

import java.util.Arrays;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.kmeans.PlainKMeans;
import org.sqlflow.models.clustering.manifold.Neighbourhoods;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.text.Text;

/**
 * The groups that an encoder learns before encoder and centres are trained together: those of the
 * manifold of neighbouring rows, or those of k-means on the scaled features.
 *
 * @param groups of the rows of the neighbourhoods
 * @param sentence which they are and why
 */
record FirstGroups(int[] groups, String sentence) {
  private static final double LEAST_TOGETHER = 0.8;
  private static final double LEAST_LEAD = 0.005;
  private static final double CLEAR = 0.95;
  private static final double LEAST_ALIKE = 0.3;
  private static final double COLLAPSED = 0.95;

  /** Those of the manifold. */
  static FirstGroups ofManifold(
      Neighbourhoods near, AttributeValues attributes, TrainingContext context) {
    return new FirstGroups(
        manifold(near, attributes, context).groups(),
        "The groups start from the manifold of neighbouring rows.");
  }

  private static Neighbourhoods.Groups manifold(
      Neighbourhoods near, AttributeValues attributes, TrainingContext context) {
    return near.groups(
        attributes.whole(ClusterAttributes.CLUSTERS),
        attributes.whole(ClusterAttributes.KMEANS_INIT),
        attributes.wholeLong(CommonAttributes.SEED),
        context);
  }

  /** The better ones by the rows' neighbours. */
  static FirstGroups chosen(
      Neighbourhoods near, AttributeValues attributes, TrainingContext context) {
    Neighbourhoods.Groups manifold = manifold(near, attributes, context);
    int[] plain =
        PlainKMeans.groups(
            near.sample(),
            attributes.whole(ClusterAttributes.CLUSTERS),
            attributes.whole(ClusterAttributes.KMEANS_INIT),
            attributes.wholeLong(CommonAttributes.SEED),
            context);
    double own = manifold.togetherness();
    double other = near.graph().togetherness(plain);
    String which = "The groups start from the manifold of neighbouring rows";
    if (isCollapsed(plain)) {
      return new FirstGroups(
          manifold.groups(), which + ": k-means leaves nearly all rows in one group.");
    }
    String instead = "The groups start from k-means: ";
    if (own < LEAST_TOGETHER) {
      return new FirstGroups(
          plain,
          instead
              + Text.of(
                  "the manifold of neighbouring rows has no clear groups (neighbours together:"
                      + " %.3f, where 1 is the most).",
                  own));
    }
    if (own < other + LEAST_LEAD) {
      return new FirstGroups(
          plain,
          instead
              + Text.of(
                  "it keeps neighbouring rows together as well as their manifold does (%.3f and"
                      + " %.3f, where 1 is the most).",
                  other, own));
    }
    double alike = LabelAgreement.adjustedRand(Contingency.of(manifold.groups(), plain)).orElse(0);
    if (own < CLEAR && alike < LEAST_ALIKE) {
      return new FirstGroups(
          plain,
          instead
              + Text.of(
                  "the manifold of neighbouring rows has other groups, but no clear ones"
                      + " (neighbours together: %.3f; adjusted Rand index with k-means: %.2f).",
                  own, alike));
    }
    return new FirstGroups(
        manifold.groups(),
        which
            + Text.of(
                ", which keeps more of them together than k-means does (%.3f and %.3f, where 1 is"
                    + " the most).",
                own, other));
  }

  private static boolean isCollapsed(int[] groups) {
    int[] sizes = new int[Arrays.stream(groups).max().orElse(0) + 1];
    Arrays.stream(groups).forEach(group -> sizes[group]++);
    return Arrays.stream(sizes).max().orElse(0) > COLLAPSED * groups.length;
  }
}
