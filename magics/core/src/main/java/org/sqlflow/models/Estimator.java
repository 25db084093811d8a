package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;

/**
 * A kind of model that TO TRAIN can name. One class and its declaration are all that a new kind
 * needs: attribute checks, DESCRIBE, completion and documentation follow from {@link #attributes}.
 */
public interface Estimator {
  /** The name behind TO TRAIN, such as {@code clusterModel}. */
  String name();

  /** Further names for the same type; matched without regard to case, as {@link #name} is. */
  List<String> aliases();

  /** One sentence on what the model does. */
  String summary();

  /** The attributes that only some types take. */
  List<AttributeDeclaration> ownAttributes();

  /** Every attribute that WITH may set: the type's own, then those of all types. */
  default List<AttributeDeclaration> attributes() {
    List<AttributeDeclaration> all = new ArrayList<>(ownAttributes());
    all.addAll(CommonAttributes.declarations());
    return List.copyOf(all);
  }

  /**
   * Refuses attributes that do not fit together, or do not fit the model of USING, before any data
   * is read.
   *
   * @throws ModelException if the training could not start with these
   */
  void check(AttributeValues attributes, Optional<Model> base);

  /**
   * About how many bytes of the Java heap a training takes for each row, beside the encoded row
   * itself.
   *
   * @param features how many numbers a row has
   */
  long bytesPerRow(AttributeValues attributes, int features);

  /**
   * Trains a model. Asked to stop, it ends with an exception, or, if {@link
   * CommonAttributes#ON_INTERRUPT} says so and there is something to keep, calls {@link
   * TrainingListener#endsEarly} and returns its best state so far.
   *
   * @throws ModelException if these rows cannot be trained on
   * @throws java.util.concurrent.CancellationException if the listener asked to stop
   */
  Training train(TrainingData data, TrainingListener listener);

  /**
   * Makes a trained model from what {@link Model#content} gave.
   *
   * @throws ModelException if the content is damaged or of a later version
   */
  Model restore(ModelContent content);
}
