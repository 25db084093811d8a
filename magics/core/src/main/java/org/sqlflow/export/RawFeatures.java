package org.sqlflow.export;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Schema;
import org.sqlflow.database.ExpressionText;
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

/** The values of a row's columns that features learn from, as expressions. */
final class RawFeatures implements FeatureVisitor<RawFeatures.Raw> {
  private final FeatureSql features;

  RawFeatures(Schema schema, ExpressionText sql, UnaryOperator<String> literal) {
    this.features = new FeatureSql(schema, OnNull.SKIP, sql, literal);
  }

  /**
   * What a feature learns from.
   *
   * @param numbers before scaling, each NULL where it is missing
   * @param category the value that is a category; a number of a column of {@link ColumnType#REAL}
   * @param present the condition under which the row has a value
   */
  record Raw(List<String> numbers, Optional<String> category, String present) {}

  @Override
  public Raw number(NumericFeature feature) {
    features.refuseFormat(feature.column(), feature.format());
    return number(feature.column(), feature.log());
  }

  private Raw number(String column, boolean log) {
    String number = features.number(column);
    return new Raw(
        List.of(log ? FeatureSql.logarithm(number) : number), Optional.empty(), present(column));
  }

  private String present(String column) {
    return features.isReal(column)
        ? "(" + features.number(column) + ") IS NOT NULL"
        : features.name(features.column(column)) + " IS NOT NULL";
  }

  @Override
  public Raw bucket(BucketFeature feature) {
    return number(feature.column(), feature.log());
  }

  @Override
  public Raw ids(CategoryIdFeature feature) {
    return new Raw(List.of(), Optional.empty(), present(feature.column()));
  }

  @Override
  public Raw indicator(IndicatorFeature feature) {
    String column = feature.column();
    String value =
        features.isReal(column) ? features.number(column) : features.text(features.column(column));
    return new Raw(List.of(), Optional.of(value), present(column));
  }

  @Override
  public Raw vector(DenseFeature feature) {
    StringBuilder present = new StringBuilder("(").append(features.sized(feature));
    List<String> elements = features.elements(feature);
    elements.forEach(element -> present.append(" AND (").append(element).append(") IS NOT NULL"));
    return new Raw(elements, Optional.empty(), present.append(")").toString());
  }

  @Override
  public Raw weighted(WeightedFeature feature) {
    return feature.feature().accept(this);
  }

  @Override
  public Raw hashed(CategoryHashFeature feature) {
    throw FeatureSql.hashes(feature.text(), "SQL");
  }

  @Override
  public Raw cross(CrossFeature feature) {
    throw FeatureSql.hashes(feature.text(), "SQL");
  }

  @Override
  public Raw other(Feature feature) {
    throw new ExportException(feature.text() + " is a function that SQL does not have");
  }
}
