package org.sqlflow.statements;

import org.sqlflow.models.Model;
import org.sqlflow.models.clustering.rules.RulesModel;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** What models are to other languages. */
final class Formulas {
  private Formulas() {}

  /**
   * The formula of a model.
   *
   * @param name where the statement names it
   * @param language that is to compute it
   * @param instead what to do if there is none, in words
   * @throws StatementException if there is none
   */
  static Formula of(StoredModel stored, Model model, Name name, String language, String instead) {
    return Formulated.of(model)
        .orElseThrow(
            () ->
                new StatementException(
                    model instanceof RulesModel
                        ? Text.of(
                            "the groups of %s are rules: … TO EXPLAIN %s USING rules shows them as"
                                + " a CASE expression of SQL, or %s",
                            stored.name(), SqlNames.model(stored.name()), instead)
                        : Text.of(
                            "%s is of type %s, which is no formula of a row that %s can compute:"
                                + " %s",
                            stored.name(), stored.type(), language, instead),
                    name.position()));
  }
}
