package org.sqlflow.models.clustering.density;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.PlainClusteringModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/**
 * Representative rows of dense groups and of the space between them. A row goes to the group of the
 * representative that is nearest by mutual reachability, if that is within the group's reach; else
 * it is in no group (as hdbscan's {@code approximate_predict} decides, McInnes, Healy and Astels
 * 2017). {@code distance} is that distance; {@code confidence} is 1 in the densest part of the
 * group, less towards its edge, and 0 for a row in no group.
 */
public final class DensityModel implements PlainClusteringModel, RankedGroups {
  private final Estimator estimator;
  private final List<String> featureNames;
  private final Matrix points;
  private final NearPoints near;
  private final int samples;
  private final float[] cores;
  private final DensityGroups groups;

  /**
   * A model.
   *
   * @param points the representatives, {@code points x features}
   * @param samples the core distance of a row is that to so many representatives
   * @param cores the squared core distance of each representative
   * @param groups of the representatives
   */
  DensityModel(
      Estimator estimator,
      List<String> featureNames,
      Matrix points,
      int samples,
      float[] cores,
      DensityGroups groups) {
    this.estimator = estimator;
    this.featureNames = List.copyOf(featureNames);
    this.points = points;
    this.near = NearPoints.of(points);
    this.samples = Math.min(samples, points.rows());
    this.cores = cores;
    this.groups = groups;
  }

  static DensityModel restore(Estimator estimator, ModelContent content) {
    JsonNode json = content.parameters();
    List<String> features = ModelJson.features(json);
    int count = json.path("points").asInt();
    int samples = json.path("min_samples").asInt();
    int clusters = json.path("clusters").asInt();
    if (count < 2 || samples < 1 || clusters < 1 || clusters > count) {
      throw ModelJson.corrupt("impossible sizes");
    }
    ModelBytes.Reader numbers = new ModelBytes.Reader(content.network());
    Matrix points =
        new Matrix(
            count, features.size(), numbers.floats(Math.multiplyExact(count, features.size())));
    float[] cores = numbers.floats(count);
    int[] groups = numbers.ints(count, -1, clusters - 1);
    DensityGroups found =
        new DensityGroups(
            groups, numbers.floats(count), numbers.floats(clusters), numbers.floats(clusters));
    return new DensityModel(estimator, features, points, samples, cores, found);
  }

  @Override
  public Estimator estimator() {
    return estimator;
  }

  @Override
  public List<String> featureNames() {
    return featureNames;
  }

  @Override
  public int clusters() {
    return groups.count();
  }

  @Override
  public Assignment assignment(Matrix rows) {
    return assignment(rows, () -> {});
  }

  Assignment assignment(Matrix rows, CancellationCheck cancellation) {
    int[] own = new int[rows.rows()];
    float[] distances = new float[own.length];
    float[] confidences = new float[own.length];
    near.each(
        rows,
        cancellation,
        (row, squares) -> {
          float core = NearPoints.smallest(squares, samples, new float[samples]);
          int nearest = nearest(squares, core);
          float square = Math.max(squares[nearest], Math.max(core, cores[nearest]));
          int group = groups.groups()[nearest];
          boolean isIn = group >= 0 && square < groups.reaches()[group];
          own[row] = isIn ? group : ColumnVector.Ints.NONE;
          distances[row] = (float) Math.sqrt(square);
          // A row leaves the group no later than the representative through which it is connected.
          double leaves = Math.max(square, groups.losses()[nearest]);
          confidences[row] =
              isIn ? (float) Math.min(1, Math.sqrt(groups.cores()[group] / leaves)) : 0;
        });
    return new Assignment(own, () -> distances, () -> confidences);
  }

  /** By mutual reachability: the margin is one minus the ratio of both groups' distances. */
  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    int[] next = new int[own.length];
    double[] margins = new double[own.length];
    near.each(
        rows,
        () -> {},
        (row, squares) -> {
          float core = NearPoints.smallest(squares, samples, new float[samples]);
          double[] least = new double[groups.count()];
          Arrays.fill(least, Double.POSITIVE_INFINITY);
          for (int j = 0; j < squares.length; j++) {
            int group = groups.groups()[j];
            if (group >= 0) {
              double reached = Math.max(squares[j], Math.max(core, cores[j]));
              least[group] = Math.min(least[group], reached);
            }
          }
          int best = ColumnVector.Ints.NONE;
          for (int group = 0; group < least.length; group++) {
            boolean better = best < 0 || least[group] < least[best];
            best = group != own[row] && better ? group : best;
          }
          next[row] = best;
          margins[row] =
              best < 0 || own[row] < 0
                  ? Double.NaN
                  : Math.max(0, 1 - Math.sqrt(least[own[row]] / least[best]));
        });
    return new NextGroups(next, margins);
  }

  /** The nearest by mutual reachability; of equally near ones the nearest, then the first. */
  private int nearest(float[] squares, float core) {
    int best = 0;
    float least = Float.POSITIVE_INFINITY;
    for (int j = 0; j < squares.length; j++) {
      float reached = Math.max(squares[j], Math.max(core, cores[j]));
      if (reached <= least && (reached < least || squares[j] < squares[best])) {
        best = j;
        least = reached;
      }
    }
    return best;
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    json.put("points", points.rows());
    json.put("min_samples", samples);
    json.put("clusters", groups.count());
    byte[] numbers =
        new ModelBytes()
            .floats(points.values())
            .floats(cores)
            .ints(groups.groups())
            .floats(groups.losses())
            .floats(groups.reaches())
            .floats(groups.cores())
            .bytes();
    return new ModelContent(json, Optional.of(numbers));
  }
}
