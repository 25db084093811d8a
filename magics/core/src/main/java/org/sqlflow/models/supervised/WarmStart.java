package org.sqlflow.models.supervised;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.models.ClassNames;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.text.Text;

/** The model of USING, from which a training with a label goes on. */
public final class WarmStart {
  private WarmStart() {}

  /**
   * Refuses a model that this estimator did not train.
   *
   * @throws ModelException that says what it can go on from
   */
  public static void checkEstimator(Estimator estimator, Optional<Model> base) {
    if (base.isPresent() && !base.get().estimator().name().equals(estimator.name())) {
      throw new ModelException(
          estimator.name()
              + " goes on from a model of "
              + estimator.name()
              + ", and the model of USING is of type "
              + base.get().estimator().name());
    }
  }

  /**
   * Refuses other features than those of the model, and another kind of label.
   *
   * @return the set with the model's classes as the codes of its target, if it has classes
   */
  public static TrainingSet checked(TrainingSet set) {
    if (set.base().isEmpty()) {
      return set;
    }
    Model base = set.base().get();
    List<String> expected = base.featureNames();
    if (!expected.equals(set.featureNames())) {
      throw new ModelException(
          Text.of(
              "the model of USING has other features: %s. Name the same in COLUMN, in this order",
              String.join(", ", expected.subList(0, Math.min(12, expected.size())))
                  + (expected.size() > 12 ? ", …" : "")));
    }
    boolean hasClasses = base instanceof ClassificationModel;
    if (hasClasses != (set.target().orElseThrow() instanceof Target.Classes)) {
      throw new ModelException(
          "the model of USING predicts "
              + (hasClasses ? "classes, and this training numbers" : "numbers, not classes"));
    }
    return base instanceof ClassificationModel model
        ? set.with(classes(model.classes(), set.classes()))
        : set.with(set.target().get());
  }

  private static Target.Classes classes(ClassNames known, Target.Classes target) {
    int[] codes = known.codes(target.names().names().toArray(new String[0]));
    for (int code = 0; code < codes.length; code++) {
      if (codes[code] < 0) {
        throw new ModelException(
            Text.of(
                "the model of USING knows no class %s, only %s: leave out USING to learn all"
                    + " classes",
                quoted(target.names().names().get(code)),
                known.names().stream().map(WarmStart::quoted).collect(Collectors.joining(", "))));
      }
    }
    return new Target.Classes(
        Arrays.stream(target.codes()).map(code -> codes[code]).toArray(), known);
  }

  /** So that a class that is a word of the sentence, or empty, is not taken for a part of it. */
  private static String quoted(String name) {
    return "'" + name + "'";
  }
}
