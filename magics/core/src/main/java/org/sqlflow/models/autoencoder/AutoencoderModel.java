package org.sqlflow.models.autoencoder;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.EncodingModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.training.ModelJson;
import org.sqlflow.models.training.PredictionInput;

/** An autoencoder that predicts codes: a float32 column for each unit of the code. */
public record AutoencoderModel(
    Estimator estimator, List<String> featureNames, AutoencoderNetwork network)
    implements EncodingModel, PretrainedEncoder, Formulated {

  static AutoencoderModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    AutoencoderNetwork network =
        AutoencoderNetwork.fromBytes(
            content.network().orElseThrow(() -> ModelJson.corrupt("no network")));
    if (network.features() != features.size()) {
      throw ModelJson.corrupt("features and network differ");
    }
    return new AutoencoderModel(estimator, features, network);
  }

  @Override
  public Optional<AutoencoderNetwork> autoencoder() {
    return Optional.of(network);
  }

  @Override
  public List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    return IntStream.rangeClosed(1, network.codeWidth())
        .mapToObj(unit -> new OutputColumn(column + "_" + unit, OutputColumn.Type.REAL))
        .toList();
  }

  @Override
  public int codeWidth() {
    return network.codeWidth();
  }

  @Override
  public List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    float[][] columns = new float[codeWidth()][rows.rows()];
    network.encode(
        rows,
        CancellationCheck.NONE,
        (from, codes) -> {
          for (int row = 0; row < codes.rows(); row++) {
            for (int unit = 0; unit < columns.length; unit++) {
              columns[unit][from + row] = codes.at(row, unit);
            }
          }
        });
    return Arrays.stream(columns).<ColumnVector>map(ColumnVector.Floats::new).toList();
  }

  @Override
  public Set<String> extraOutputs() {
    return Set.of();
  }

  @Override
  public Optional<Formula> formula() {
    return Optional.of(new Formula.Code(network.encoder()));
  }

  @Override
  public ModelContent content() {
    return new ModelContent(ModelJson.of(featureNames), Optional.of(network.toBytes()));
  }
}
