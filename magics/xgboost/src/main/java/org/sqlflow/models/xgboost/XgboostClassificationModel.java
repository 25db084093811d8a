package org.sqlflow.models.xgboost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.Contributing;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.supervised.ClassOutputs;
import org.sqlflow.models.supervised.StoredClasses;
import org.sqlflow.models.training.ModelJson;

/** Boosted trees, or a boosted linear model, of classes. */
record XgboostClassificationModel(
    Estimator estimator, List<String> featureNames, ClassNames classes, Trees trees)
    implements ClassOutputs, Contributing, Formulated {
  static XgboostClassificationModel restore(Estimator estimator, ModelContent content) {
    return new XgboostClassificationModel(
        estimator,
        ModelJson.features(content.parameters()),
        StoredClasses.read(content.parameters()),
        Trees.read(content));
  }

  @Override
  public Matrix likelihoods(Matrix rows) {
    int width = classes.size();
    float[] values = new float[Math.multiplyExact(rows.rows(), width)];
    if (rows.rows() == 0) {
      return new Matrix(0, width, values);
    }
    float[][] predicted = trees.predict(rows);
    for (int row = 0; row < predicted.length; row++) {
      if (predicted[row].length == 1) {
        values[2 * row] = 1 - predicted[row][0];
        values[2 * row + 1] = predicted[row][0];
      } else {
        System.arraycopy(predicted[row], 0, values, row * width, width);
      }
    }
    return new Matrix(rows.rows(), width, values);
  }

  @Override
  public Optional<Formula> formula() {
    return trees.formula(featureNames.size(), true).map(this::likeliest);
  }

  @Override
  public double[][] contributions(Matrix rows, int[] codes) {
    float[][] all = trees.contributions(rows);
    int width = featureNames.size() + 1;
    double[][] values = new double[rows.rows()][width];
    for (int row = 0; row < values.length; row++) {
      boolean isBinary = all[row].length == width;
      int from = isBinary ? 0 : codes[row] * width;
      int sign = isBinary && codes[row] == 0 ? -1 : 1;
      for (int i = 0; i < width; i++) {
        values[row][i] = sign * all[row][from + i];
      }
    }
    return values;
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    StoredClasses.write(json, classes);
    trees.write(json);
    return new ModelContent(json, Optional.of(trees.bytes()));
  }
}
