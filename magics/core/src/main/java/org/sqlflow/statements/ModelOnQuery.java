package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryRows;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.EncodedRows;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Model;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.StandardSql;

/** A stored model in front of the rows of a query, which is checked to have its columns. */
record ModelOnQuery(
    Name name, StandardSql query, StoredModel stored, Model model, List<ColumnRead> columns) {

  static ModelOnQuery of(Name name, StandardSql query, Workspace workspace) {
    StoredModel stored = workspace.model(name);
    Model model = StoredModels.restore(stored, workspace.types());
    return new ModelOnQuery(
        name, query, stored, model, FeatureColumns.of(stored, query, workspace));
  }

  /** Takes a part of a batch. */
  interface Reader {
    void accept(EncodedRows encoded, RowBatch batch, int from);
  }

  /** The model as one that groups rows, or an error that says what it is. */
  ClusteringModel clustering() {
    if (model instanceof ClusteringModel clustering) {
      return clustering;
    }
    throw new StatementException(
        stored.name()
            + " is of type "
            + stored.type()
            + ", which makes no groups: name a model that does, such as a clusterModel",
        name.position());
  }

  /**
   * Reads and encodes all rows, block by block.
   *
   * @param others further columns to read
   * @param wanted which rows
   * @param counted hears how many rows there are, if that is known before they are read
   * @param reader takes a part's rows, its batch, and the part's first row in it
   */
  void read(
      List<ColumnRead> others,
      RowsWanted wanted,
      Workspace workspace,
      StatementListener listener,
      LongConsumer counted,
      Reader reader) {
    List<ColumnRead> all = new ArrayList<>(columns);
    all.addAll(others);
    try (QueryRows rows =
        workspace.database().query(query.text(), DatabaseBridge.columns(all), wanted)) {
      if (rows.isCounted()) {
        counted.accept(rows.count());
      }
      rows.read(
          block -> {
            listener.checkCancelled();
            RowBatch batch = DatabaseBridge.batch(block, all);
            stored.encoding().encode(batch, (from, encoded) -> reader.accept(encoded, batch, from));
          });
    } catch (DatabaseException error) {
      throw Workspace.refused(error, query);
    }
  }
}
