package org.sqlflow.models.supervised.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.supervised.SupervisedTraining;
import org.sqlflow.models.training.TrainingRows;

/** What both linear estimators share: everything except how they treat the label. */
abstract sealed class LinearEstimator implements Estimator
    permits LinearClassifier, LinearRegressor {
  /** The attributes of the task. */
  abstract List<AttributeDeclaration> taskAttributes();

  /** Refuses labels that the task cannot learn. */
  void checkLabel(TrainingSet set) {}

  @Override
  public final List<String> aliases() {
    return List.of("sqlflow_models." + name());
  }

  @Override
  public final List<AttributeDeclaration> ownAttributes() {
    List<AttributeDeclaration> all = new ArrayList<>(LinearAttributes.declarations());
    all.addAll(taskAttributes());
    return all;
  }

  @Override
  public final List<AttributeDeclaration> attributes() {
    return SupervisedAttributes.withScale(ownAttributes(), "standard");
  }

  @Override
  public final void validate(AttributeValues attributes, Optional<Model> base) {
    SupervisedAttributes.refuseBase(name(), base);
  }

  @Override
  public final long bytesPerRow(AttributeValues attributes, int features) {
    return SupervisedAttributes.bytesPerRow(features);
  }

  @Override
  public final Set<Requirement> requirements() {
    return Set.of(Requirement.ALL_ROWS_IN_MEMORY);
  }

  @Override
  public final Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    checkLabel(set);
    return new SupervisedTraining(
            set, context, new LinearLearner(this, set), LinearAttributes.withoutEffect())
        .run(learned -> Map.of());
  }
}
