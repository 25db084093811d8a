package org.sqlflow.models.supervised.linear;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Contributing;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.supervised.LinearFit;
import org.sqlflow.models.supervised.NumberOutputs;
import org.sqlflow.models.supervised.NumberScale;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/**
 * Linear regression.
 *
 * @param scale of the label
 * @param fit to the scaled label
 */
public record LinearRegressionModel(
    Estimator estimator, List<String> featureNames, NumberScale scale, LinearFit fit)
    implements NumberOutputs, Contributing, Formulated {
  static LinearRegressionModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    ModelBytes.Reader bytes = new ModelBytes.Reader(content.network());
    double[] label = bytes.doubles(2);
    double[] weights = bytes.doubles(features.size() + 1L);
    double[] means = bytes.doubles(features.size());
    return new LinearRegressionModel(
        estimator,
        features,
        new NumberScale(label[0], label[1]),
        new LinearFit(features.size(), 1, weights, means, List.of(), true));
  }

  @Override
  public double[] estimate(Matrix rows) {
    return scale.original(fit.sums(rows));
  }

  @Override
  public Optional<Formula> formula() {
    return Optional.of(fit.formula(scale.deviation(), scale.mean()));
  }

  @Override
  public double[][] contributions(Matrix rows, int[] codes) {
    double[][] all = fit.contributions(rows, row -> 0, row -> 1);
    for (double[] row : all) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= scale.deviation();
      }
      row[row.length - 1] += scale.mean();
    }
    return all;
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    return new ModelContent(
        json,
        Optional.of(
            new ModelBytes()
                .doubles(new double[] {scale.mean(), scale.deviation()})
                .doubles(fit.weights())
                .doubles(fit.means())
                .bytes()));
  }
}
