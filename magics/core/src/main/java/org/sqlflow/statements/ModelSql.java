package org.sqlflow.statements;

import java.util.List;
import java.util.stream.Collectors;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.SqlSelect;
import org.sqlflow.features.OnNull;
import org.sqlflow.models.Model;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.Text;

/** A model as SQL of the connected database. */
record ModelSql(StoredModel stored, Formula formula, Name name) {
  /**
   * A model that SQL can express.
   *
   * @param name where the statement names it
   * @param instead what to do if SQL cannot, in words
   * @throws StatementException if it cannot
   */
  static ModelSql of(StoredModel stored, Model model, Name name, String instead) {
    Formula formula = Formulas.of(stored, model, name, "SQL", instead);
    try {
      SqlSelect.checkSize(stored.name(), formula);
    } catch (ExportException tooLarge) {
      throw new StatementException(tooLarge.getMessage(), name.position());
    }
    return new ModelSql(stored, formula, name);
  }

  /** The SELECT of a query's rows with the predictions. */
  String select(Schema schema, String query, List<OutputColumn> outputs, Workspace workspace) {
    Database database = workspace.database();
    try {
      return SqlSelect.of(
          stored.name(),
          formula,
          stored.encoding(),
          schema,
          query,
          outputs.stream().map(OutputColumn::name).toList(),
          database.expressions(),
          database::literal);
    } catch (ExportException refused) {
      throw new StatementException(
          Text.of("%s cannot be written as SQL: %s", stored.name(), refused.getMessage()),
          name.position());
    }
  }

  /** What becomes of rows that lack a value; empty if it is filled in. */
  String ofMissing() {
    return stored.encoding().onNull() == OnNull.MEAN
        ? ""
        : " A row that lacks a value has NULL there.";
  }

  String viewNote(String view, List<OutputColumn> outputs) {
    return Text.of(
        "%s is a view of the query's rows with %s from %s, computed by the database when it is"
            + " read.%s",
        view,
        outputs.stream().map(OutputColumn::name).collect(Collectors.joining(", ")),
        stored.name(),
        ofMissing());
  }
}
