package org.sqlflow.completion;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlflow.data.Column;
import org.sqlflow.database.TableName;
import org.sqlflow.store.StoredModel;

/** The content of the connected database, as far as it is known in time. No method throws. */
public interface Catalog {
  /** The tables and views. */
  List<TableName> tables();

  /** The names of the database's functions. */
  List<String> functions();

  /** How the database quotes names and folds unquoted ones; empty if unknown. */
  Optional<NameRules> nameRules();

  /** A name as SQL needs it, maybe quoted. */
  default String inSql(String name) {
    return SqlNames.inSql(name, nameRules());
  }

  /**
   * The rules of a database for names.
   *
   * @param quoting quotes a name
   * @param folding the name that an unquoted one means
   */
  record NameRules(UnaryOperator<String> quoting, UnaryOperator<String> folding) {}

  /** The columns of a query. */
  List<Column> columns(String query);

  /** The names of the stored models. */
  List<String> models();

  /** The stored model of a name, in any case. */
  Optional<StoredModel.Summary> model(String name);
}
