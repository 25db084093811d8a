package org.sqlflow.models.supervised.linear;

import java.util.List;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Task;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.supervised.SupervisedAttributes;

/** {@code LinearRegressor}: linear regression. */
public final class LinearRegressor extends LinearEstimator {
  @Override
  public String name() {
    return "LinearRegressor";
  }

  @Override
  public String summary() {
    return "Linear regression of the label, with L1 and L2 penalties.";
  }

  @Override
  public Task task() {
    return Task.REGRESSION;
  }

  @Override
  List<AttributeDeclaration> taskAttributes() {
    return SupervisedAttributes.ofNumbers();
  }

  @Override
  public Model restore(ModelContent content) {
    return LinearRegressionModel.restore(this, content);
  }
}
