package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Schema;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureSelection;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.NearestName;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.Text;

/** What features read of a query, as the database is to read it. */
final class FeatureColumns {
  private FeatureColumns() {}

  /** The reads of features whose columns are all there. */
  static List<ColumnRead> of(List<ColumnRead> reads, Schema schema) {
    return reads.stream().map(read -> read.in(schema)).distinct().toList();
  }

  /**
   * The reads of a stored model, each in the query's own name for its column.
   *
   * @throws StatementException that names the columns which the query lacks or has in another type
   */
  static List<ColumnRead> of(StoredModel stored, StandardSql query, Workspace workspace) {
    Schema schema = workspace.columns(query);
    List<String> missing = new ArrayList<>();
    for (String column : stored.encoding().columns()) {
      if (schema.find(column).isEmpty()) {
        missing.add(column);
      }
    }
    if (!missing.isEmpty()) {
      throw missing(stored, query, missing, schema);
    }
    for (Feature feature : stored.encoding().features()) {
      for (ColumnRead read : feature.reads()) {
        Column column = schema.find(read.column()).orElseThrow();
        refuseOtherType(stored, query, column, feature.lacking(read, column));
      }
    }
    return of(stored.encoding().reads(), schema);
  }

  /** A column to read as text, such as a label. */
  static ColumnRead text(Schema schema, Name name) {
    return ColumnRead.texts(FeatureSelection.column(schema, name).name());
  }

  private static void refuseOtherType(
      StoredModel stored, StandardSql query, Column column, Optional<String> lacking) {
    if (lacking.isPresent()) {
      throw new StatementException(
          Text.of(
              "column %s is %s in this query, and %s was trained on %s",
              column.name(), column.typeName(), stored.name(), lacking.get()),
          query.position());
    }
  }

  private static StatementException missing(
      StoredModel stored, StandardSql query, List<String> missing, Schema schema) {
    String hint =
        missing.size() == 1
            ? NearestName.of(missing.get(0), schema.names())
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
