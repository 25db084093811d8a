package org.sqlflow.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sqlflow.features.BucketFeature;
import org.sqlflow.features.CategoryHashFeature;
import org.sqlflow.features.CategoryIdFeature;
import org.sqlflow.features.CrossFeature;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureVisitor;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.text.Text;

/**
 * The numbers that a model sees of a row as expressions of PMML on columns. Numbers in texts are
 * numbers here.
 */
final class PmmlFeatures implements FeatureVisitor<List<PmmlExpression>> {
  private final OnNull onNull;

  /** By column: whether it is a number; else it is a text. */
  private final Map<String, Boolean> columns = new LinkedHashMap<>();

  PmmlFeatures(OnNull onNull) {
    this.onNull = onNull;
  }

  /** The columns that were read, and whether they are numbers; else they are texts. */
  Map<String, Boolean> columns() {
    return columns;
  }

  /** A name that no column has. */
  String unused(String name) {
    return columns.containsKey(name) ? unused(name + "_") : name;
  }

  private PmmlExpression column(String name, boolean isNumber) {
    if (columns.merge(name, isNumber, (known, now) -> known.equals(now) ? known : null) == null) {
      throw new ExportException(
          Text.of(
              "column %s is both a number and a category, and a field of PMML is one of them: copy"
                  + " it in the query, and train on both",
              name));
    }
    return new PmmlExpression.Field(name);
  }

  private static PmmlExpression logarithm(PmmlExpression value) {
    PmmlExpression below =
        PmmlExpression.apply(
            "-",
            PmmlExpression.number(0),
            PmmlExpression.apply("ln", PmmlExpression.apply("-", PmmlExpression.number(1), value)));
    PmmlExpression above =
        PmmlExpression.apply("ln", PmmlExpression.apply("+", PmmlExpression.number(1), value));
    return PmmlExpression.choice(
        PmmlExpression.apply("lessThan", value, PmmlExpression.number(0)), below, above);
  }

  private PmmlExpression filled(PmmlExpression column, PmmlExpression value, double missing) {
    return onNull == OnNull.MEAN
        ? PmmlExpression.choice(
            PmmlExpression.apply("isMissing", column), PmmlExpression.number(missing), value)
        : value;
  }

  @Override
  public List<PmmlExpression> number(NumericFeature feature) {
    PmmlExpression column = column(feature.column(), true);
    PmmlExpression value =
        filled(column, feature.log() ? logarithm(column) : column, feature.mean());
    return List.of(
        PmmlExpression.apply(
            "/",
            PmmlExpression.apply("-", value, PmmlExpression.number(feature.center())),
            PmmlExpression.number(feature.spread())));
  }

  @Override
  public List<PmmlExpression> bucket(BucketFeature feature) {
    PmmlExpression column = column(feature.column(), true);
    PmmlExpression value =
        filled(column, feature.log() ? logarithm(column) : column, feature.mean());
    List<PmmlExpression> ranges = new ArrayList<>();
    List<Double> bounds = feature.bounds();
    for (int i = 0; i <= bounds.size(); i++) {
      List<PmmlExpression> conditions = new ArrayList<>();
      if (i > 0) {
        conditions.add(
            PmmlExpression.apply(
                "greaterOrEqual", value, PmmlExpression.number(bounds.get(i - 1))));
      }
      if (i < bounds.size()) {
        conditions.add(
            PmmlExpression.apply("lessThan", value, PmmlExpression.number(bounds.get(i))));
      }
      PmmlExpression all =
          conditions.size() == 1 ? conditions.get(0) : new PmmlExpression.Apply("and", conditions);
      ranges.add(PmmlExpression.choice(all, PmmlExpression.number(1), PmmlExpression.number(0)));
    }
    return ranges;
  }

  @Override
  public List<PmmlExpression> ids(CategoryIdFeature feature) {
    PmmlExpression column = column(feature.column(), true);
    return IntStream.range(0, feature.size())
        .mapToObj(
            i -> hot(column, PmmlExpression.apply("equal", column, PmmlExpression.number(i)), 1, 0))
        .toList();
  }

  /** {@code own} where a condition on a column holds, else 0. */
  private PmmlExpression hot(
      PmmlExpression column, PmmlExpression condition, double own, double missing) {
    return filled(
        column,
        PmmlExpression.choice(condition, PmmlExpression.number(own), PmmlExpression.number(0)),
        missing);
  }

  @Override
  public List<PmmlExpression> indicator(IndicatorFeature feature) {
    PmmlExpression column = column(feature.column(), false);
    PmmlExpression[] fields = new PmmlExpression[feature.width()];
    List<PmmlExpression> others = new ArrayList<>(List.of(column));
    feature
        .categories()
        .forEach(
            (value, place) -> {
              PmmlExpression text = new PmmlExpression.TextConstant(value);
              others.add(text);
              fields[place] =
                  hot(column, PmmlExpression.apply("equal", column, text), feature.weight(), 0);
            });
    fields[fields.length - 1] =
        hot(
            column,
            new PmmlExpression.Apply("isNotIn", others),
            feature.weight(),
            feature.weight());
    return Arrays.asList(fields);
  }

  @Override
  public List<PmmlExpression> weighted(WeightedFeature feature) {
    return feature.feature().accept(this).stream()
        .<PmmlExpression>map(
            one -> PmmlExpression.apply("*", one, PmmlExpression.number(feature.weight())))
        .toList();
  }

  @Override
  public List<PmmlExpression> vector(DenseFeature feature) {
    throw new ExportException(
        Text.of(
            "%s is a vector, and PMML has none: make a column of each of its numbers in the query,"
                + " or export the model as .onnx or .sql",
            feature.text()));
  }

  @Override
  public List<PmmlExpression> hashed(CategoryHashFeature feature) {
    throw FeatureSql.hashes(feature.text(), "PMML");
  }

  @Override
  public List<PmmlExpression> cross(CrossFeature feature) {
    throw FeatureSql.hashes(feature.text(), "PMML");
  }

  @Override
  public List<PmmlExpression> other(Feature feature) {
    throw new ExportException(feature.text() + " is a function that PMML does not have");
  }
}
