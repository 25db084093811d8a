package org.sqlflow.models.clustering.dec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.math.Distances;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.autoencoder.PretrainedEncoder;
import org.sqlflow.models.clustering.ClusterOutputs;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.clustering.SoftAssignment;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.ModelJson;
import org.sqlflow.models.training.PredictionInput;

/**
 * Cluster centres in the space of an encoder's codes, or of the features themselves. Predicts the
 * cluster with the largest soft assignment.
 *
 * @param centres {@code clusters x code width}, row-major, the largest cluster first
 */
public record DecModel(
    Estimator estimator,
    List<String> featureNames,
    Optional<AutoencoderNetwork> autoencoder,
    float[] centres)
    implements ClusteringModel, PretrainedEncoder, RankedGroups, Formulated {
  private static final String EMBEDDING = "embedding";

  static DecModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    Optional<AutoencoderNetwork> autoencoder = content.network().map(AutoencoderNetwork::fromBytes);
    if (autoencoder.isEmpty() && content.parameters().path("encoder").asBoolean()) {
      throw ModelJson.corrupt("no network");
    }
    if (autoencoder.isPresent() && autoencoder.get().features() != features.size()) {
      throw ModelJson.corrupt("features and network differ");
    }
    int width = autoencoder.map(AutoencoderNetwork::codeWidth).orElse(features.size());
    float[] centres = ModelJson.rows(content.parameters(), "centres", width);
    if (centres.length < 2 * width) {
      throw ModelJson.corrupt("fewer than two centres");
    }
    return new DecModel(estimator, features, autoencoder, centres);
  }

  @Override
  public Set<String> extraOutputs() {
    return ClusterOutputs.extra(EMBEDDING);
  }

  @Override
  public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    List<OutputColumn> columns = ClusterOutputs.columns(this, column, extraOutputs);
    if (extraOutputs.contains(EMBEDDING)) {
      for (int unit = 1; unit <= codeWidth(); unit++) {
        columns.add(new OutputColumn(EMBEDDING + "_" + unit, OutputColumn.Type.REAL));
      }
    }
    return columns;
  }

  @Override
  public List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    Outputs outputs = new Outputs(rows.rows(), extraOutputs.contains(EMBEDDING) ? codeWidth() : 0);
    int step = SoftAssignment.rowsAtATime(Math.max(clusters(), codeWidth()));
    for (int from = 0; from < rows.rows(); from += step) {
      Matrix some = SoftAssignment.slice(rows, from, Math.min(rows.rows(), from + step));
      predict(codes(some), from, outputs);
    }
    List<ColumnVector> columns =
        ClusterOutputs.values(
            outputs.groups, extraOutputs, () -> outputs.distances, () -> outputs.confidences);
    for (float[] code : outputs.embedding) {
      columns.add(new ColumnVector.Floats(code));
    }
    return columns;
  }

  /** What is predicted of all rows; filled some rows at a time. */
  private static final class Outputs {
    private final int[] groups;
    private final float[] distances;
    private final float[] confidences;
    private final float[][] embedding;

    private Outputs(int rows, int codes) {
      this.groups = new int[rows];
      this.distances = new float[rows];
      this.confidences = new float[rows];
      this.embedding = new float[codes][rows];
    }
  }

  private void predict(Matrix codes, int first, Outputs outputs) {
    int width = codeWidth();
    float[] q = new float[codes.rows() * clusters()];
    SoftAssignment.of(codes.values(), codes.rows(), centres, clusters(), q);
    for (int row = 0; row < codes.rows(); row++) {
      int group = SoftAssignment.largest(q, row, clusters());
      outputs.groups[first + row] = group;
      outputs.confidences[first + row] = q[row * clusters() + group];
      outputs.distances[first + row] =
          (float)
              Math.sqrt(
                  Distances.squared(codes.values(), row * width, centres, group * width, width));
      for (int unit = 0; unit < outputs.embedding.length; unit++) {
        outputs.embedding[unit][first + row] = codes.at(row, unit);
      }
    }
  }

  /** The largest soft assignment is that to the nearest centre. */
  @Override
  public Optional<Formula> formula() {
    return Optional.of(
        new Formula.NearestCentre(
            autoencoder.map(AutoencoderNetwork::encoder).orElse(List.of()),
            featureNames.size(),
            Formula.Metric.EUCLIDEAN,
            centres));
  }

  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    float[] q = new float[rows.rows() * clusters()];
    SoftAssignment.of(codes(rows).values(), rows.rows(), centres, clusters(), q);
    return NextGroups.ofShares(q, clusters(), own);
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    json.put("encoder", autoencoder.isPresent());
    ModelJson.putRows(json, "centres", centres, codeWidth());
    return new ModelContent(json, autoencoder.map(AutoencoderNetwork::toBytes));
  }

  @Override
  public ClusteringModel renumbered(int[] numbers) {
    return NumberedModel.order(numbers)
        .<ClusteringModel>map(
            order ->
                new DecModel(
                    estimator, featureNames, autoencoder, NumberedModel.reordered(centres, order)))
        .orElseGet(() -> NumberedModel.of(this, numbers));
  }

  @Override
  public Matrix codes(Matrix rows) {
    return autoencoder.map(a -> a.encode(rows, CancellationCheck.NONE)).orElse(rows);
  }

  private int codeWidth() {
    return autoencoder.map(AutoencoderNetwork::codeWidth).orElse(featureNames.size());
  }

  @Override
  public int clusters() {
    return centres.length / codeWidth();
  }
}
