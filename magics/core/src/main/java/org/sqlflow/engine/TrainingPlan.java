package org.sqlflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sqlflow.columns.ColumnSurvey;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.features.Feature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.RowSums;
import org.sqlflow.models.Task;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;

/**
 * What to train, and on what of each row.
 *
 * @param attributes checked, with the defaults filled in
 * @param features the columns that the model gets
 * @param baseEncoding an encoding whose fitted state is kept, if it is of the same features
 * @param base gives the model of USING for the names of the features, if there is one
 * @param target the column of the query to predict, for an estimator whose task has a target
 * @param survey observes the rows as they are read, if there is one
 * @param validation further rows to judge the model by, if there are any
 * @param parts the texts of features by the target of their COLUMN … FOR, in lower case; empty
 *     without FOR
 * @param cluster what stays in a cluster, where the training's rows are a sample
 */
public record TrainingPlan(
    Estimator estimator,
    AttributeValues attributes,
    FeatureSelection features,
    Optional<FeatureEncoding> baseEncoding,
    Function<List<String>, Optional<Model>> base,
    Optional<Column> target,
    Optional<ColumnSurvey> survey,
    Optional<ValidationRows> validation,
    Map<String, Set<String>> parts,
    Optional<ClusterRows> cluster) {
  /**
   * Rows that stay in a cluster.
   *
   * @param sampled how many of them are drawn to be trained on
   * @param sums over all of them, for estimators that learn from sums
   */
  public record ClusterRows(long sampled, Optional<RowSums> sums) {}

  /** A plan without further rows, and without FOR. */
  public TrainingPlan(
      Estimator estimator,
      AttributeValues attributes,
      FeatureSelection features,
      Optional<FeatureEncoding> baseEncoding,
      Function<List<String>, Optional<Model>> base,
      Optional<Column> target,
      Optional<ColumnSurvey> survey) {
    this(
        estimator,
        attributes,
        features,
        baseEncoding,
        base,
        target,
        survey,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /** The same with a survey of the rows. */
  public TrainingPlan with(ColumnSurvey observer) {
    return new TrainingPlan(
        estimator,
        attributes,
        features,
        baseEncoding,
        base,
        target,
        Optional.of(observer),
        validation,
        parts,
        cluster);
  }

  /** The same with further rows to judge the model by. */
  public TrainingPlan with(ValidationRows rows) {
    return new TrainingPlan(
        estimator,
        attributes,
        features,
        baseEncoding,
        base,
        target,
        survey,
        Optional.of(rows),
        parts,
        cluster);
  }

  /** The same with features by the target of their COLUMN … FOR. */
  public TrainingPlan with(Map<String, Set<String>> textsByTarget) {
    return new TrainingPlan(
        estimator,
        attributes,
        features,
        baseEncoding,
        base,
        target,
        survey,
        validation,
        textsByTarget,
        cluster);
  }

  /**
   * The same for a sample of rows that stay in a cluster.
   *
   * @param known the features, and how all rows fitted them; empty to fit them to the sample
   */
  public TrainingPlan with(
      ClusterRows rows, FeatureSelection selection, Optional<FeatureEncoding> known) {
    return new TrainingPlan(
        estimator,
        attributes,
        selection,
        known,
        base,
        target,
        survey,
        validation,
        parts,
        Optional.of(rows));
  }

  /** The columns of the encoded rows by the target of their COLUMN … FOR. */
  Map<String, List<Integer>> columnsByTarget(FeatureEncoding encoding) {
    Map<String, List<Integer>> columns = new LinkedHashMap<>();
    parts.forEach(
        (part, texts) -> {
          List<Integer> own = new ArrayList<>();
          int at = 0;
          for (Feature feature : encoding.features()) {
            for (int i = 0; i < feature.width(); i++, at++) {
              if (texts.contains(feature.text().toLowerCase(Locale.ROOT))) {
                own.add(at);
              }
            }
          }
          columns.put(part, own);
        });
    return columns;
  }

  /** What to read of each row: the columns of the features, each once, and then the target. */
  public List<ColumnRead> reads() {
    List<ColumnRead> reads = new ArrayList<>(features.reads());
    target
        .map(label -> TargetReader.read(label, estimator.task()))
        .filter(read -> !reads.contains(read))
        .ifPresent(reads::add);
    return List.copyOf(reads);
  }

  /**
   * Whether the groups that are found are described in the query's own numbers. Encoded numbers are
   * not exact enough: beside values of 1e9, float32 cannot represent a difference of 1.
   */
  public boolean reportsMeasures() {
    return estimator.task() == Task.CLUSTERING;
  }

  /** How large a random sample to train on; empty for all rows. */
  public Optional<SampleSize> sample() {
    return cluster
        .map(rows -> new SampleSize(rows.sampled(), 0))
        .or(() -> attributes.value(CommonAttributes.SAMPLE).map(SampleSize::of));
  }

  /** The seed of all random numbers. */
  public long seed() {
    return attributes.wholeLong(CommonAttributes.SEED);
  }
}
