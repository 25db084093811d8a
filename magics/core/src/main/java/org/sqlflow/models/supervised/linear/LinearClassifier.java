package org.sqlflow.models.supervised.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.supervised.SupervisedTraining;
import org.sqlflow.models.training.TrainingRows;

/** {@code LinearClassifier}: logistic regression. */
public final class LinearClassifier implements Estimator {
  @Override
  public String name() {
    return "LinearClassifier";
  }

  @Override
  public List<String> aliases() {
    return List.of("sqlflow_models.LinearClassifier");
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
  public List<AttributeDeclaration> ownAttributes() {
    List<AttributeDeclaration> all = new ArrayList<>(LinearAttributes.declarations());
    all.addAll(SupervisedAttributes.ofClasses());
    return all;
  }

  @Override
  public List<AttributeDeclaration> attributes() {
    return SupervisedAttributes.withScale(ownAttributes(), "standard");
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    SupervisedAttributes.refuseBase(name(), base);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return SupervisedAttributes.bytesPerRow(features);
  }

  @Override
  public Set<Requirement> requirements() {
    return Set.of(Requirement.ALL_ROWS_IN_MEMORY);
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    SupervisedAttributes.checkClasses(set.attributes(), set.classes());
    return new SupervisedTraining(set, context, new LinearLearner(this, set), Map.of())
        .run(learned -> Map.of());
  }

  @Override
  public Model restore(ModelContent content) {
    return LinearClassificationModel.restore(this, content);
  }
}
