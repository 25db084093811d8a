package org.sqlflow.models.xgboost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.Blame;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.supervised.Learner;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.StepWords;
import org.sqlflow.text.Text;

/**
 * Boosts round by round. With a validation part the rounds up to the one with the best score on it
 * are kept, and training stops when it has not improved for some rounds.
 */
record XgboostLearner(XgboostEstimator estimator, TrainingSet set) implements Learner {
  private static final String PHASE = "boosting";

  /**
   * Enough for a learning rate of .1 on any table that was tried; early stopping ends it before.
   */
  private static final int ROUNDS = 500;

  /** Without a validation part to stop by; the default of scikit-learn and XGBoost. */
  private static final int ROUNDS_UNSEEN = 100;

  /** Sums of squares of larger labels may not be float32. */
  private static final double LARGEST = 1e16;

  @Override
  public boolean isLinear() {
    return estimator.isLinear();
  }

  @Override
  public Learned learn(
      LabelledRows training,
      Optional<LabelledRows> validation,
      OptionalInt steps,
      TrainingContext context) {
    Target target = training.target();
    int classes = target instanceof Target.Classes known ? known.names().size() : 0;
    String objective = XgboostAttributes.objective(set.attributes(), classes);
    Metric metric =
        set.attributes()
            .value(XgboostAttributes.METRIC)
            .map(word -> metric((String) word, objective, classes))
            .orElseGet(() -> Metric.usual(objective, classes));
    int most =
        steps.orElse(
            set.attributes()
                .value(XgboostAttributes.ROUNDS)
                .map(rounds -> Math.toIntExact((Long) rounds))
                .orElse(validation.isPresent() ? ROUNDS : ROUNDS_UNSEEN));
    Map<String, Object> parameters =
        XgboostAttributes.parameters(set.attributes(), estimator.booster(), classes, metric.name());
    // Random numbers start again with each training; they must differ from those of earlier rounds.
    set.base()
        .flatMap(XgboostLearner::trees)
        .ifPresent(
            earlier ->
                parameters.merge(
                    "seed", earlier.rounds(), (seed, rounds) -> (int) seed ^ (int) rounds));
    parameters.put(Boosting.THREADS, Boosting.threads(training.rows()));
    return new Run(training, validation, metric, most, context).run(parameters);
  }

  /** The score that a word means; refuses one of the other task. */
  private static Metric metric(String word, String objective, int classes) {
    // Its numbers are probabilities.
    boolean isEither = objective.equals("reg:logistic");
    if (!isEither && !Metric.words(classes > 0).contains(word)) {
      throw new ModelException(
          Text.of(
              "%s is a score of %s, and this model predicts %s: set %s to one of %s, or leave it"
                  + " out",
              word,
              classes > 0 ? "numbers" : "classes",
              classes > 0 ? "classes" : "numbers",
              XgboostAttributes.METRIC,
              String.join(", ", Metric.words(classes > 0))),
          XgboostAttributes.METRIC);
    }
    return Metric.of(word, classes);
  }

  private static Optional<Trees> trees(Model model) {
    if (model instanceof XgboostClassificationModel classes) {
      return Optional.of(classes.trees());
    }
    return model instanceof XgboostRegressionModel numbers
        ? Optional.of(numbers.trees())
        : Optional.empty();
  }

  /** One training. */
  private final class Run {
    private final LabelledRows training;
    private final Optional<LabelledRows> validation;
    private final Metric metric;
    private final int most;
    private final TrainingContext context;
    private final List<Double> scores = new ArrayList<>();
    private final List<Double> otherScores = new ArrayList<>();
    private int best;
    private double bestScore = Double.NaN;
    private byte[] bestBytes = {};
    private boolean isEarly;

    /** The trees of the model of USING. */
    private final Optional<Trees> earlier = set.base().flatMap(XgboostLearner::trees);

    Run(
        LabelledRows training,
        Optional<LabelledRows> validation,
        Metric metric,
        int most,
        TrainingContext context) {
      this.training = training;
      this.validation = validation;
      this.metric = metric;
      this.most = most;
      this.context = context;
    }

    Learned run(Map<String, Object> parameters) {
      PhaseTimer phase = new PhaseTimer(PHASE, "round", most, context);
      List<Boosting.Rows> parts = new ArrayList<>();
      try {
        parts.add(rows(training, true));
        validation.ifPresent(part -> parts.add(rows(part, false)));
        Boosting boosting =
            earlier
                .map(trees -> trees.further(parameters))
                .orElseGet(() -> Boosting.begin(parameters, parts.get(0)));
        try {
          boost(boosting, parts, phase);
          return learned(boosting, phase);
        } finally {
          boosting.close();
        }
      } finally {
        parts.forEach(Boosting.Rows::close);
      }
    }

    private String objective() {
      return XgboostAttributes.objective(set.attributes(), 0);
    }

