package org.sqlflow.completion;

import java.util.List;
import java.util.Optional;
import org.sqlflow.database.QueryColumn;
import org.sqlflow.database.TableName;
import org.sqlflow.store.StoredModel;

/** What the connected database holds, as far as that can be told at once. Nothing here throws. */
public interface Catalog {
  /** The tables and views. */
  List<TableName> tables();

  /** The names of the database's functions. */
  List<String> functions();

  /** The columns of a query. */
  List<QueryColumn> columns(String query);

  /** The names of the stored models. */
  List<String> models();

  /** The stored model of a name, in any case. */
  Optional<StoredModel.Summary> model(String name);
}
