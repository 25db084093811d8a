package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.data.ColumnType;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;

/**
 * A kind of model that TO TRAIN can name. To add one, implement this interface in a new package and
 * name the class in {@code META-INF/services/org.sqlflow.models.Estimator}: attribute checks,
 * DESCRIBE, completion and documentation follow from {@link #attributes}, evaluation and reports
 * from {@link #task}. Implementations have no state and are safe to use from several threads.
 */
public interface Estimator {
  /** The name after TO TRAIN, such as {@code clusterModel}. */
  String name();

  /** Further names for the same estimator; matched without regard to case, as {@link #name} is. */
  default List<String> aliases() {
    return List.of();
  }

  /** One sentence on what the model does. */
  String summary();

  /** What its models are for. */
  Task task();

  /**
   * The estimator that trains with these attributes: this one, unless they or the label determine
   * the task.
   *
   * @param label the type of the label's column; empty without LABEL
   * @throws ModelException if they do not determine it
   */
  default Estimator forTraining(AttributeValues attributes, Optional<ColumnType> label) {
    return this;
  }

  /** The attributes that only this estimator has. */
  List<AttributeDeclaration> ownAttributes();

  /** Every attribute that WITH may set: the estimator's own, then those of all estimators. */
  default List<AttributeDeclaration> attributes() {
    List<AttributeDeclaration> all = new ArrayList<>(ownAttributes());
    all.addAll(CommonAttributes.declarations());
    return List.copyOf(all);
  }

  /**
   * Refuses attributes that contradict each other or the model of USING, before any row is read.
   *
   * @throws ModelException if a training with these could not start
   */
  void validate(AttributeValues attributes, Optional<Model> base);

  /**
   * About how many bytes of the Java heap training takes for each row, in addition to the encoded
   * row itself.
   *
   * @param features how many numbers a row has
   */
  long bytesPerRow(AttributeValues attributes, int features);

  /** What an engine must be able to do to train it. */
  default Set<Requirement> requirements() {
    return Set.of(Requirement.ALL_ROWS_IN_MEMORY);
  }

  /** Whether it learns numbers for categories, so that COLUMN can have EMBEDDING. */
  default boolean learnsEmbeddings() {
    return false;
  }

  /**
   * Whether its models compare dates and times, rather than telling them apart: one that the
   * training did not have then counts as one of its neighbours, and not as another value.
   */
  default boolean comparesTimes(AttributeValues attributes) {
    return false;
  }

  /**
   * Trains a model. If the user stops it, it throws; or, if {@link CommonAttributes#ON_INTERRUPT}
   * says so and there is something to keep, it calls {@link TrainingContext#endEarly} and returns
   * its best state so far.
   *
   * @throws ModelException if these rows cannot be trained on
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  Trained fit(TrainingSet set, TrainingContext context);

  /**
   * Makes a trained model from what {@link Model#content} returned.
   *
   * @throws ModelException if the content is corrupt or was written by a later version
   */
  Model restore(ModelContent content);
}
