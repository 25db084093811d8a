package org.sqlflow.statements.export;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Model;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.rules.Rule;
import org.sqlflow.models.clustering.rules.RulesModel;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.statements.StatementException;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** The formulas and rules by which other languages can compute models. */
final class Formulas {
  /** The group of a rule whose rows are in no group. */
  static final int NO_GROUP = -1;

  /** The language of databases, in messages. */
  static final String SQL = "SQL";

  private Formulas() {}

  /**
   * The rules of a model whose groups are rules.
   *
   * @return rules with the shown numbers of the groups, or {@link #NO_GROUP}; empty for other
   *     models
   */
  static Optional<List<Rule>> rules(Model model) {
    Model own = model instanceof NumberedModel numbered ? numbered.model() : model;
    if (!(own instanceof RulesModel ruled)) {
      return Optional.empty();
    }
    List<Rule> rules = ruled.rules();
    int[] groups =
        rules.stream()
            .mapToInt(rule -> rule.group() == ruled.clusters() ? NO_GROUP : rule.group())
            .toArray();
    int[] shown = model instanceof NumberedModel numbered ? numbered.shown(groups) : groups;
    return Optional.of(
        IntStream.range(0, shown.length)
            .mapToObj(place -> new Rule(shown[place], rules.get(place).predicates()))
            .toList());
  }

  /** Further advice for groups that are not a formula. */
  private static String byRules(Model model, String language) {
    return model instanceof ClusteringModel && language.equals(SQL)
        ? ". Or train it WITH model.rules = 12: SQL can compute groups that are rules"
        : "";
  }

  /**
   * The formula of a model.
   *
   * @param name the name in the statement, for the place of an error
   * @param language the language that is to compute it
   * @param instead what to do if there is no formula, in words
   * @throws StatementException if there is no formula
   */
  static Formula of(StoredModel stored, Model model, Name name, String language, String instead) {
    return Formulated.of(model)
        .orElseThrow(
            () ->
                new StatementException(
                    rules(model).isPresent()
                        ? Text.of(
                            "the groups of %s are rules, which are not written as %s: EXPORT MODEL"
                                + " to a .sql file and … TO EXPLAIN %s USING rules write them as a"
                                + " CASE expression, or %s",
                            stored.name(), language, SqlNames.model(stored.name()), instead)
                        : Text.of(
                            "%s is of type %s, which is not a formula that %s can compute for a row:"
                                + " %s%s",
                            stored.name(),
                            stored.type(),
                            language,
                            instead,
                            byRules(model, language)),
                    name.position()));
  }
}
