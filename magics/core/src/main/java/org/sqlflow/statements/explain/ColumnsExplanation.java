package org.sqlflow.statements.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.engine.Scoring;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.models.clustering.GroupColumn;
import org.sqlflow.report.words.ColumnsReport;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.text.Text;

/** TO EXPLAIN … COLUMN: how a model's groups differ in columns that it was not trained on. */
final class ColumnsExplanation {
  private final Explanation what;

  ColumnsExplanation(Explanation what) {
    this.what = what;
  }

  Explainer.Report report(ColumnClause clause) {
    int clusters = what.clustering().clusters();
    List<Column> columns = columns(clause);
    List<GroupColumn> collected =
        columns.stream()
            .map(
                column ->
                    new GroupColumn(
                        column.name(), kind(column), column.type() == ColumnType.BOOLEAN, clusters))
            .toList();
    List<ColumnRead> reads =
        columns.stream().map(column -> read(column).in(what.source().schema())).distinct().toList();
    long[] rows = new long[1];
    ModelOnQuery.Seen seen =
        what.score(
            reads,
            part -> {
              rows[0] += part.encoded().matrix().rows();
              for (int i = 0; i < columns.size(); i++) {
                add(collected.get(i), columns.get(i), part);
              }
            });
    if (rows[0] == 0) {
      throw what.noRows();
    }
    ColumnsReport report =
        new ColumnsReport(
            what.source().stored().name(),
            collected.stream().map(GroupColumn::summary).toList(),
            columns.stream().map(Column::name).filter(this::isFeature).toList(),
            what.source().stored().history().groupNames(),
            seen.notes());
    return new Explainer.Report(report.table(), report.outputs());
  }

  private boolean isFeature(String column) {
    return what.source().stored().encoding().columns().stream().anyMatch(column::equalsIgnoreCase);
  }

  private static GroupColumn.Kind kind(Column column) {
    return switch (column.type()) {
      case INTEGER, REAL, BOOLEAN -> GroupColumn.Kind.NUMBERS;
      case TIME -> GroupColumn.Kind.TIMES;
      default -> GroupColumn.Kind.CATEGORIES;
    };
  }

  private static ColumnRead read(Column column) {
    return column.type().isNumeric()
        ? ColumnRead.numbers(column.name())
        : ColumnRead.texts(column.name());
  }

  /** Adds the rows that have all their features. */
  private static void add(GroupColumn collected, Column column, Scoring.ScoredRows part) {
    boolean numbers = column.type().isNumeric();
    double[] values = numbers ? part.batch().doubles(column.name()) : new double[0];
    String[] texts = numbers ? new String[0] : part.batch().texts(column.name());
    int[] groups = part.clusters();
    for (int row = part.from(); row < part.to(); row++) {
      int at = part.encoded().rowOf()[row - part.from()];
      if (at < 0) {
        continue;
      }
      if (numbers) {
        collected.add(groups[at], values[row]);
      } else {
        collected.add(groups[at], texts[row]);
      }
    }
  }

  private List<Column> columns(ColumnClause clause) {
    List<Column> columns = new ArrayList<>();
    Set<Column> seen = new HashSet<>();
    for (ColumnEntry entry : clause.entries()) {
      of(entry).stream().filter(seen::add).forEach(columns::add);
    }
    if (columns.isEmpty()) {
      throw new StatementException(
          Text.of(
              "the query has no column that can be compared and that %s was not trained on: name"
                  + " columns, or leave COLUMN out to see its features",
              what.source().stored().name()),
          clause.position());
    }
    return columns;
  }

  private List<Column> of(ColumnEntry entry) {
    if (entry instanceof ColumnEntry.Call) {
      throw new StatementException(
          "COLUMN of TO EXPLAIN takes columns, not functions of them: compute the value in the"
              + " query (SELECT *, … AS x)",
          entry.position());
    }
    if (entry instanceof ColumnEntry.Star star) {
      star.except().forEach(name -> FeatureSelection.column(what.source().schema(), name));
      Predicate<Column> excepted =
          column ->
              star.except().stream().map(Name::text).anyMatch(column.name()::equalsIgnoreCase);
      return what.source().schema().columns().stream()
          .filter(column -> !isFeature(column.name()) && isComparable(column))
          .filter(excepted.negate())
          .toList();
    }
    List<Column> columns = FeatureSelection.columns(what.source().schema(), entry);
    for (Column column : columns) {
      if (!isComparable(column)) {
        throw new StatementException(
            Text.of(
                "column %s is %s: TO EXPLAIN compares numbers, texts, times and truth values;"
                    + " convert it in the query",
                column.name(), column.typeName()),
            entry.position());
      }
    }
    return columns;
  }

  private static boolean isComparable(Column column) {
    return column.type() != ColumnType.LIST && column.type() != ColumnType.OTHER;
  }
}
