package org.sqlflow.models.supervised;

import java.util.List;
import java.util.Set;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.training.PredictionInput;

/** What models of numbers write: the number. */
public interface NumberOutputs extends RegressionModel {
  @Override
  default Set<String> extraOutputs() {
    return Set.of();
  }

  @Override
  default List<OutputColumn> outputs(String column, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    return List.of(new OutputColumn(column, OutputColumn.Type.DOUBLE));
  }

  @Override
  default List<ColumnVector> predict(Matrix rows, Set<String> extraOutputs) {
    PredictionInput.checkExtraOutputs(this, extraOutputs);
    PredictionInput.checkWidth(this, rows);
    return List.of(new ColumnVector.Doubles(estimate(rows)));
  }
}
