package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
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
   * @param reader takes a block's rows and the values of the further columns
   */
  void read(
      List<ColumnRead> others,
      RowLimit wanted,
      Workspace workspace,
      StatementListener listener,
      LongConsumer counted,
      BiConsumer<EncodedRows, List<Object>> reader) {
    List<ColumnRead> all = new ArrayList<>(columns);
    all.addAll(others);
    int own = columns.size();
    try (RowSource rows = workspace.database().read(query.text(), all, wanted)) {
      if (rows.isCounted()) {
        counted.accept(rows.count());
      }
      rows.read(
          block -> {
            listener.checkCancelled();
            List<Object> values = BatchValues.of(block);
            EncodedRows encoded = stored.encoding().encode(block.rows(), values.subList(0, own));
            reader.accept(encoded, values.subList(own, all.size()));
          });
    } catch (DatabaseException error) {
      throw Workspace.refused(error, query);
    }
  }
}
