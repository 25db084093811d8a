package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Assessment.Measure;
import org.sqlflow.models.Findings;
import org.sqlflow.text.Text;

/**
 * How good a model with a label is, in words: on rows that it did not learn from, compared with the
 * simplest model and a linear one.
 */
final class PredictionQuality {
  static final String CLASS_BASELINE = "most frequent class";
  static final String NUMBER_BASELINE = "always the mean";

  private static final String AUC = "AUC";

  /** An AUC of chance is .5, and rarely more than this in the rows that are kept back. */
  private static final double INFORMATIVE = 0.65;

  private PredictionQuality() {}

  /** The name of the simplest model. */
  static String baseline(Findings findings) {
    return findings instanceof Findings.Classification ? CLASS_BASELINE : NUMBER_BASELINE;
  }

  /** Sentences, the most important first; empty for a model that was not assessed. */
  static List<String> sentences(Findings findings) {
    Assessment assessment = findings.assessed();
    if (!assessment.isMeasured()) {
      return List.of();
    }
    Measure first = assessment.measures().get(0);
    List<String> sentences = new ArrayList<>();
    String linear =
        assessment.linear() ? "; a linear model: " + shown(findings, first.linear()) : "";
    sentences.add(
        findings instanceof Findings.Classification
            ? Text.of(
                "Of %,d rows that it did not learn from, %s are classified correctly; always the"
                    + " most frequent class: %s%s.",
                assessment.rows(),
                shown(findings, first.validation()),
                shown(findings, first.baseline()),
                linear)
            : Text.of(
                "On %,d rows that it did not learn from, the root mean squared error is %s; always"
                    + " the mean: %s%s.",
                assessment.rows(),
                shown(findings, first.validation()),
                shown(findings, first.baseline()),
                linear));
    Optional<Measure> order =
        assessment.measure(AUC).filter(measure -> measure.validation() >= INFORMATIVE);
    if (isNoBetterThanBaseline(first) && order.isPresent()) {
      sentences.add(
          Text.of(
              "It is correct no more often than that, but its probabilities tell the classes apart"
                  + " (AUC %.3f): look at precision, recall and AUC.",
              order.get().validation()));
    } else if (isNoBetterThanBaseline(first)) {
      sentences.add(
          "That is no better than not looking at the columns at all: they say nothing about the"
              + " label, or the model cannot use what they say.");
    } else {
      verdict(findings, assessment.verdict()).ifPresent(sentences::add);
    }
    return sentences;
  }

  private static boolean isNoBetterThanBaseline(Measure measure) {
    return measure.higherIsBetter()
        ? measure.validation() < measure.baseline()
        : measure.validation() >= measure.baseline();
  }

  /** Whether a linear model would do, and which estimator trains it. */
  private static Optional<String> verdict(Findings findings, Assessment.Verdict verdict) {
    String simpler =
        findings instanceof Findings.Classification ? "LinearClassifier" : "LinearRegressor";
    return switch (verdict) {
      case WORSE ->
          Optional.of(
              "A linear model, which is simpler, predicts these rows better: train "
                  + simpler
                  + " to use it.");
      case NO_BETTER ->
          Optional.of(
              "It is no better than a linear model, beyond chance; that one is simpler and can be"
                  + " explained (TO TRAIN "
                  + simpler
                  + ").");
      case BETTER, UNKNOWN -> Optional.empty();
    };
  }

  /** What matters most, in a few words each. */
  static List<String> badges(Findings findings) {
    Assessment assessment = findings.assessed();
    if (!assessment.isMeasured()) {
      return List.of();
    }
    Measure first = assessment.measures().get(0);
    List<String> badges = new ArrayList<>();
    badges.add(
        first.name()
            + " "
            + (findings instanceof Findings.Classification
                ? Text.of("%.3f", first.validation())
                : Text.of("%.4g", first.validation())));
    String name = findings instanceof Findings.Classification ? AUC : "R2";
    assessment
        .measure(name)
        .filter(measure -> !Double.isNaN(measure.validation()))
        .ifPresent(measure -> badges.add(name + Text.of(" %.3f", measure.validation())));
    switch (assessment.verdict()) {
      case BETTER -> badges.add("better than linear");
      case NO_BETTER -> badges.add("as good as linear");
      case WORSE -> badges.add("worse than linear");
      case UNKNOWN -> {}
    }
    return badges;
  }

  private static String shown(Findings findings, double value) {
    return findings instanceof Findings.Classification
        ? Text.of("%.1f %%", 100 * value)
        : Text.of("%.4g", value);
  }
}
