package org.sqlflow.models.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.features.Matrix;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelType;
import org.sqlflow.models.TrainingListener;

/** An autoencoder that predicts codes: a float32 column for each unit of the code. */
record TrainedAutoencoder(ModelType type, List<String> featureNames, Autoencoder network)
    implements EncodingModel {

  static TrainedAutoencoder restore(ModelType type, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    Autoencoder network =
        Autoencoder.fromBytes(content.network().orElseThrow(() -> ModelJson.damaged("no network")));
    if (network.features() != features.size()) {
      throw ModelJson.damaged("features and network differ");
    }
    return new TrainedAutoencoder(type, features, network);
  }

  @Override
  public Optional<Autoencoder> autoencoder() {
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
