package org.sqlflow.models.clusters;

/**
 * Rows as points of a plane, close to each other if the model sees them as similar: the first two
 * principal components of their codes, for a random sample if there are many.
 *
 * @param across the place of each point along the first component
 * @param up the place of each point along the second component
 * @param groups the group of each point; negative for none
 * @param encoded whether the codes are those of an encoder, else they are the scaled features
 * @param rows that the points represent
 * @param kept share of the codes' variance that the plane keeps, from 0 to 1
 */
public record EmbeddingMap(
    float[] across, float[] up, int[] groups, boolean encoded, long rows, double kept) {
  /** A map without points. */
  public static final EmbeddingMap NONE =
      new EmbeddingMap(new float[0], new float[0], new int[0], false, 0, 0);

  /** How many points there are. */
  public int points() {
    return groups.length;
  }
}
