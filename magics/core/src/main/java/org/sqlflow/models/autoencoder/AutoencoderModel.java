package org.sqlflow.models.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Points;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.ModelJson;
import org.sqlflow.models.training.PredictionInput;

/** An autoencoder that predicts codes: a float32 column for each unit of the code. */
public record AutoencoderModel(
    Estimator type, List<String> featureNames, AutoencoderNetwork network)
    implements PretrainedEncoder {

  static AutoencoderModel restore(Estimator type, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    AutoencoderNetwork network =
        AutoencoderNetwork.fromBytes(
            content.network().orElseThrow(() -> ModelJson.damaged("no network")));
    if (network.features() != features.size()) {
      throw ModelJson.damaged("features and network differ");
    }
    return new AutoencoderModel(type, features, network);
  }

  @Override
  public Optional<AutoencoderNetwork> autoencoder() {
    return Optional.of(network);
  }

  @Override
  public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    return IntStream.rangeClosed(1, network.codeWidth())
        .mapToObj(unit -> new OutputColumn(column + "_" + unit, false))
        .toList();
  }

  @Override
  public List<Object> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    return new ArrayList<>(
        List.of((Object[]) Points.of(network.encode(rows, TrainingListener.NONE)).columns()));
  }

  @Override
  public Set<String> extraOutputs() {
    return Set.of();
  }

  @Override
  public ModelContent content() {
    return new ModelContent(ModelJson.of(featureNames), Optional.of(network.toBytes()));
  }
}
