package org.sqlflow.store;

import java.util.List;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.GroupFeature;
import org.sqlflow.features.InnerModel;
import org.sqlflow.features.InnerModels;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.CentreDistances;
import org.sqlflow.models.clustering.rules.RuledEstimator;

/** Restores the models that are stored within others. Has no state. */
public final class StoredInnerModels implements InnerModels {
  /** The output of models that turn rows into numbers. */
  public static final String EMBEDDING = "embedding";

  @Override
  public Scorer scorer(InnerModel inner) {
    Estimator estimator =
        RuledEstimator.all(Estimators.installed())
            .find(inner.type())
            .orElseThrow(
                () ->
                    new FeatureException(
                        Estimators.elsewhere(inner.type()).map(where -> where + "; ").orElse("")
                            + "the model was trained with "
                            + inner.name()
                            + ", a model of "
                            + inner.type()
                            + ", an estimator that is not installed here"));
    ModelContent content = new ModelContent(inner.parameters(), inner.networkBytes());
    Model model = StoredModelCheck.numbered(estimator.restore(content), content);
    return (rows, output) -> outputs(model, rows, output);
  }

  private static float[] outputs(Model model, Matrix rows, String output) {
    if (!(model instanceof ClusteringModel clustering)) {
      return rowMajor(model.predict(rows, Set.of()), rows.rows());
    }
    return switch (output) {
      case GroupFeature.GROUP -> groups(clustering.assign(rows));
      case CentreDistances.OUTPUT -> CentreDistances.of(clustering).orElseThrow().of(rows);
      default -> {
        List<ColumnVector> all = clustering.predict(rows, Set.of(output));
        yield rowMajor(all.subList(1, all.size()), rows.rows());
      }
    };
  }

  private static float[] groups(int[] groups) {
    float[] found = new float[groups.length];
    for (int row = 0; row < found.length; row++) {
      found[row] = groups[row] < 0 ? Float.NaN : groups[row];
    }
    return found;
  }

  private static float[] rowMajor(List<ColumnVector> columns, int rows) {
    float[] values = new float[rows * columns.size()];
    for (int c = 0; c < columns.size(); c++) {
      float[] column = ((ColumnVector.Floats) columns.get(c)).values();
      for (int row = 0; row < rows; row++) {
        values[row * columns.size() + c] = column[row];
      }
    }
    return values;
  }
}
