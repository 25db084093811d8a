package org.sqlflow.models.supervised.dense;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.neural.FeedForwardNetwork;
import org.sqlflow.models.supervised.ClassOutputs;
import org.sqlflow.models.supervised.StoredClasses;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/** A dense network with a sum for each class; their softmax is the probability. */
public record DenseClassificationModel(
    Estimator estimator, List<String> featureNames, ClassNames classes, FeedForwardNetwork network)
    implements ClassOutputs, Formulated {
  static DenseClassificationModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    ClassNames classes = StoredClasses.read(content.parameters());
    FeedForwardNetwork network =
        StoredNetwork.read(
            content.parameters(), new ModelBytes.Reader(content.network()), features.size());
    if (network.design().outputs() != classes.size()) {
      throw ModelJson.corrupt("classes and network differ");
    }
    return new DenseClassificationModel(estimator, features, classes, network);
  }

  @Override
  public Matrix likelihoods(Matrix rows) {
    return DenseLearner.probabilities(network.outputs(rows, CancellationCheck.NONE), rows.rows());
  }

  @Override
  public Optional<Formula> formula() {
    return network.formula(1, 0).map(this::likeliest);
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    ModelBytes bytes = new ModelBytes();
    StoredClasses.write(json, classes);
    StoredNetwork.write(json, bytes, network);
    return new ModelContent(json, Optional.of(bytes.bytes()));
  }
}
