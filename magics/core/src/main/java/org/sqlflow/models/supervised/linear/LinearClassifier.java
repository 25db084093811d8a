package org.sqlflow.models.supervised.linear;

import java.util.List;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Task;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.supervised.SupervisedAttributes;

/** {@code LinearClassifier}: logistic regression. */
public final class LinearClassifier extends LinearEstimator {
  @Override
  public String name() {
    return "LinearClassifier";
  }

  @Override
  public String summary() {
    return "Logistic regression of the label's classes, with L1 and L2 penalties.";
  }

  @Override
  public Task task() {
    return Task.CLASSIFICATION;
  }

  @Override
  List<AttributeDeclaration> taskAttributes() {
    return SupervisedAttributes.ofClasses();
  }

  @Override
  void checkLabel(TrainingSet set) {
    SupervisedAttributes.checkClasses(set.attributes(), set.classes());
  }

  @Override
  public Model restore(ModelContent content) {
    return LinearClassificationModel.restore(this, content);
  }
}
