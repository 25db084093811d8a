package org.sqlflow.models.supervised.linear;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.LabelledRows;
import org.sqlflow.models.Model;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.supervised.Learner;
import org.sqlflow.models.supervised.LinearFit;
import org.sqlflow.models.supervised.NumberScale;
import org.sqlflow.models.supervised.SupervisedAttributes;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/** Learns a linear model. */
record LinearLearner(Estimator estimator, TrainingSet set) implements Learner {
  @Override
  public boolean isLinear() {
    return true;
  }

  @Override
  public Learned learn(
      LabelledRows training,
      Optional<LabelledRows> validation,
      OptionalInt steps,
      TrainingContext context) {
    PhaseTimer phase = new PhaseTimer("fitting", "", 1, context);
    phase.begin();
    LinearFit.Settings settings = LinearAttributes.settings(set.attributes());
    LinearFit fit;
    Model model;
    if (training.target() instanceof Target.Classes classes) {
      double[] weights = SupervisedAttributes.classWeights(set.attributes(), classes);
      fit = LinearFit.classes(training.rows(), classes, weights, settings, context);
      model = new LinearClassificationModel(estimator, set.featureNames(), classes.names(), fit);
    } else {
      NumberScale scale = NumberScale.of(((Target.Numbers) training.target()).values());
      double[] values = scale.scaled(((Target.Numbers) training.target()).values());
      fit = LinearFit.numbers(training.rows(), values, settings, context);
      model = new LinearRegressionModel(estimator, set.featureNames(), scale, fit);
    }
    List<String> notes =
        fit.converged()
            ? List.of()
            : List.of(
                Text.of(
                    "The weights still moved after %s: set a higher %s.",
                    Text.counted(settings.iterations(), "iteration"), LinearAttributes.ITERATIONS));
    return new Learned(
        model,
        Math.max(1, fit.losses().size()),
        List.of(phase.end()),
        List.of(),
        List.of(),
        notes,
        List.of(Text.counted(fit.losses().size(), "iteration") + " of L-BFGS."),
        false);
  }
}
