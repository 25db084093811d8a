package org.sqlflow.statements.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeException;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.density.DensityTrials;
import org.sqlflow.models.metrics.GroupStability;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.store.StoredModel;

/**
 * Repeats the training of a stored clustering on resampled rows, with the same attributes, to see
 * which of its groups are found again. Used once, by one thread.
 */
final class Resampling {
  /** Of more rows a random sample is used, since there are many trainings. */
  static final int SAMPLE = 2000;

  private static final long SAMPLE_SEED = 0;

  private final ClusteringModel model;
  private final StoredModel stored;
  private final StatementListener listener;

  Resampling(ClusteringModel model, StoredModel stored, StatementListener listener) {
    this.model = model;
    this.stored = stored;
    this.listener = listener;
  }

  /**
   * The stability of the model's groups.
   *
   * @param groups the group of each row in the model
   * @param draws how often
   */
  GroupStability stability(Matrix rows, int[] groups, int draws) {
    int[] chosen = RowSample.of(rows.rows(), SAMPLE, SAMPLE_SEED);
    int[] own = Arrays.stream(chosen).map(row -> groups[row]).toArray();
    AttributeValues attributes = attributes();
    try {
      return GroupStability.of(
          RowSample.take(rows, chosen),
          own,
          model.clusters(),
          draws,
          attributes.wholeLong(CommonAttributes.SEED),
          (draw, places, drawn) -> grouped(drawn, attributes, draw, draws),
          listener);
    } finally {
      listener.trainingEnded();
    }
  }

  private int[] grouped(Matrix drawn, AttributeValues attributes, int draw, int draws) {
    listener.progress(
        new TrainingProgress(
            "resampling and grouping the rows",
            "",
            draw + 1,
            draws,
            0,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            1,
            1));
    if (model.clusters() == 1) {
      return new int[drawn.rows()];
    }
    AttributeValues own =
        ofFewerRows(attributes, drawn.rows())
            .with(CommonAttributes.SEED, attributes.wholeLong(CommonAttributes.SEED) + draw + 1);
    TrainingSet set =
        new TrainingSet(drawn, model.featureNames(), own, Optional.empty())
            .encodedBy(stored.encoding());
    try {
      ClusteringModel again =
          (ClusteringModel)
              model.estimator().fit(set, TrainingContext.of(new Quiet(listener))).model();
      return again.assign(drawn);
    } catch (ModelException noGroups) {
      // The method finds no groups in these rows, so none of the model's groups is found again.
      int[] none = new int[drawn.rows()];
      Arrays.fill(none, -1);
      return none;
    }
  }

  /** With fewer rows, the smallest allowed group is smaller in proportion. */
  private AttributeValues ofFewerRows(AttributeValues attributes, int rows) {
    Optional<Object> least = attributes.value(DensityTrials.LEAST);
    double share = (double) rows / Math.max(rows, stored.history().summary().rows());
    return least.isPresent()
        ? attributes.with(
            DensityTrials.LEAST, Math.max(2, Math.round(share * ((Long) least.get()))))
        : attributes;
  }

  /**
   * The attributes of the model's training: as they were used, with the number of its groups.
   * Attributes that this release no longer has are left out.
   */
  private AttributeValues attributes() {
    Estimator estimator = model.estimator();
    AttributeDeclarations declarations = new AttributeDeclarations(estimator.attributes());
    Map<String, Object> raw = new LinkedHashMap<>();
    Map<String, Object> used = stored.history().summary().attributesAsUsed();
    for (AttributeDeclaration declaration : declarations.all()) {
      Object value = plain(used.get(declaration.name()));
      if (declaration.name().equals(ClusterAttributes.CLUSTERS)) {
        value = (long) model.clusters();
      }
      if (value != null && isKnown(declarations, declaration.name(), value)) {
        raw.put(declaration.name(), value);
      }
    }
    return declarations.check(raw);
  }

  private static boolean isKnown(AttributeDeclarations declarations, String name, Object value) {
    try {
      declarations.check(Map.of(name, value));
      return true;
    } catch (AttributeException unknown) {
      return false;
    }
  }

  /** JSON reads small whole numbers as Integer. */
  private static Object plain(Object value) {
    if (value instanceof Integer whole) {
      return whole.longValue();
    }
    return value instanceof List<?> list ? list.stream().map(Resampling::plain).toList() : value;
  }

  /** Passes on cancellation, but not the progress of each of the many trainings. */
  private record Quiet(StatementListener listener) implements TrainingListener {
    @Override
    public void progress(TrainingProgress progress) {}

    @Override
    public void checkCancelled() {
      listener.checkCancelled();
    }
  }
}
