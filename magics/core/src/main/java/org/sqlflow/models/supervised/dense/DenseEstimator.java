package org.sqlflow.models.supervised.dense;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.supervised.SupervisedTraining;
import org.sqlflow.models.supervised.WarmStart;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.TrainingRows;

/** What the four estimators by dense networks have in common. */
abstract class DenseEstimator implements Estimator {
  private static final String LINEAR_OPTIMIZER = "model.linear_optimizer";
  private static final String DNN = "dnn";
  private static final String LINEAR = "linear";
  private static final String SQLFLOWS = "_feature_columns";

  private final String name;
  private final String summary;
  private final Task task;
  private final boolean isCombined;

  DenseEstimator(String name, String summary, Task task, boolean isCombined) {
    this.name = name;
    this.summary = summary;
    this.task = task;
    this.isCombined = isCombined;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> aliases() {
    return List.of("sqlflow_models." + name);
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    List<AttributeDeclaration> all = new ArrayList<>(DenseAttributes.declarations());
    if (isCombined) {
      all.add(
          AttributeDeclaration.ofModel(
              LINEAR_OPTIMIZER,
              new Choice(List.of("adam", "rmsprop", "adagrad", "sgd", "ftrl")),
              null,
              "for statements of SQLFlow; no effect: both parts learn by model.optimizer"));
    }
    all.addAll(
        task == Task.CLASSIFICATION
            ? SupervisedAttributes.ofClasses()
            : SupervisedAttributes.ofNumbers());
    return all;
  }

  @Override
  public List<AttributeDeclaration> attributes() {
    return SupervisedAttributes.withScale(ownAttributes(), "standard");
  }

  @Override
  public Set<Requirement> requirements() {
    return Set.of(Requirement.ALL_ROWS_IN_MEMORY);
  }

  @Override
  public boolean learnsEmbeddings() {
    return true;
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    WarmStart.checkEstimator(this, base);
    base.flatMap(StoredNetwork::of)
        .ifPresent(network -> DenseAttributes.checkShape(attributes, network.design()));
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return SupervisedAttributes.bytesPerRow(features) + 2L * Integer.BYTES;
  }

  @Override
  public Trained fit(TrainingSet given, TrainingContext context) {
    validate(given.attributes(), given.base());
    TrainingRows.check(given);
    TrainingSet set = WarmStart.checked(given);
    if (task == Task.CLASSIFICATION) {
      SupervisedAttributes.checkClasses(set.attributes(), set.classes());
    }
    List<Integer> all = IntStream.range(0, set.rows().columns()).boxed().toList();
    List<Integer> deep = all;
    List<Integer> wide = List.of();
    if (isCombined) {
      checkParts(set.parts().keySet());
      deep = part(set, DNN).orElse(all);
      wide = part(set, LINEAR).orElse(all);
    } else if (!set.parts().isEmpty()) {
      throw new ModelException(
          name + " has one part: leave out FOR, or train DNNLinearCombined" + kind(),
          new Blame.Part(set.parts().keySet().iterator().next()));
    }
    Map<String, String> withoutEffect = new LinkedHashMap<>();
    AttributeNotes.add(
        withoutEffect, List.of(LINEAR_OPTIMIZER), "both parts learn by model.optimizer");
    if (set.base().isPresent()) {
      AttributeNotes.add(
          withoutEffect, DenseAttributes.SHAPE, "the network is that of the model of USING");
    }
    DenseInput input = DenseInput.of(set.encoding(), deep, wide);
    DenseLearner learner = new DenseLearner(this, set, input);
    return new SupervisedTraining(set, context, learner, withoutEffect)
        .run(
            learned ->
                Map.of(
                    DenseAttributes.EPOCHS,
                    DenseAttributes.epochs(set.attributes(), set.rows().rows()),
                    DenseAttributes.BATCH_SIZE,
                    DenseAttributes.batchSize(set.attributes(), set.rows().rows())));
  }

  private String kind() {
    return task == Task.CLASSIFICATION ? "Classifier" : "Regressor";
  }

  /** The features of a part, which SQLFlow calls by the name of an argument of TensorFlow's. */
  private static Optional<List<Integer>> part(TrainingSet set, String name) {
    return Optional.ofNullable(set.parts().get(name))
        .or(() -> Optional.ofNullable(set.parts().get(name + SQLFLOWS)));
  }

  private void checkParts(Set<String> parts) {
    for (String part : new TreeSet<>(parts)) {
      if (!List.of(DNN, LINEAR, DNN + SQLFLOWS, LINEAR + SQLFLOWS).contains(part)) {
        throw new ModelException(
            name + " has no part " + part + "; its parts are FOR linear and FOR dnn",
            new Blame.Part(part));
      }
    }
  }

  @Override
  public Model restore(ModelContent content) {
    return task == Task.CLASSIFICATION
        ? DenseClassificationModel.restore(this, content)
        : DenseRegressionModel.restore(this, content);
  }
}
