package org.sqlflow.models.xgboost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnType;
import org.sqlflow.models.Blame;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.supervised.SupervisedTraining;
import org.sqlflow.models.supervised.WarmStart;

/**
 * What all estimators of this module have in common. Those named after a booster predict classes or
 * numbers: the objective decides, or the label's type where only one makes sense.
 */
abstract class XgboostEstimator implements Estimator {
  private final String name;
  private final String booster;
  private final Optional<Task> task;

  /**
   * An estimator.
   *
   * @param booster XGBoost's name of it
   * @param task empty where the objective decides
   */
  XgboostEstimator(String name, String booster, Optional<Task> task) {
    this.name = name;
    this.booster = booster;
    this.task = task;
  }

  /** The same for one task. */
  abstract XgboostEstimator of(Task decided);

  @Override
  public String name() {
    return name;
  }

  @Override
  public Task task() {
    return task.orElse(Task.REGRESSION);
  }

  /** XGBoost's name of the booster. */
  String booster() {
    return booster;
  }

  boolean isLinear() {
    return booster.equals("gblinear");
  }

  @Override
  public Estimator forTraining(AttributeValues attributes, Optional<ColumnType> label) {
    Optional<Task> byObjective = XgboostAttributes.task(attributes);
    if (task.isPresent()) {
      if (byObjective.isPresent() && byObjective.get() != task.get()) {
        throw new ModelException(
            name
                + " is for "
                + (task.get() == Task.CLASSIFICATION ? "classes" : "numbers")
                + ", and the objective is not: leave it out, or train xgboost."
                + booster,
            XgboostAttributes.OBJECTIVE);
      }
      return this;
    }
    if (byObjective.isPresent()) {
      return of(byObjective.get());
    }
    if (label.isEmpty()) {
      return this;
    }
    return switch (label.get()) {
      case TEXT, BOOLEAN, TIME, LIST, OTHER -> of(Task.CLASSIFICATION);
      case REAL -> of(Task.REGRESSION);
      case INTEGER ->
          throw new ModelException(
              name
                  + " predicts classes or numbers, and the label's whole numbers can be both: set"
                  + " objective = 'multi:softprob' (or 'binary:logistic' for two) for classes,"
                  + " 'reg:squarederror' for numbers",
              new Blame.Estimator());
    };
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    List<AttributeDeclaration> all = new ArrayList<>(XgboostAttributes.common());
    all.addAll(
        switch (booster) {
          case "dart" -> XgboostAttributes.ofDart();
          case "gblinear" -> XgboostAttributes.ofLinear();
          default -> XgboostAttributes.ofTrees();
        });
    Set<String> names = new LinkedHashSet<>();
    all.forEach(attribute -> names.add(attribute.name()));
    if (task.isEmpty()) {
      all.addAll(SupervisedAttributes.ofEither());
    } else {
      all.addAll(
          task.get() == Task.CLASSIFICATION
              ? SupervisedAttributes.ofClasses()
              : SupervisedAttributes.ofNumbers());
    }
    return all;
  }

  /** Trees take numbers as they are, and missing ones too. */
  @Override
  public List<AttributeDeclaration> attributes() {
    if (isLinear()) {
      return SupervisedAttributes.withScale(ownAttributes(), "standard");
    }
    return SupervisedAttributes.withScale(ownAttributes(), "none").stream()
        .map(
            attribute ->
                attribute.name().equals(CommonAttributes.ON_NULL)
                    ? AttributeDeclaration.of(
                        attribute.name(),
                        new Choice(List.of("keep", "error", "skip", "mean")),
                        "keep",
                        "what to do with a row that has NULL, NaN or infinity; keep: trees take it"
                            + " as a separate value")
                    : attribute)
        .toList();
  }

  @Override
  public Set<Requirement> requirements() {
    return Set.of(Requirement.ALL_ROWS_IN_MEMORY);
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    XgboostAttributes.check(attributes);
    WarmStart.checkEstimator(this, base);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return SupervisedAttributes.bytesPerRow(features);
  }

  @Override
  public Trained fit(TrainingSet given, TrainingContext context) {
    validate(given.attributes(), given.base());
    TrainingSet set = WarmStart.checked(given);
    if (task() == Task.CLASSIFICATION) {
      SupervisedAttributes.checkClasses(set.attributes(), set.classes());
      checkObjective(set);
    }
    XgboostLearner learner = new XgboostLearner(this, set);
    Map<String, String> withoutEffect = new LinkedHashMap<>(XgboostAttributes.withoutEffect());
    if (task() != Task.CLASSIFICATION || set.classes().names().size() != 2) {
      withoutEffect.put(
          XgboostAttributes.POSITIVE_WEIGHT,
          "it is for two classes; "
              + (task() == Task.CLASSIFICATION
                  ? SupervisedAttributes.CLASS_WEIGHTS + " weighs more of them"
                  : "numbers have none"));
    }
    try {
      return new SupervisedTraining(set, context, learner, withoutEffect)
          .run(
              learned ->
                  XgboostAttributes.drawsNoFeatures(set.attributes())
                      ? Map.of(
                          XgboostAttributes.ROUNDS, learned.steps(), XgboostAttributes.BY_NODE, 1.0)
                      : Map.of(XgboostAttributes.ROUNDS, learned.steps()));
    } catch (ModelException refused) {
      throw XgboostAttributes.blamed(refused, set.attributes());
    }
  }

  private static void checkObjective(TrainingSet set) {
    int classes = set.classes().names().size();
    String objective =
        set.attributes().value(XgboostAttributes.OBJECTIVE).map(String.class::cast).orElse("");
    if (classes > 2 && objective.startsWith("binary:")) {
      throw new ModelException(
          objective
              + " is for two classes, and the label has "
              + classes
              + ": set objective = 'multi:softprob'",
          XgboostAttributes.OBJECTIVE);
    }
  }

  @Override
  public Model restore(ModelContent content) {
    boolean isClasses = content.parameters().has("classes");
    XgboostEstimator own = of(isClasses ? Task.CLASSIFICATION : Task.REGRESSION);
    return isClasses
        ? XgboostClassificationModel.restore(own, content)
        : XgboostRegressionModel.restore(own, content);
  }
}
