package org.sqlflow.models.clustering.dec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Points;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.autoencoder.PretrainedEncoder;
import org.sqlflow.models.clustering.SoftAssignment;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.ModelJson;
import org.sqlflow.models.training.PredictionInput;

/**
 * Cluster centres behind an encoder, or on the features themselves. Predicts the group with the
 * largest soft assignment.
 *
 * @param centres {@code clusters x code width}, row-major, the largest group first
 */
public record DecModel(
    Estimator type,
    List<String> featureNames,
    Optional<AutoencoderNetwork> autoencoder,
    float[] centres)
    implements PretrainedEncoder, ClusteringModel {
  private static final String DISTANCE = "distance";
  private static final String CONFIDENCE = "confidence";
  private static final String EMBEDDING = "embedding";

  static DecModel restore(Estimator type, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    Optional<AutoencoderNetwork> autoencoder = content.network().map(AutoencoderNetwork::fromBytes);
    if (autoencoder.isEmpty() && content.parameters().path("encoder").asBoolean()) {
      throw ModelJson.damaged("no network");
    }
    if (autoencoder.isPresent() && autoencoder.get().features() != features.size()) {
      throw ModelJson.damaged("features and network differ");
    }
    int width = autoencoder.map(AutoencoderNetwork::codeWidth).orElse(features.size());
    float[] centres = ModelJson.rows(content.parameters(), "centres", width);
    if (centres.length < 2 * width) {
      throw ModelJson.damaged("fewer than two centres");
    }
    return new DecModel(type, features, autoencoder, centres);
  }

  @Override
  public Set<String> extraOutputs() {
    return new LinkedHashSet<>(List.of(DISTANCE, CONFIDENCE, EMBEDDING));
  }

  @Override
  public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(new OutputColumn(column, true));
    if (extraOutputs.contains(DISTANCE)) {
      columns.add(new OutputColumn(DISTANCE, false));
    }
    if (extraOutputs.contains(CONFIDENCE)) {
      columns.add(new OutputColumn(CONFIDENCE, false));
    }
    if (extraOutputs.contains(EMBEDDING)) {
      for (int unit = 1; unit <= codeWidth(); unit++) {
        columns.add(new OutputColumn(EMBEDDING + "_" + unit, false));
      }
    }
    return columns;
  }

  @Override
  public List<Object> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    Matrix codes = codes(rows);
    int[] groups = new int[rows.rows()];
    float[] distances = new float[rows.rows()];
    float[] confidences = new float[rows.rows()];
    float[] q = new float[rows.rows() * clusters()];
    SoftAssignment.of(codes.values(), codes.rows(), centres, clusters(), q);
    for (int row = 0; row < groups.length; row++) {
      groups[row] = SoftAssignment.largest(q, row, clusters());
      confidences[row] = q[row * clusters() + groups[row]];
      distances[row] = distance(codes, row, groups[row]);
    }
    List<Object> columns = new ArrayList<>();
    columns.add(groups);
    if (extraOutputs.contains(DISTANCE)) {
      columns.add(distances);
    }
    if (extraOutputs.contains(CONFIDENCE)) {
      columns.add(confidences);
    }
    if (extraOutputs.contains(EMBEDDING)) {
      columns.addAll(List.of((Object[]) Points.of(codes).columns()));
    }
    return columns;
  }

  private float distance(Matrix codes, int row, int group) {
    int width = codeWidth();
    return (float)
        Math.sqrt(
            SoftAssignment.squaredDistance(
                codes.values(), row * width, centres, group * width, width));
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    json.put("encoder", autoencoder.isPresent());
    ModelJson.putRows(json, "centres", centres, codeWidth());
    return new ModelContent(json, autoencoder.map(AutoencoderNetwork::toBytes));
  }

  @Override
  public Matrix codes(Matrix rows) {
    return autoencoder.map(a -> a.encode(rows, TrainingListener.NONE)).orElse(rows);
  }

  private int codeWidth() {
    return autoencoder.map(AutoencoderNetwork::codeWidth).orElse(featureNames.size());
  }

  @Override
  public int clusters() {
    return centres.length / codeWidth();
  }
}
