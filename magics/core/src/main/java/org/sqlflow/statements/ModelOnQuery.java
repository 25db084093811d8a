package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.QueryRows;
import org.sqlflow.database.ReadColumn;
import org.sqlflow.database.RowsWanted;
import org.sqlflow.features.EncodedRows;
import org.sqlflow.models.Model;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.StandardSql;

/** A stored model in front of the rows of a query, which is checked to have its columns. */
record ModelOnQuery(
    Name name, StandardSql query, StoredModel stored, Model model, List<ReadColumn> columns) {

  static ModelOnQuery of(Name name, StandardSql query, Workspace workspace) {
    StoredModel stored = workspace.model(name);
    Model model = StoredModels.restore(stored, workspace.types());
    return new ModelOnQuery(
        name, query, stored, model, FeatureColumns.of(stored, query, workspace));
  }

  /** An error at the model's name: its task does not have what the statement does. */
  StatementException unsupported(String what) {
    return new StatementException(stored.name() + what, name.position());
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
      List<ReadColumn> others,
      RowsWanted wanted,
      Workspace workspace,
      StatementListener listener,
      LongConsumer counted,
      BiConsumer<EncodedRows, List<Object>> reader) {
    List<ReadColumn> all = new ArrayList<>(columns);
    all.addAll(others);
    int own = columns.size();
    try (QueryRows rows = workspace.database().query(query.text(), all, wanted)) {
      if (rows.isCounted()) {
        counted.accept(rows.count());
      }
      rows.read(
          block -> {
            listener.checkCancelled();
            EncodedRows encoded =
                stored.encoding().encode(block.rows(), block.columns().subList(0, own));
            reader.accept(encoded, block.columns().subList(own, all.size()));
          });
    } catch (DatabaseException error) {
      throw Workspace.refused(error, query);
    }
  }
}
