package org.sqlflow.models.clustering.spectral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.ClusterOutputs;
import org.sqlflow.models.clustering.PlainClusteringModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.clustering.centres.NearestCentres;
import org.sqlflow.models.clustering.landmarks.Landmarks;
import org.sqlflow.models.clustering.landmarks.SpectralMap;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/**
 * Centres among the places that a {@link SpectralMap} gives rows. Predicts the nearest one; {@code
 * distance} is the distance to it on the map, from 0 to 2, {@code confidence} the group's
 * probability if all groups scatter equally around their centres.
 */
public final class SpectralModel implements PlainClusteringModel, RankedGroups {

  private final Estimator estimator;
  private final List<String> featureNames;
  private final SpectralMap map;
  private final float[] centres;
  private final double spread;

  /**
   * A model.
   *
   * @param centres {@code clusters x dimensions}, row-major, the largest cluster first
   * @param spread the mean squared distance of the training rows to their centre, per dimension
   */
  SpectralModel(
      Estimator estimator,
      List<String> featureNames,
      SpectralMap map,
      float[] centres,
      double spread) {
    this.estimator = estimator;
    this.featureNames = List.copyOf(featureNames);
    this.map = map;
    this.centres = centres;
    this.spread = spread;
  }

  static SpectralModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    int count = content.parameters().path("landmarks").asInt();
    int neighbours = content.parameters().path("neighbors").asInt();
    int clusters = content.parameters().path("clusters").asInt();
    double spread = content.parameters().path("spread").asDouble(Double.NaN);
    if (clusters < 2 || count < clusters || neighbours < 1 || !(spread >= 0)) {
      throw ModelJson.corrupt("impossible sizes");
    }
    ModelBytes.Reader numbers = new ModelBytes.Reader(content.network());
    float[] points = numbers.floats((long) count * features.size());
    float[] projection = numbers.floats((long) count * clusters);
    float[] centres = numbers.floats((long) clusters * clusters);
    Landmarks landmarks = new Landmarks(points, features.size(), neighbours);
    SpectralMap map = new SpectralMap(landmarks, clusters, projection);
    return new SpectralModel(estimator, features, map, centres, spread);
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
    return map.dimensions();
  }

  @Override
  public Assignment assignment(Matrix rows) {
    Matrix places = map.places(rows);
    int[] groups = new int[rows.rows()];
    float[] squares = new float[rows.rows()];
    NearestCentres.assign(places, centres, groups, squares);
    return new Assignment(
        groups, () -> ClusterOutputs.roots(squares), () -> confidences(places, groups));
  }

  private float[] confidences(Matrix places, int[] groups) {
    int width = map.dimensions();
    // Without any spread this would be 0; the groups are then certain.
    double twice = 2 * Math.max(spread, 1e-12);
    float[] confidences = new float[groups.length];
    for (int row = 0; row < groups.length; row++) {
      double own = square(places, row, groups[row], width);
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += Math.exp((own - square(places, row, j, width)) / twice);
      }
      confidences[row] = (float) (1 / sum);
    }
    return confidences;
  }

  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    Matrix places = map.places(rows);
    int width = map.dimensions();
    double twice = 2 * Math.max(spread, 1e-12);
    float[] shares = new float[rows.rows() * width];
    for (int row = 0; row < rows.rows(); row++) {
      double nearest = square(places, row, own[row], width);
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += Math.exp((nearest - square(places, row, j, width)) / twice);
      }
      for (int j = 0; j < width; j++) {
        shares[row * width + j] =
            (float) (Math.exp((nearest - square(places, row, j, width)) / twice) / sum);
      }
    }
    return NextGroups.ofShares(shares, width, own);
  }

  private double square(Matrix places, int row, int group, int width) {
    return Distances.squared(places.values(), row * width, centres, group * width, width);
  }

  @Override
  public Matrix codes(Matrix rows) {
    return map.places(rows);
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    json.put("landmarks", map.landmarks().count());
    json.put("neighbors", map.landmarks().neighbours());
    json.put("clusters", map.dimensions());
    json.put("spread", spread);
    byte[] numbers =
        new ModelBytes()
            .floats(map.landmarks().points())
            .floats(map.projection())
            .floats(centres)
            .bytes();
    return new ModelContent(json, Optional.of(numbers));
  }
}
