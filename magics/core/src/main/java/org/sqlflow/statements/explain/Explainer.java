package org.sqlflow.statements.explain;

import java.util.List;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementException;
import tech.tablesaw.api.Table;

/**
 * A way to explain a model on the rows of a query: a name after USING of TO EXPLAIN. Has no state;
 * a new one needs its class and a row in {@link Explainers}.
 */
interface Explainer {
  /** The name after USING, in lower case. */
  String name();

  /** Further names for the same explainer, in any case. */
  default List<String> aliases() {
    return List.of();
  }

  /** What it shows, in one sentence, for help. */
  String meaning();

  /** What WITH takes: names that start with {@link #name} and a dot. */
  default List<AttributeDeclaration> attributes() {
    return List.of();
  }

  /** Whether COLUMN may follow. */
  default boolean takesColumns() {
    return false;
  }

  /**
   * Whether a table of these columns is a report of this explainer, which a new one may replace.
   */
  boolean isReport(List<String> columns);

  /**
   * Explains.
   *
   * @throws StatementException if the model or the rows cannot be explained in this way
   */
  Report explain(Explanation what);

  /**
   * The result.
   *
   * @param table for INTO
   * @param outputs in the order to show them
   */
  record Report(Table table, List<Output> outputs) {}
}
