package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.database.ReadColumn;
import org.sqlflow.features.ColumnRead;
import org.sqlflow.features.OfferedColumns;
import org.sqlflow.features.SourceColumn;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.NearestName;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.Text;

/** What features read of a query, as the database is to read it. */
final class FeatureColumns {
  private FeatureColumns() {}

  /** The reads of features whose columns are all offered. */
  static List<ReadColumn> of(List<ColumnRead> reads, List<SourceColumn> offered) {
    return reads.stream()
        .map(read -> readColumn(read, find(offered, read.column()).orElseThrow()))
        .toList();
  }

  /**
   * The reads of a stored model, each in the query's own name for its column.
   *
   * @throws StatementException that names the columns which the query lacks or has in another type
   */
  static List<ReadColumn> of(StoredModel stored, StandardSql query, Workspace workspace) {
    List<SourceColumn> offered = workspace.columns(query);
    List<ColumnRead> reads = stored.encoding().reads();
    List<String> missing = new ArrayList<>();
    for (String column : stored.encoding().columns()) {
      if (find(offered, column).isEmpty()) {
        missing.add(column);
      }
    }
    if (!missing.isEmpty()) {
      throw missing(stored, query, missing, offered);
    }
    for (ColumnRead read : reads) {
      refuseOtherType(stored, query, read, find(offered, read.column()).orElseThrow());
    }
    return of(reads, offered);
  }

  /** A label's column in a form. */
  static ReadColumn label(List<SourceColumn> offered, Name name, ReadColumn.Form form) {
    SourceColumn column = new OfferedColumns(offered).find(name);
    if (form == ReadColumn.Form.NUMBER && !column.isNumber()) {
      throw new StatementException(
          Text.of(
              "the label %s is %s, and a regression predicts numbers: CAST it to a number",
              name, column.typeName()),
          name.position());
    }
    return new ReadColumn(column.name(), form);
  }

  private static Optional<SourceColumn> find(List<SourceColumn> offered, String name) {
    return new OfferedColumns(offered).find(name);
  }

  private static ReadColumn readColumn(ColumnRead read, SourceColumn source) {
    ReadColumn.Form form;
    if (read instanceof ColumnRead.Numbers) {
      form = ReadColumn.Form.NUMBER;
    } else if (read instanceof ColumnRead.Texts) {
      boolean real = source.kind() == SourceColumn.Kind.REAL;
      form = real ? ReadColumn.Form.NUMBER : ReadColumn.Form.TEXT;
    } else {
      boolean list = source.kind() == SourceColumn.Kind.LIST;
      form = list ? ReadColumn.Form.LIST : ReadColumn.Form.TEXT;
    }
    return new ReadColumn(source.name(), form);
  }

  private static void refuseOtherType(
      StoredModel stored, StandardSql query, ColumnRead read, SourceColumn source) {
    String expected = "";
    if (read instanceof ColumnRead.Numbers && !source.isNumber()) {
      expected = "numbers: CAST it to a number";
    } else if (read instanceof ColumnRead.Vectors vectors
        && source.kind() != SourceColumn.Kind.LIST
        && source.kind() != SourceColumn.Kind.TEXT) {
      expected = "lists of " + vectors.size() + " numbers there: make it a list";
    }
    if (!expected.isEmpty()) {
      throw new StatementException(
          Text.of(
              "column %s is %s in this query, and %s was trained on %s",
              read.column(), source.typeName(), stored.name(), expected),
          query.position());
    }
  }

  private static StatementException missing(
      StoredModel stored, StandardSql query, List<String> missing, List<SourceColumn> offered) {
    List<String> names = offered.stream().map(SourceColumn::name).toList();
    String hint =
        missing.size() == 1
            ? NearestName.of(missing.get(0), names)
                .map(
                    near ->
                        Text.of("; should %1$s be renamed (%1$s AS %2$s)?", near, missing.get(0)))
                .orElse("")
            : "";
    return new StatementException(
        "the query lacks "
            + (missing.size() == 1 ? "column " : "columns ")
            + String.join(", ", missing)
            + ", which "
            + stored.name()
            + " was trained on"
            + hint,
        query.position());
  }
}
