package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Choice;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Text;
import org.sqlflow.models.attributes.AttributeType.Truth;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeType.Words;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.classification.ClassMetric;
import org.sqlflow.models.regression.NumberMetric;
import org.sqlflow.models.training.AttributeNotes;

/** The attributes that all estimators with a label have. */
public final class SupervisedAttributes {
  public static final String VALIDATION_SELECT = "validation.select";
  public static final String VALIDATION_SHARE = "validation.share";
  public static final String VALIDATION_METRICS = "validation.metrics";
  public static final String CLASSES = "model.n_classes";
  public static final String CLASS_WEIGHTS = "model.class_weights";

  private static final String LABEL_DIMENSION = "model.label_dimension";

  /** The value of {@link #CLASS_WEIGHTS} that makes classes count alike. */
  public static final String BALANCED = "balanced";

  /** Attributes that statements of SQLFlow set, and that have no effect here. */
  private static final Map<String, String> OF_SQLFLOW = ofSqlflow();

  private SupervisedAttributes() {}

  private static Map<String, String> ofSqlflow() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(LABEL_DIMENSION, "a label is one number");
    reasons.put("train.save_checkpoints_steps", "the best state is kept in memory");
    reasons.put("train.log_every_n_iter", "the progress is always shown");
    reasons.put("train.disk_cache", "the rows are kept in memory");
    reasons.put("train.num_workers", "all processors are used");
    reasons.put("validation.steps", "all validation rows are used");
    reasons.put("validation.start_delay_secs", "the model is validated after each epoch");
    reasons.put("validation.throttle_secs", "the model is validated after each epoch");
    return reasons;
  }

  /** The attributes of an estimator of classes. */
  public static List<AttributeDeclaration> ofClasses() {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        AttributeDeclaration.ofModel(
            CLASSES,
            new Whole(2, 100_000),
            null,
            "number of classes, checked against the label; default: as many as the label has",
            "n_classes",
            "num_class",
            "model.num_class"));
    all.add(
        AttributeDeclaration.ofModel(
            CLASS_WEIGHTS,
            new Choice(List.of("none", BALANCED)),
            "none",
            "balanced: classes count alike in training, however few rows they have"));
    all.addAll(validation(ClassMetric.words()));
    return all;
  }

  /** The attributes of an estimator of numbers. */
  public static List<AttributeDeclaration> ofNumbers() {
    List<AttributeDeclaration> all = validation(NumberMetric.words());
    all.add(
        AttributeDeclaration.ofModel(
            LABEL_DIMENSION,
            new Whole(1, 1),
            null,
            "for statements of SQLFlow; no effect: a label is one number",
            "label_dimension"));
    return all;
  }

  /** The attributes of an estimator of classes or numbers. */
  public static List<AttributeDeclaration> ofEither() {
    List<AttributeDeclaration> all = new ArrayList<>(ofClasses());
    List<String> metrics = new ArrayList<>(ClassMetric.words());
    metrics.addAll(NumberMetric.words());
    all.removeIf(attribute -> attribute.name().equals(VALIDATION_METRICS));
    all.add(metrics(metrics));
    return all;
  }

  private static AttributeDeclaration metrics(List<String> words) {
    return AttributeDeclaration.of(
        VALIDATION_METRICS,
        new Words(words),
        null,
        "scores to report; default: the usual ones of the task");
  }

  private static List<AttributeDeclaration> validation(List<String> metrics) {
    List<AttributeDeclaration> all = new ArrayList<>();
    all.add(
        AttributeDeclaration.of(
            VALIDATION_SELECT,
            new Text(),
            null,
            "query of the rows to judge the model by; default: a share of the training's rows"));
    all.add(
        AttributeDeclaration.of(
            VALIDATION_SHARE,
            new Real(0, 0.9),
            0.2,
            "share of the rows that the model is judged by, drawn by train.seed; 0 for none"));
    all.add(metrics(metrics));
    Map<String, String> reasons = new LinkedHashMap<>(OF_SQLFLOW);
    reasons.remove(LABEL_DIMENSION);
    reasons.forEach(
        (name, reason) ->
            all.add(
                AttributeDeclaration.of(
                    name,
                    name.equals("train.disk_cache") ? new Truth() : new Whole(0, Long.MAX_VALUE),
                    null,
                    "for statements of SQLFlow; no effect: " + reason)));
    return all;
  }

  /**
   * Own attributes, then those of all estimators, with another default for the scale.
   *
   * @param scale for models whose penalties and steps take features of like size for granted:
   *     standard; for trees none
   */
  public static List<AttributeDeclaration> withScale(List<AttributeDeclaration> own, String scale) {
    List<AttributeDeclaration> all = new ArrayList<>(own);
    for (AttributeDeclaration common : CommonAttributes.declarations()) {
      all.add(
          common.name().equals(CommonAttributes.SCALE)
              ? new AttributeDeclaration(
                  common.name(),
                  common.aliases(),
                  common.type(),
                  Optional.of(scale),
                  "how each feature is scaled; fitted in training and stored with the model")
              : common);
    }
    return List.copyOf(all);
  }

  /** Why attributes have no effect. */
  public static Map<String, String> withoutEffect(TrainingSet set) {
    Map<String, String> reasons = new LinkedHashMap<>(OF_SQLFLOW);
    if (set.validation().isPresent()) {
      AttributeNotes.add(
          reasons,
          List.of(VALIDATION_SHARE),
          "the validation part is that of " + VALIDATION_SELECT);
    }
    return reasons;
  }

  /** Bytes of a row while a model learns: the copies of the two parts, and predictions. */
  public static long bytesPerRow(int features) {
    return (long) Float.BYTES * features + 4L * Double.BYTES;
  }

  /** Refuses USING of a model whose weights are the same from any start. */
  public static void refuseBase(String estimator, Optional<Model> base) {
    if (base.isPresent()) {
      throw new ModelException(
          estimator + " finds the same weights from any start: leave out USING");
    }
  }

  /**
   * Refuses a number of classes that the label does not have.
   *
   * @throws ModelException that blames the attribute
   */
  public static void checkClasses(AttributeValues attributes, Target.Classes target) {
    Optional<Object> given = attributes.value(CLASSES);
    int found = target.names().size();
    if (given.isPresent() && ((Long) given.get()) < found) {
      List<String> names = target.names().names();
      throw new ModelException(
          org.sqlflow.text.Text.of(
              "the label has %,d classes (%s), not %d: set %s = %d, or leave it out",
              found,
              String.join(", ", names.subList(0, Math.min(5, found))) + (found > 5 ? ", …" : ""),
              (Long) given.get(),
              CLASSES,
              found),
          CLASSES);
    }
  }

  /** How much a row of each class counts. */
  public static double[] classWeights(AttributeValues attributes, Target.Classes target) {
    long[] sizes = target.sizes();
    double[] weights = new double[sizes.length];
    Arrays.fill(weights, 1);
    if (attributes.text(CLASS_WEIGHTS).equals(BALANCED)) {
      for (int code = 0; code < weights.length; code++) {
        weights[code] =
            sizes[code] == 0 ? 0 : (double) target.rows() / (sizes.length * (double) sizes[code]);
      }
    }
    return weights;
  }
}
