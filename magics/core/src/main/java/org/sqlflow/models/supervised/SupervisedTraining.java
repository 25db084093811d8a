package org.sqlflow.models.supervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Findings;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Target;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;

/**
 * The course of every training with a label: a part of the rows is kept back, the model learns from
 * the others and is judged by that part, compared with the simplest models; then, where that takes
 * little time, it learns from all rows with as many epochs as were best. Used by one thread.
 */
public final class SupervisedTraining {
  /** With more rows the part that is kept back would teach the model little more. */
  private static final int MOST_AGAIN = 20_000;

  /** How much larger the largest class may be than the smallest before a note says so. */
  private static final double UNEVEN = 4;

  /** A label with more classes, most of which have one row, is probably the wrong column. */
  private static final int FEW_CLASSES = 10;

  /** A number with decimals, as no code of a category has. */
  private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d*[1-9]\\d*");

  /** The difference of accuracy, training less validation, above which a note reports it. */
  private static final double OVERFIT = 0.1;

  private final TrainingSet set;
  private final TrainingContext context;
  private final Learner learner;
  private final Map<String, String> withoutEffect;
  private final List<String> notes = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();
  private final List<String> details = new ArrayList<>();

  /**
   * A training.
   *
   * @param set rows that can be learned from
   * @param withoutEffect reasons by attribute
   */
  public SupervisedTraining(
      TrainingSet set,
      TrainingContext context,
      Learner learner,
      Map<String, String> withoutEffect) {
    this.set = set;
    this.context = context;
    this.learner = learner;
    this.withoutEffect = new LinkedHashMap<>(SupervisedAttributes.withoutEffect(set));
    withoutEffect.forEach(this.withoutEffect::putIfAbsent);
  }

  /**
   * Trains.
   *
   * @param used further values of attributes, chosen by the training, by what was learned
   */
  public Trained run(Function<Learner.Learned, Map<String, Object>> used) {
    Split split = Split.of(set);
    Learner.Learned learned =
        learner.learn(split.training(), split.validation(), OptionalInt.empty(), context);
    notes.addAll(AttributeNotes.withoutEffect(set.attributes(), withoutEffect));
    notes.addAll(learned.notes());
    if (learned.steps() == 0) {
      notes.add(
          "No epoch or round made the model of USING better on the validation part: it is stored as"
              + " it was.");
    }
    if (set.base().isPresent() && split.source().equals(SupervisedAttributes.VALIDATION_SHARE)) {
      notes.add(
          "The model of USING may have learned from the rows that were kept back, which flatters"
              + " the scores: give others in "
              + SupervisedAttributes.VALIDATION_SELECT
              + " to be sure.");
    }
    Optional<String> constant = constant();
    notes.addAll(constant.stream().toList());
    if (constant.isEmpty()) {
      notes.addAll(Leaks.of(split.training(), set.featureNames(), set.encoding(), set.omission()));
    }
    Assessment assessment =
        new Assessor(set, context::checkCancelled).assess(learned, split, learner.isLinear());
    List<Phase> phases = new ArrayList<>(learned.phases());
    Learner.Learned last = learned;
    LabelledRows all = new LabelledRows(set.rows(), set.target().orElseThrow());
    boolean isAgain =
        !learned.isEarly()
            && learned.steps() > 0
            && split.source().equals(SupervisedAttributes.VALIDATION_SHARE)
            && all.count() <= MOST_AGAIN;
    if (isAgain) {
      try {
        last = learner.learn(all, Optional.empty(), OptionalInt.of(learned.steps()), context);
        last.phases().stream()
            .map(phase -> new Phase(phase.name() + " on all rows", phase.epochs(), phase.seconds()))
            .forEach(phases::add);
      } catch (CancellationException stopped) {
        if (!CommonAttributes.keepsOnInterrupt(set.attributes())) {
          throw stopped;
        }
        notes.add(
            Text.of(
                "Interrupted in %s: the model that learned from the rows that were not kept back is"
                    + " stored.",
                context.where()));
        context.endEarly();
        isAgain = false;
      }
    }
    explain(split, isAgain);
    details.addAll(learned.details());
    Map<String, Object> values = AttributeNotes.used(set.attributes(), withoutEffect);
    values.putAll(used.apply(learned));
    return new Trained(
        last.model(),
        new TrainingSummary(
            set.rows().rows(),
            phases,
            learned.curve(),
            Map.of(),
            values,
            notes,
            findings(all, assessment),
            advice,
            details));
  }

