package org.sqlflow.statements.export;

import java.util.List;
import java.util.stream.Collectors;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.RuleSql;
import org.sqlflow.export.SqlSelect;
import org.sqlflow.features.OnNull;
import org.sqlflow.models.Model;
import org.sqlflow.models.clustering.rules.Rule;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.Text;

/**
 * A model as SQL of the connected database.
 *
 * @param terms how many numbers of the model the SQL contains
 * @param name the name in the statement, for the place of an error
 */
public record ModelSql(StoredModel stored, Select text, long terms, Name name) {
  /** Writes the SELECT of a query's rows with the predictions. */
  private interface Select {
    String of(Schema schema, String query, List<String> outputs, Database database);
  }

  /**
   * A model that SQL can express.
   *
   * @param name the name in the statement, for the place of an error
   * @param instead what to do if SQL cannot express it, in words
   * @throws StatementException if SQL cannot express it
   */
  public static ModelSql of(StoredModel stored, Model model, Name name, String instead) {
    if (Formulas.rules(model).isPresent()) {
      List<Rule> rules = Formulas.rules(model).get();
      long terms = rules.stream().mapToLong(Rule::conditions).sum();
      return new ModelSql(stored, (s, q, o, d) -> cases(rules, stored, s, q, o, d), terms, name);
    }
    Formula formula = Formulas.of(stored, model, name, Formulas.SQL, instead);
    try {
      SqlSelect.checkSize(stored.name(), formula);
    } catch (ExportException tooLarge) {
      throw new StatementException(tooLarge.getMessage(), name.position());
    }
    return new ModelSql(
        stored,
        (schema, query, outputs, database) ->
            SqlSelect.of(
                stored.name(),
                formula,
                stored.encoding(),
                schema,
                query,
                outputs,
                database.expressions(),
                database::literal),
        formula.terms(),
        name);
  }

  /**
   * The SELECT for a model whose groups are rules: a row is in the group of the rule that it
   * satisfies.
   */
  private static String cases(
      List<Rule> rules,
      StoredModel stored,
      Schema schema,
      String query,
      List<String> outputs,
      Database database) {
    RuleSql sql = RuleSql.of(database, schema, false, stored.encoding());
    List<Rule> written = rules.stream().map(rule -> rule.withTruths(sql::isTruth)).toList();
    String cases =
        sql.cases(
            written,
            place -> {
              int group = written.get(place).group();
              return group == Formulas.NO_GROUP ? "NULL" : Integer.toString(group);
            });
    return SqlSelect.of(
        cases,
        stored.encoding(),
        schema,
        query,
        outputs,
        database.expressions(),
        database::literal);
  }

  /** The SELECT of a query's rows with the predictions. */
  public String select(
      Schema schema, String query, List<OutputColumn> outputs, Workspace workspace) {
    try {
      return text.of(
          schema, query, outputs.stream().map(OutputColumn::name).toList(), workspace.database());
    } catch (ExportException refused) {
      throw new StatementException(
          Text.of("%s cannot be written as SQL: %s", stored.name(), refused.getMessage()),
          name.position());
    }
  }

  /**
   * The same with a column that has the groups' names.
   *
   * @param outputs the column of the group, then that of its name
   */
  public String selectNamed(
      Schema schema, String query, List<OutputColumn> outputs, Workspace workspace) {
    Database database = workspace.database();
    String group = database.quote(outputs.get(0).name());
    StringBuilder names = new StringBuilder("CASE ").append(group);
    stored
        .history()
        .groupNames()
        .names()
        .forEach(
            (number, called) ->
                names
                    .append(" WHEN ")
                    .append(number)
                    .append(" THEN ")
                    .append(database.literal(called)));
    return "SELECT grouped.*,\n  "
        + names
        + " END AS "
        + database.quote(outputs.get(1).name())
        + "\nFROM (\n"
        + select(schema, query, outputs, workspace)
        + "\n) AS grouped";
  }

  /** A sentence about rows that lack a value; empty if they are predicted like others. */
  String ofMissing() {
    OnNull onNull = stored.encoding().onNull();
    return onNull == OnNull.MEAN || onNull == OnNull.KEEP
        ? ""
        : " A row that lacks a value has NULL there.";
  }

  /** The note about a view that computes predictions: which columns it adds to the query's. */
  public String viewNote(String view, List<OutputColumn> outputs) {
    return Text.of(
        "%s is a view of the query's rows with %s from %s, computed by the database when it is"
            + " read.%s",
        view,
        outputs.stream().map(OutputColumn::name).collect(Collectors.joining(", ")),
        stored.name(),
        ofMissing());
  }
}