    private Boosting.Rows rows(LabelledRows part, boolean isWeighted) {
      if (part.target() instanceof Target.Classes classes) {
        float[] labels = new float[classes.rows()];
        double[] weights = SupervisedAttributes.classWeights(set.attributes(), classes);
        float[] ofRows = new float[labels.length];
        for (int row = 0; row < labels.length; row++) {
          labels[row] = classes.codes()[row];
          ofRows[row] = (float) weights[classes.codes()[row]];
        }
        boolean isBalanced =
            isWeighted
                && set.attributes()
                    .text(SupervisedAttributes.CLASS_WEIGHTS)
                    .equals(SupervisedAttributes.BALANCED);
        return Boosting.Rows.of(
            part.rows(), labels, isBalanced ? Optional.of(ofRows) : Optional.empty());
      }
      double[] values = ((Target.Numbers) part.target()).values();
      float[] labels = new float[values.length];
      for (int row = 0; row < labels.length; row++) {
        if (Math.abs(values[row]) > LARGEST) {
          throw new ModelException(
              Text.of(
                  "the label has values such as %.3g, and XGBoost computes in single precision,"
                      + " where their squares are infinite: divide the label in the query",
                  values[row]),
              new Blame.Label());
        }
        if (objective().equals("reg:logistic") && !(values[row] >= 0 && values[row] <= 1)) {
          throw new ModelException(
              Text.of(
                  "reg:logistic takes labels from 0 to 1, such as shares, and there is %.4g",
                  values[row]),
              new Blame.Label());
        }
        labels[row] = (float) values[row];
      }
      return Boosting.Rows.of(part.rows(), labels, Optional.empty());
    }

    private void boost(Boosting boosting, List<Boosting.Rows> parts, PhaseTimer phase) {
      int patience = set.attributes().whole(XgboostAttributes.PATIENCE);
      int first = earlier.map(Trees::rounds).orElse(0);
      if (earlier.isPresent() && validation.isPresent()) {
        bestScore = boosting.scores(parts, first)[1];
        keep(boosting);
      }
      try {
        for (int round = 0; round < most; round++) {
          phase.beginStep();
          boosting.update(parts.get(0), first + round);
          double[] own = boosting.scores(parts, first + round);
          scores.add(metric.shown(own[0]));
          double judged = own[own.length - 1];
          if (own.length > 1) {
            otherScores.add(metric.shown(judged));
          }
          boolean isBest =
              validation.isEmpty() || Double.isNaN(bestScore) || metric.isBetter(judged, bestScore);
          if (isBest) {
            best = round + 1;
            bestScore = judged;
            keep(boosting);
          }
          phase.batch(training.count(), own[0]);
          phase.endEpoch(own[0]);
          if (validation.isPresent() && patience > 0 && round + 1 - best >= patience) {
            return;
          }
        }
      } catch (CancellationException stopped) {
        if (best == 0 || !CommonAttributes.keepsOnInterrupt(set.attributes())) {
          throw stopped;
        }
        isEarly = true;
      }
    }

    /** A linear model has no rounds to go back to. */
    private void keep(Boosting boosting) {
      bestBytes = estimator.isLinear() ? boosting.bytes() : bestBytes;
    }

    private String keptRounds() {
      if (best == scores.size()) {
        return Text.of("All %d rounds", best);
      }
      return best == 1
          ? Text.of("The results of round 1 of %d", scores.size())
          : Text.of("The first %d of %d rounds", best, scores.size());
    }

    private Learned learned(Boosting boosting, PhaseTimer phase) {
      List<String> notes = new ArrayList<>();
      List<String> details = new ArrayList<>();
      if (isEarly) {
        notes.add(
            StepWords.interrupted(
                context.where(),
                best == 1 ? "the results of round 1" : Text.of("the first %d rounds", best),
                "the best"));
        context.endEarly();
      } else if (validation.isPresent()) {
        details.add(
            StepWords.best(keptRounds(), "the best " + metric.title(), scores.size() < most));
        if (best == most && most > 1) {
          notes.add(StepWords.stillImproving(Text.of("%d rounds", most), XgboostAttributes.ROUNDS));
        }
      }
      return new Learned(
          model(bestBytes.length > 0 ? bestBytes : boosting.bytes()),
          best,
          List.of(phase.end()),
          phase.curve(),
          List.of(new Assessment.Curve(metric.title(), "round", scores, otherScores)),
          notes,
          details,
          isEarly);
    }

    private Model model(byte[] bytes) {
      Trees trees = new Trees(bytes, earlier.map(Trees::rounds).orElse(0) + best);
      return training.target() instanceof Target.Classes classes
          ? new XgboostClassificationModel(estimator, set.featureNames(), classes.names(), trees)
          : new XgboostRegressionModel(estimator, set.featureNames(), trees);
    }
  }
}
