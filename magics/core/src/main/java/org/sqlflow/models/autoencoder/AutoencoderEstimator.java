package org.sqlflow.models.autoencoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.InputScale;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.StepWords;
import org.sqlflow.models.training.TrainingRows;
import org.sqlflow.text.Text;

/**
 * {@code autoencoder}: pre-training alone, so that a {@code clusterModel} can start from it. USING
 * trains an existing encoder further.
 */
public final class AutoencoderEstimator implements Estimator {
  @Override
  public String name() {
    return "autoencoder";
  }

  @Override
  public String summary() {
    return "A dense autoencoder; predicts the codes, and clusterModel can start from it.";
  }

  @Override
  public Task task() {
    return Task.ENCODING;
  }

  @Override
  public Set<Requirement> requirements() {
    return Set.of(Requirement.PASSES_OF_BATCHES);
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return AutoencoderAttributes.declarations();
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    AutoencoderAttributes.validate(attributes);
    base.ifPresent(PretrainedEncoder::of);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    // The order of the rows, and their codes.
    long codeWidth = AutoencoderAttributes.codeWidth(attributes, features);
    return 2L * Integer.BYTES + Float.BYTES * codeWidth;
  }

  /** Refuses rows that are all equal: they have the same code, whatever is learned. */
  private static void requireDifferent(Matrix rows) {
    int width = rows.columns();
    float[] values = rows.values();
    for (int at = width; at < values.length; at++) {
      if (values[at] != values[at - width]) {
        return;
      }
    }
    if (rows.rows() > 1) {
      throw new ModelException(
          Text.of(
              "all %d rows are equal in these features: there is nothing to learn", rows.rows()));
    }
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    requireDifferent(set.rows());
    Map<String, String> withoutEffect = withoutEffect(set);
    AutoencoderNetwork autoencoder = start(set);
    PreTraining.Settings settings =
        AutoencoderAttributes.preTraining(set.attributes(), set.rowsOfEpoch());
    Checkpoint best = Checkpoint.smallestLoss(CommonAttributes.keepsOnInterrupt(set.attributes()));
    PreTraining.Outcome outcome;
    try {
      outcome = PreTraining.fit(autoencoder, set.rows(), set.all(), settings, context, best);
    } catch (CancellationException stopped) {
      outcome = kept(autoencoder, best, context).orElseThrow(() -> stopped);
    }
    List<String> notes =
        new ArrayList<>(AttributeNotes.withoutEffect(set.attributes(), withoutEffect));
    notes.addAll(outcome.notes());
    Map<String, Object> used = AttributeNotes.used(set.attributes(), withoutEffect);
    used.put(AutoencoderAttributes.ENCODE_UNITS, autoencoder.units());
    used.put(AutoencoderAttributes.EPOCHS, settings.epochs());
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(MetricNames.RECONSTRUCTION_ERROR, outcome.loss());
    TrainingSummary summary =
        new TrainingSummary(
            set.all().map(RowSums::shownRows).orElse(set.rows().rows()),
            List.of(outcome.phase()),
            outcome.curve(),
            metrics,
            used,
            notes,
            new Findings.Encoding(autoencoder.codeWidth()));
    return new Trained(
        new AutoencoderModel(this, set.featureNames(), autoencoder.trained()), summary);
  }

  /** The best epoch of a pre-training that was stopped; empty if none was complete. */
  private static Optional<PreTraining.Outcome> kept(
      AutoencoderNetwork autoencoder, Checkpoint best, TrainingContext context) {
    return best.state()
        .map(
            state -> {
              context.endEarly();
              autoencoder.parameters().assign(state.snapshot().weights().orElseThrow());
              return new PreTraining.Outcome(
                  state.loss(),
                  best.phase().orElseThrow(),
                  best.curve(),
                  List.of(
                      StepWords.interrupted(
                          context.where(),
                          "the weights after epoch " + state.epoch(),
                          "those with the smallest loss")));
            });
  }

  /** A new network, or a copy of that of USING, with the input scale of the rows. */
  public static AutoencoderNetwork start(TrainingSet set) {
    InputScale scale = InputScale.of(set.rows());
    if (set.base().isEmpty()) {
      AutoencoderNetwork.Design design =
          AutoencoderAttributes.design(set.attributes(), set.rows().columns());
      return new AutoencoderNetwork(
          AutoencoderNetwork.create(design).network(), design.units().size(), scale);
    }
    PretrainedEncoder.checkFeatures(set.base().get(), set.featureNames());
    return PretrainedEncoder.of(set.base().get()).withScale(scale);
  }

  private static Map<String, String> withoutEffect(TrainingSet set) {
    Map<String, String> reasons = new LinkedHashMap<>();
    if (set.base().isPresent()) {
      AttributeNotes.add(reasons, AutoencoderAttributes.SHAPE, "the network is that of USING");
    }
    if (!set.attributes().truth(AutoencoderAttributes.USE_CALLBACKS)) {
      AttributeNotes.add(
          reasons, AutoencoderAttributes.CALLBACKS, AutoencoderAttributes.NO_CALLBACKS);
    }
    return reasons;
  }

  @Override
  public Model restore(ModelContent content) {
    return AutoencoderModel.restore(this, content);
  }
}
