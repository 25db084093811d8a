package org.sqlflow.features.encoding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sqlflow.columns.ColumnNames;
import org.sqlflow.columns.ColumnNames.KeyName;
import org.sqlflow.columns.Diagnosis;
import org.sqlflow.features.ColumnAggregates;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.NumberStatistics;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.math.Moments;

/**
 * Fits features to rows that stay in a database, from aggregates that it computed, as {@link
 * FeatureFitter} does from the rows. Immutable.
 *
 * @param selection of the training
 */
public record AggregateFitter(FeatureSelection selection, Scale scale, OnNull onNull) {
  /**
   * All rows of a training.
   *
   * @param rows how many there are
   * @param complete how many of them lack no value
   * @param features what is known of each feature of the selection, in its order
   */
  public record AllRows(long rows, long complete, List<ColumnAggregates> features) {
    public AllRows {
      features = List.copyOf(features);
    }
  }

  /**
   * The result.
   *
   * @param leftOut features that the model does not see, by their texts
   * @param scaling what {@link Scale#AUTO} chose, in a sentence; empty for another scale
   * @param notes sentences for the user: what was filled in, features that suit badly
   */
  public record Fitted(
      FeatureEncoding encoding,
      List<LeftOut> leftOut,
      Optional<String> scaling,
      List<String> notes) {}

  /**
   * Fits.
   *
   * @param isUnique whether a column has no number twice; called for few columns
   * @throws FeatureException as {@link FeatureFitter#fit} does
   */
  public Fitted fit(AllRows all, Predicate<String> isUnique) {
    if (all.rows() == 0) {
      throw new FeatureException(FeatureFitter.NO_ROWS);
    }
    List<LeftOut> leftOut = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    List<ColumnAggregates> kept = new ArrayList<>();
    boolean onlyKeys = true;
    for (int i = 0; i < selection.features().size(); i++) {
      Feature feature = selection.features().get(i);
      ColumnAggregates own = all.features().get(i);
      Optional<String> key = key(feature, own, all.rows(), isUnique);
      boolean isEmpty =
          own.gaps().entrySet().stream()
              .anyMatch(
                  gap ->
                      gap.getValue() == all.rows() && selection.unnamed().contains(gap.getKey()));
      Optional<String> refusal =
          selection.isUnnamedCategory(feature)
              ? UnnamedCategories.refusal(statistics(feature, own), own.gaps(), onNull)
              : Optional.empty();
      if (key.isPresent()) {
        leftOut.add(new LeftOut(feature.text(), key.get() + "; name it in COLUMN to use it"));
      } else if (isEmpty) {
        leftOut.add(new LeftOut(feature.text(), "it has no values"));
        onlyKeys = false;
      } else if (refusal.isPresent()) {
        leftOut.add(new LeftOut(feature.reads().get(0).column(), refusal.get()));
        onlyKeys = false;
      } else {
        features.add(feature);
        kept.add(own);
      }
    }
    if (features.isEmpty()) {
      List<LeftOut> every = new ArrayList<>(selection.leftOut());
      every.addAll(leftOut);
      throw new FeatureException(FeatureFitter.nothingLeft(every, onlyKeys));
    }
    MissingValues missing = refuse(all, kept);
    return fit(features, kept, leftOut, missing, all.complete());
  }

  private Optional<String> key(
      Feature feature, ColumnAggregates own, long rows, Predicate<String> isUnique) {
    if (rows < 2
        || !own.isWhole()
        || !(feature instanceof NumericFeature number)
        || number.log()
        || !selection.mayBeKeys().contains(number.column())) {
      return Optional.empty();
    }
    KeyName name = ColumnNames.key(number.column());
    if (name == KeyName.KEY || name == KeyName.CODE) {
      return Optional.of(name == KeyName.KEY ? "a key by its name" : "a code by its name");
    }
    Moments values = own.numbers().get(0);
    boolean hasFewGaps = Diagnosis.hasFewGaps(values.count(), rows, values.min(), values.max());
    if ((hasFewGaps || name == KeyName.IF_UNIQUE) && isUnique.test(number.column())) {
      return Optional.of(
          name == KeyName.NONE
              ? "a key: its numbers are unique, with few gaps"
              : "a key by its name");
    }
    return Optional.empty();
  }

  private MissingValues refuse(AllRows all, List<ColumnAggregates> kept) {
    Map<String, Long> gaps = new LinkedHashMap<>();
    kept.forEach(own -> own.gaps().forEach((column, rows) -> gaps.merge(column, rows, Math::max)));
    MissingValues missing = MissingValues.of(gaps, all.rows(), selection.reals());
    MissingValues.Ways ways = new MissingValues.Ways(all.complete(), 0, "");
    if (!missing.empty().isEmpty()) {
      throw NumberStatistics.noValues(missing.empty());
    }
    if (onNull == OnNull.ERROR && missing.isAny()) {
      throw new FeatureException(missing.refusal(ways), missing.columns());
    }
    if (onNull == OnNull.SKIP && all.complete() == 0) {
      throw new FeatureException(missing.noneLeft(ways), missing.columns());
    }
    return missing;
  }

  private Fitted fit(
      List<Feature> features,
      List<ColumnAggregates> kept,
      List<LeftOut> leftOut,
      MissingValues missing,
      long complete) {
    List<FeatureStatistics> all = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      all.add(statistics(features.get(i), kept.get(i)));
    }
    Optional<String> scaling = AutoScale.choose(all).map(AutoScale::sentence);
    FeatureEncoding encoding = new FeatureEncoding(scale, onNull, FeatureFitter.fitted(all, scale));
    List<String> notes = new ArrayList<>(missing.notes(encoding, complete));
    all.forEach(statistics -> statistics.warning().ifPresent(notes::add));
    UnnamedCategories.note(
            encoding.features().stream().filter(selection::isUnnamedCategory).toList())
        .ifPresent(notes::add);
    return new Fitted(encoding, leftOut, scaling, notes);
  }

  private FeatureStatistics statistics(Feature feature, ColumnAggregates own) {
    FeatureStatistics statistics = feature.statistics(scale);
    statistics.add(own);
    return statistics;
  }
}
