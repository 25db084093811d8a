package org.sqlflow.models.autoencoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.Training;
import org.sqlflow.models.TrainingData;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.dec.Restarts;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.models.neural.InputScale;
import org.sqlflow.models.training.AttributeNotes;
import org.sqlflow.models.training.Checkpoint;
import org.sqlflow.models.training.MetricNames;
import org.sqlflow.models.training.TrainingMonitor;
import org.sqlflow.models.training.TrainingRows;
import org.sqlflow.text.Text;

/**
 * {@code autoencoder}: pre-training alone, so that a {@code clusterModel} can start from it. USING
 * trains an encoder that exists further.
 */
public final class AutoencoderEstimator implements Estimator {
  @Override
  public String name() {
    return "autoencoder";
  }

  @Override
  public List<String> aliases() {
    return List.of();
  }

  @Override
  public String summary() {
    return "A dense autoencoder; predicts the codes, and clusterModel can start from it.";
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return AutoencoderAttributes.declarations();
  }

  @Override
  public void check(AttributeValues attributes, Optional<Model> base) {
    base.ifPresent(BaseEncoder::of);
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    // The order of the rows, and their codes.
    long codeWidth = AutoencoderAttributes.codeWidth(attributes, features);
    return 2L * Integer.BYTES + Float.BYTES * codeWidth;
  }

  @Override
  public Training train(TrainingData data, TrainingListener listener) {
    check(data.attributes(), data.base());
    TrainingRows.check(data);
    Map<String, String> withoutEffect = withoutEffect(data);
    AutoencoderNetwork autoencoder = start(data);
    PreTraining.Settings settings =
        AutoencoderAttributes.preTraining(data.attributes(), data.rows().rows());
    TrainingMonitor watch = new TrainingMonitor(listener);
    Checkpoint best = Checkpoint.smallestLoss(Restarts.isKept(data));
    PreTraining.Outcome outcome;
    try {
      outcome = PreTraining.fit(autoencoder, data.rows(), settings, watch, best);
    } catch (CancellationException stopped) {
      outcome = kept(autoencoder, best, watch).orElseThrow(() -> stopped);
    }
    List<String> notes =
        new ArrayList<>(AttributeNotes.withoutEffect(data.attributes(), withoutEffect));
    notes.addAll(outcome.notes());
    Map<String, Object> used = AttributeNotes.used(data.attributes(), withoutEffect);
    used.put(AutoencoderAttributes.ENCODE_UNITS, autoencoder.units());
    used.put(AutoencoderAttributes.EPOCHS, settings.epochs());
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(MetricNames.RECONSTRUCTION_ERROR, outcome.loss());
    TrainingSummary story =
        new TrainingSummary(
            data.rows().rows(),
            List.of(outcome.phase()),
            outcome.curve(),
            List.of(),
            metrics,
            used,
            notes);
    return new Training(
        new AutoencoderModel(this, data.featureNames(), autoencoder.trained()), story);
  }

  /** The best pass of a pre-training that was stopped; empty if none was complete. */
  private static Optional<PreTraining.Outcome> kept(
      AutoencoderNetwork autoencoder, Checkpoint best, TrainingMonitor watch) {
    return best.state()
        .map(
            state -> {
              watch.endsEarly();
              autoencoder.parameters().assign(state.learnt().weights().orElseThrow());
              return new PreTraining.Outcome(
                  state.loss(),
                  best.phase().orElseThrow(),
                  best.curve(),
                  List.of(
                      Text.of(
                          "Interrupted in %s: the weights after pass %d are kept, those with the"
                              + " smallest loss so far.",
                          watch.where(), state.pass())));
            });
  }

  /** A new network, or a copy of that of USING; it sees the rows by their own scale. */
  public static AutoencoderNetwork start(TrainingData data) {
    InputScale scale = InputScale.of(data.rows());
    if (data.base().isEmpty()) {
      AutoencoderNetwork.Design design =
          AutoencoderAttributes.design(data.attributes(), data.rows().columns());
      return new AutoencoderNetwork(
          AutoencoderNetwork.create(design).network(), design.units().size(), scale);
    }
    BaseEncoder.checkFeatures(data.base().get(), data.featureNames());
    return BaseEncoder.of(data.base().get()).seeing(scale);
  }

  private static Map<String, String> withoutEffect(TrainingData data) {
    Map<String, String> reasons = new LinkedHashMap<>();
    if (data.base().isPresent()) {
      AttributeNotes.add(reasons, AutoencoderAttributes.SHAPE, "the network is that of USING");
    }
    if (!data.attributes().truth(AutoencoderAttributes.USE_CALLBACKS)) {
      AttributeNotes.add(reasons, AutoencoderAttributes.CALLBACKS, AttributeNotes.NO_CALLBACKS);
    }
    return reasons;
  }

  @Override
  public Model restore(ModelContent content) {
    return AutoencoderModel.restore(this, content);
  }
}
