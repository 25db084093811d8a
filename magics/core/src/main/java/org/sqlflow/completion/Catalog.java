package org.sqlflow.completion;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.database.TableName;
import org.sqlflow.store.StoredModel;
import org.sqlflow.text.SqlNames;

/**
 * The content of the connected database, as far as it can be found out in time. Methods never
 * throw; what is unknown is empty.
 */
public interface Catalog {
  /** The tables and views. */
  List<TableName> tables();

  /** The names of the database's functions. */
  List<String> functions();

  /** How the database writes names; {@link SqlNames#STANDARD} if unknown. */
  SqlNames names();

  /** The columns of a query. */
  List<Column> columns(String query);

  /** The names of the stored models. */
  List<String> models();

  /** The numbers of the versions of a model, in their order. */
  List<Integer> versions(String model);

  /** The stored model of a name, in any case. */
  Optional<StoredModel.Summary> model(String name);
}