  /** Tells a number that is the same in all rows; classes of one value are refused before. */
  private Optional<String> constant() {
    if (set.target().orElseThrow() instanceof Target.Numbers numbers) {
      double[] values = numbers.values();
      if (values.length > 1 && Arrays.stream(values).allMatch(value -> value == values[0])) {
        return Optional.of(
            "The label is "
                + String.valueOf(values[0]).replaceFirst("\\.0$", "")
                + " in all rows: there is nothing to learn of it.");
      }
    }
    return Optional.empty();
  }

  /** What was done with which rows. */
  private void explain(Split split, boolean isAgain) {
    if (split.validation().isEmpty()) {
      details.add("No rows were kept back, so how well other rows are predicted is not known.");
      return;
    }
    int kept = split.validation().get().count();
    boolean isShare = split.source().equals(SupervisedAttributes.VALIDATION_SHARE);
    details.add(
        isShare
            ? Text.of(
                "%,d of %,d rows were kept back to judge the model (%s = %s)%s.",
                kept,
                set.rows().rows(),
                split.source(),
                set.attributes().real(split.source()),
                isAgain ? "; the stored model is trained again on all rows" : "")
            : Text.of("The model is judged by the %,d rows of %s.", kept, split.source()));
  }

  private Findings findings(LabelledRows all, Assessment assessment) {
    if (all.target() instanceof Target.Classes classes) {
      List<Long> sizes = LongStream.of(classes.sizes()).boxed().toList();
      manyClasses(classes.names().names(), sizes, all.count());
      uneven(classes.names().names(), sizes);
      double training =
          assessment.measures().stream()
              .filter(m -> m.name().equals(Assessor.ACCURACY))
              .mapToDouble(Assessment.Measure::training)
              .findFirst()
              .orElse(Double.NaN);
      overfit(assessment, Assessor.ACCURACY, OVERFIT);
      return new Findings.Classification(classes.names().names(), sizes, training, assessment);
    }
    double[] values = ((Target.Numbers) all.target()).values();
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN);
    overfit(assessment, Assessor.R2, 2 * OVERFIT);
    return new Findings.Regression(
        mean,
        Math.sqrt(variance),
        assessment.measure(Assessor.RMSE).map(Assessment.Measure::training).orElse(Double.NaN),
        assessment);
  }

  /** Notes a label with too many classes to be learned: mostly a key, or a number. */
  private void manyClasses(List<String> names, List<Long> sizes, int rows) {
    long single = sizes.stream().filter(size -> size == 1).count();
    if (sizes.size() > FEW_CLASSES && 2 * single > sizes.size()) {
      notes.add(
          Text.of(
              "The label has %,d classes in %,d rows, %,d of them in one row only: nothing can be"
                  + " learned of these. If it is a number, train a regressor; if it names the rows,"
                  + " predict another column.",
              sizes.size(), rows, single));
    } else if (sizes.size() > FEW_CLASSES && names.stream().anyMatch(FRACTION.asMatchPredicate())) {
      notes.add(
          Text.of(
              "The label has numbers, and each of the %,d is a class here: to predict a number,"
                  + " train a regressor.",
              sizes.size()));
    }
  }

  /** Tells classes that have far fewer rows than others. */
  private void uneven(List<String> names, List<Long> sizes) {
    int least = 0;
    int most = 0;
    long all = 0;
    for (int code = 0; code < sizes.size(); code++) {
      all += sizes.get(code);
      least = sizes.get(code) < sizes.get(least) ? code : least;
      most = sizes.get(code) > sizes.get(most) ? code : most;
    }
    if (sizes.get(most) <= UNEVEN * sizes.get(least)) {
      return;
    }
    boolean isBalanced =
        SupervisedAttributes.BALANCED.equals(
            set.attributes().value(SupervisedAttributes.CLASS_WEIGHTS).orElse(""));
    notes.add(
        Text.of(
            "The classes are uneven: %.1f %% of the rows are %s, %.1f %% are %s. Accuracy says"
                + " little here; look at recall and AUC.%s",
            100.0 * sizes.get(least) / all,
            Visible.value(names.get(least)),
            100.0 * sizes.get(most) / all,
            Visible.value(names.get(most)),
            isBalanced
                ? ""
                : " To find more of the rare ones, set "
                    + SupervisedAttributes.CLASS_WEIGHTS
                    + " = "
                    + SupervisedAttributes.BALANCED
                    + "."));
  }

  /** Notes a model that is much better on its own rows than on others. */
  private void overfit(Assessment assessment, String name, double most) {
    assessment
        .measure(name)
        .filter(measure -> measure.training() - measure.validation() > most)
        .ifPresent(
            measure ->
                notes.add(
                    Text.of(
                        "It fits the rows that it learned from far better (%s %.3f) than other"
                            + " rows (%.3f): more rows, fewer columns or a smaller model may"
                            + " predict better.",
                        name, measure.training(), measure.validation())));
  }
}
