package org.sqlflow.models.xgboost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Contributing;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.supervised.NumberOutputs;
import org.sqlflow.models.training.ModelJson;

/** Boosted trees, or a boosted linear model, of numbers. */
record XgboostRegressionModel(Estimator estimator, List<String> featureNames, Trees trees)
    implements NumberOutputs, Contributing, Formulated {
  static XgboostRegressionModel restore(Estimator estimator, ModelContent content) {
    return new XgboostRegressionModel(
        estimator, ModelJson.features(content.parameters()), Trees.read(content));
  }

  @Override
  public double[] estimate(Matrix rows) {
    double[] values = new double[rows.rows()];
    if (values.length == 0) {
      return values;
    }
    float[][] predicted = trees.predict(rows);
    for (int row = 0; row < values.length; row++) {
      values[row] = predicted[row][0];
    }
    return values;
  }

  @Override
  public Optional<Formula> formula() {
    return trees.formula(featureNames.size(), false).map(sums -> sums);
  }

  /** For objectives with a link, such as count:poisson, of the values before the link. */
  @Override
  public double[][] contributions(Matrix rows, int[] codes) {
    float[][] all = trees.contributions(rows);
    double[][] values = new double[rows.rows()][featureNames.size() + 1];
    for (int row = 0; row < values.length; row++) {
      for (int i = 0; i < values[row].length; i++) {
        values[row][i] = all[row][i];
      }
    }
    return values;
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    trees.write(json);
    return new ModelContent(json, Optional.of(trees.bytes()));
  }
}
