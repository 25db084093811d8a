package org.sqlflow.database.spi;

import java.util.List;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.StoredTable;

/** How tables are written: whole or not at all, whatever happens to the process or the server. */
public interface Publishing {
  /** See {@link org.sqlflow.database.Database#output}. */
  OutputTable output(Session session, String query, List<String> target, List<OutputColumn> added);

  /** See {@link org.sqlflow.database.Database#extend}. */
  OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added);

  /** See {@link org.sqlflow.database.Database#view}. */
  default void view(
      Session session, List<String> target, String query, List<OutputColumn> predictions) {
    session.run("CREATE OR REPLACE VIEW " + session.quote(target) + " AS " + query);
  }

  /** See {@link org.sqlflow.database.Database#create}. */
  default void create(Session session, List<String> target, String query, boolean predicted) {
    throw new UnsupportedOperationException("this database does not compute predictions");
  }

  /** See {@link org.sqlflow.database.Database#lostByExtending}. */
  List<String> lostByExtending(Session session, StoredTable table);

  /** See {@link org.sqlflow.database.Database#write}. */
  void write(Session session, List<String> target, QueryTable rows);

  /** See {@link org.sqlflow.database.Database#writeTemporary}. */
  void writeTemporary(Session session, String name, QueryTable rows);

  /** See {@link org.sqlflow.database.Database#dropTemporary}. */
  void dropTemporary(Session session, String name);
}
