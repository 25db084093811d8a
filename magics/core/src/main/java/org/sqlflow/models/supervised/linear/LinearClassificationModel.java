package org.sqlflow.models.supervised.linear;

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
import org.sqlflow.models.supervised.LinearFit;
import org.sqlflow.models.supervised.StoredClasses;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/**
 * Logistic regression.
 *
 * @param fit one sum for two classes, else one for each
 */
public record LinearClassificationModel(
    Estimator estimator, List<String> featureNames, ClassNames classes, LinearFit fit)
    implements ClassOutputs, Contributing, Formulated {
  static LinearClassificationModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    ClassNames classes = StoredClasses.read(content.parameters());
    int outputs = classes.size() == 2 ? 1 : classes.size();
    ModelBytes.Reader bytes = new ModelBytes.Reader(content.network());
    double[] weights = bytes.doubles((features.size() + 1L) * outputs);
    double[] means = bytes.doubles(features.size());
    return new LinearClassificationModel(
        estimator,
        features,
        classes,
        new LinearFit(features.size(), outputs, weights, means, List.of(), true));
  }

  @Override
  public Matrix likelihoods(Matrix rows) {
    return fit.probabilities(rows);
  }

  @Override
  public Optional<Formula> formula() {
    return Optional.of(likeliest(fit.formula(1, 0)));
  }

  @Override
  public double[][] contributions(Matrix rows, int[] codes) {
    boolean isBinary = fit.outputs() == 1;
    return fit.contributions(
        rows, row -> isBinary ? 0 : codes[row], row -> isBinary && codes[row] == 0 ? -1 : 1);
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    StoredClasses.write(json, classes);
    return new ModelContent(
        json, Optional.of(new ModelBytes().doubles(fit.weights()).doubles(fit.means()).bytes()));
  }
}
