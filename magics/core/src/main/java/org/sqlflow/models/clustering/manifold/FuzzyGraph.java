package org.sqlflow.models.clustering.manifold;

import java.util.Arrays;
import org.sqlflow.math.RowParts;

/**
 * The weights that UMAP gives to a graph of neighbours (McInnes, Healy and Melville 2018, section
 * 3.1): {@code exp(-max(0, d - rho) / sigma)}, where rho is the distance to the nearest neighbour
 * and sigma makes the weights of a row sum to {@code log2(neighbours)}; those of both directions
 * are united, {@code a + b - ab}. Immutable.
 *
 * @param starts {@code rows + 1}: where the edges of each row begin
 * @param ends the other row of each edge, ascending in each row; each edge is here from both sides
 * @param weights of the edges, above 0 and at most 1
 */
public record FuzzyGraph(int[] starts, int[] ends, float[] weights) {
  private static final int SEARCHES = 64;
  private static final double CLOSE = 1e-5;

  /** The least sigma, as a part of the mean distance. */
  private static final double LEAST = 1e-3;

  /** Weighs a graph. */
  public static FuzzyGraph of(NeighbourGraph graph) {
    int rows = graph.size();
    int each = graph.each();
    float[] directed = new float[graph.distances().length];
    double mean = 0;
    for (float distance : graph.distances()) {
      mean += distance;
    }
    double meanOfAll = mean / graph.distances().length;
    RowParts.run(
        rows,
        (long) each * SEARCHES,
        (part, from, to) -> {
          for (int row = from; row < to; row++) {
            weigh(graph.distances(), row * each, each, meanOfAll, directed);
          }
        });
    return united(graph, directed);
  }

  private static void weigh(
      float[] distances, int at, int each, double meanOfAll, float[] weights) {
    double rho = 0;
    double mean = 0;
    for (int i = each - 1; i >= 0; i--) {
      rho = distances[at + i] > 0 ? distances[at + i] : rho;
      mean += distances[at + i] / each;
    }
    // Like umap-learn, which counts the row itself among its neighbours.
    double target = Math.log(each + 1) / Math.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double sigma = 1;
    for (int search = 0; search < SEARCHES; search++) {
      double sum = 0;
      for (int i = 0; i < each; i++) {
        sum += Math.exp(-Math.max(0, distances[at + i] - rho) / sigma);
      }
      if (Math.abs(sum - target) < CLOSE) {
        break;
      }
      if (sum > target) {
        high = sigma;
        sigma = (low + high) / 2;
      } else {
        low = sigma;
        sigma = Double.isInfinite(high) ? 2 * sigma : (low + high) / 2;
      }
    }
    sigma = Math.max(sigma, LEAST * (rho > 0 ? mean : meanOfAll));
    for (int i = 0; i < each; i++) {
      double beyond = distances[at + i] - rho;
      weights[at + i] = beyond <= 0 || sigma == 0 ? 1 : (float) Math.exp(-beyond / sigma);
    }
  }

  /** Both directions of each edge, by row. */
  private static FuzzyGraph united(NeighbourGraph graph, float[] directed) {
    int rows = graph.size();
    int each = graph.each();
    int[] counts = new int[rows + 1];
    for (int i = 0; i < directed.length; i++) {
      counts[i / each + 1]++;
      counts[graph.rows()[i] + 1]++;
    }
    Arrays.parallelPrefix(counts, Integer::sum);
    int[] ends = new int[2 * directed.length];
    float[] weights = new float[ends.length];
    int[] next = counts.clone();
    for (int i = 0; i < directed.length; i++) {
      int row = i / each;
      int other = graph.rows()[i];
      ends[next[row]] = other;
      weights[next[row]++] = directed[i];
      ends[next[other]] = row;
      weights[next[other]++] = directed[i];
    }
    int[] starts = new int[rows + 1];
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      int from = counts[row];
      int to = counts[row + 1];
      long[] edges = new long[to - from];
      for (int i = from; i < to; i++) {
        edges[i - from] = (long) ends[i] << 32 | Float.floatToIntBits(weights[i]);
      }
      Arrays.sort(edges);
      for (int i = 0; i < edges.length; i++) {
        int end = (int) (edges[i] >> 32);
        float weight = Float.intBitsToFloat((int) edges[i]);
        if (i + 1 < edges.length && (int) (edges[i + 1] >> 32) == end) {
          float back = Float.intBitsToFloat((int) edges[++i]);
          weight = weight + back - weight * back;
        }
        if (weight > 0) {
          ends[kept] = end;
          weights[kept++] = weight;
        }
      }
      starts[row + 1] = kept;
    }
    return new FuzzyGraph(starts, Arrays.copyOf(ends, kept), Arrays.copyOf(weights, kept));
  }
}
