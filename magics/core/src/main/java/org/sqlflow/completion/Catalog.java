package org.sqlflow.completion;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlflow.data.Column;
import org.sqlflow.database.TableName;
import org.sqlflow.store.StoredModel;

/** What the connected database holds, as far as that can be told at once. Nothing here throws. */
public interface Catalog {
  /** The tables and views. */
  List<TableName> tables();

  /** The names of the database's functions. */
  List<String> functions();

  /** How the database quotes names and folds those without quotes; empty if that is not known. */
  Optional<NameRules> nameRules();

  /** A name as standard SQL can hold it here. */
  default String inSql(String name) {
    return SqlNames.inSql(name, nameRules());
  }

  /**
   * What a database does with names.
   *
   * @param quoting puts a name into quotes
   * @param folding what a name without quotes means
   */
  record NameRules(UnaryOperator<String> quoting, UnaryOperator<String> folding) {}

  /** The columns of a query. */
  List<Column> columns(String query);

  /** The names of the stored models. */
  List<String> models();

  /** The stored model of a name, in any case. */
  Optional<StoredModel.Summary> model(String name);
}
