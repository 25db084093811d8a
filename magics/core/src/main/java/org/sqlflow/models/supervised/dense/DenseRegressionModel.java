package org.sqlflow.models.supervised.dense;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.neural.FeedForwardNetwork;
import org.sqlflow.models.supervised.NumberOutputs;
import org.sqlflow.models.supervised.NumberScale;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/**
 * A dense network with one sum.
 *
 * @param scale of the label
 * @param network predicts the scaled label
 */
public record DenseRegressionModel(
    Estimator estimator, List<String> featureNames, NumberScale scale, FeedForwardNetwork network)
    implements NumberOutputs, Formulated {
  static DenseRegressionModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    ModelBytes.Reader bytes = new ModelBytes.Reader(content.network());
    double[] label = bytes.doubles(2);
    FeedForwardNetwork network = StoredNetwork.read(content.parameters(), bytes, features.size());
    if (network.design().outputs() != 1) {
      throw ModelJson.corrupt("a network of classes");
    }
    return new DenseRegressionModel(
        estimator, features, new NumberScale(label[0], label[1]), network);
  }

  @Override
  public double[] estimate(Matrix rows) {
    float[] outputs = network.outputs(rows, CancellationCheck.NONE);
    double[] values = new double[outputs.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = outputs[row];
    }
    return scale.original(values);
  }

  @Override
  public Optional<Formula> formula() {
    return network.formula(scale.deviation(), scale.mean()).map(Formula.class::cast);
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    ModelBytes bytes = new ModelBytes().doubles(new double[] {scale.mean(), scale.deviation()});
    StoredNetwork.write(json, bytes, network);
    return new ModelContent(json, Optional.of(bytes.bytes()));
  }
}
