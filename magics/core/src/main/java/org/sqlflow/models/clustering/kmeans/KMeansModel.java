package org.sqlflow.models.clustering.kmeans;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.PlainClusteringModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.training.ModelJson;

/**
 * Cluster centres among the scaled features. Predicts the nearest one; {@code distance} is the
 * distance to it, {@code confidence} its soft assignment, as for a clusterModel.
 *
 * @param centres {@code clusters x features}, row-major, the largest cluster first
 * @param distance to the centres
 */
public record KMeansModel(
    Estimator estimator, List<String> featureNames, float[] centres, Distance distance)
    implements PlainClusteringModel, RankedGroups, Formulated {
  private static final String DISTANCE = "distance";

  /** A model with the Euclidean distance. */
  public KMeansModel(Estimator estimator, List<String> featureNames, float[] centres) {
    this(estimator, featureNames, centres, Distance.EUCLIDEAN);
  }

  static KMeansModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    float[] centres = ModelJson.rows(content.parameters(), "centres", features.size());
    if (centres.length < 2 * features.size()) {
      throw ModelJson.corrupt("fewer than two centres");
    }
    String word = content.parameters().path(DISTANCE).asText(Distance.EUCLIDEAN.word());
    if (!Distance.words().contains(word)) {
      throw ModelJson.corrupt("an unknown distance");
    }
    return new KMeansModel(estimator, features, centres, Distance.of(word));
  }

  @Override
  public int clusters() {
    return centres.length / featureNames.size();
  }

  @Override
  public ClusteringModel renumbered(int[] numbers) {
    return NumberedModel.order(numbers)
        .<ClusteringModel>map(
            order ->
                new KMeansModel(
                    estimator, featureNames, NumberedModel.reordered(centres, order), distance))
        .orElseGet(() -> NumberedModel.of(this, numbers));
  }

  @Override
  public Assignment assignment(Matrix rows) {
    int[] groups = new int[rows.rows()];
    float[] squares = new float[rows.rows()];
    Matrix prepared = distance.prepared(rows);
    distance.assign(prepared, centres, groups, squares);
    return new Assignment(
        groups,
        () -> distance.distances(squares),
        () -> distance.confidences(prepared, centres, groups));
  }

  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    return NextGroups.ofShares(distance.shares(distance.prepared(rows), centres), clusters(), own);
  }

  @Override
  public Optional<Formula> formula() {
    Formula.Metric metric = Formula.Metric.valueOf(distance.name());
    return Optional.of(new Formula.NearestCentre(List.of(), featureNames.size(), metric, centres));
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    if (distance != Distance.EUCLIDEAN) {
      json.put(DISTANCE, distance.word());
    }
    ModelJson.putRows(json, "centres", centres, featureNames.size());
    return new ModelContent(json, Optional.empty());
  }
}
