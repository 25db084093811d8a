package org.sqlflow.models.clustering.auto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.ClusterOutputs;
import org.sqlflow.models.clustering.PlainClusteringModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.clustering.centres.NearestCentres;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.training.ModelJson;

/**
 * All rows in one group: the model of rows without groups. {@code distance} is the Euclidean
 * distance to their mean, {@code confidence} is 1.
 *
 * @param mean of the training rows, a value for each feature
 */
record SingleGroupModel(Estimator estimator, List<String> featureNames, float[] mean)
    implements PlainClusteringModel, RankedGroups, Formulated {
  private static final String MEAN = "mean";

  /** The model of some rows. */
  static SingleGroupModel of(Estimator estimator, List<String> featureNames, Matrix rows) {
    int width = rows.columns();
    double[] sums = new double[width];
    for (int at = 0; at < rows.values().length; at++) {
      sums[at % width] += rows.values()[at];
    }
    float[] mean = new float[width];
    for (int c = 0; c < width; c++) {
      mean[c] = (float) (sums[c] / rows.rows());
    }
    return new SingleGroupModel(estimator, featureNames, mean);
  }

  static SingleGroupModel restore(Estimator estimator, ModelContent content) {
    List<String> features = ModelJson.features(content.parameters());
    float[] mean = ModelJson.rows(content.parameters(), MEAN, features.size());
    if (mean.length != features.size()) {
      throw ModelJson.corrupt("more or fewer than one mean");
    }
    return new SingleGroupModel(estimator, features, mean);
  }

  @Override
  public int clusters() {
    return 1;
  }

  @Override
  public Assignment assignment(Matrix rows) {
    int[] groups = new int[rows.rows()];
    float[] squares = new float[rows.rows()];
    NearestCentres.assign(rows, mean, groups, squares);
    return new Assignment(
        groups,
        () -> ClusterOutputs.roots(squares),
        () -> {
          float[] certain = new float[groups.length];
          Arrays.fill(certain, 1);
          return certain;
        });
  }

  /** There is no other group. */
  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    int[] none = new int[own.length];
    Arrays.fill(none, ColumnVector.Ints.NONE);
    double[] margins = new double[own.length];
    Arrays.fill(margins, Double.NaN);
    return new NextGroups(none, margins);
  }

  @Override
  public Optional<Formula> formula() {
    return Optional.of(
        new Formula.NearestCentre(List.of(), featureNames.size(), Formula.Metric.EUCLIDEAN, mean));
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    ModelJson.putRows(json, MEAN, mean, featureNames.size());
    return new ModelContent(json, Optional.empty());
  }
}
