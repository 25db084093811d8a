package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.EngineException;
import org.sqlflow.engine.Scoring;
import org.sqlflow.features.Feature;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Model;
import org.sqlflow.models.clustering.DescribedGroups;
import org.sqlflow.models.drift.RangeCheck;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * A stored model, and a query with the columns that the model was trained on.
 *
 * @param name as the statement writes it
 * @param reads the model's columns, as the query's database is asked for them
 */
public record ModelOnQuery(
    Name name,
    StandardSql query,
    StoredModel stored,
    Model model,
    Schema schema,
    List<ColumnRead> reads) {

  /**
   * Finds the model and checks that the query fits.
   *
   * @throws StatementException if there is no such model, or if the query lacks some of its columns
   *     or has them in another type
   */
  public static ModelOnQuery of(Name name, StandardSql query, Workspace workspace) {
    StoredModel stored = workspace.model(name);
    Model model = workspace.restored(stored);
    Schema schema = workspace.schema(query);
    List<String> missing =
        stored.encoding().columns().stream()
            .filter(column -> schema.find(column).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw missing(stored, query, missing, schema, workspace.database().names());
    }
    for (Feature feature : stored.encoding().features()) {
      for (ColumnRead read : feature.reads()) {
        Column column = schema.find(read.column()).orElseThrow();
        feature
            .lacking(read, column)
            .ifPresent(
                lacking -> {
                  throw otherType(stored, query, column, lacking, workspace.places());
                });
      }
    }
    List<ColumnRead> reads =
        stored.encoding().reads().stream().map(read -> read.in(schema)).toList();
    return new ModelOnQuery(name, query, stored, model, schema, reads);
  }

  /** The model with what is stored about its groups; empty if it makes none. */
  public Optional<DescribedGroups> described() {
    StoredModel.History history = stored.history();
    return model instanceof ClusteringModel groups
        ? Optional.of(
            new DescribedGroups(
                groups,
                stored.encoding(),
                history.range(),
                history.distances(),
                history.groupNames(),
                DescribedGroups.Wanted.NOTHING))
        : Optional.empty();
  }

  /** The same with another model in its place, which must predict the same. */
  public ModelOnQuery with(Model other) {
    return new ModelOnQuery(name, query, stored, other, schema, reads);
  }

  /** Counts rows that are outside the range of the training's rows. */
  public RangeCheck rangeCheck() {
    return new RangeCheck(stored.encoding(), stored.history().range());
  }

  /** Counts the rows of a part. */
  public static void count(RangeCheck check, Scoring.ScoredRows part) {
    check.add(part.encoded().matrix(), check.needsClusters() ? part.clusters() : new int[0]);
  }

  /**
   * What is known about rows after they were scored.
   *
   * @param notes sentences about rows that are outside the range of the training's rows
   * @param isOrdered whether they come in the same order each time the query runs
   */
  public record Seen(List<String> notes, boolean isOrdered) {}

  /** The model with the extra outputs that it computes. */
  public Scoring scoring(Set<String> extraOutputs) {
    return new Scoring(stored.encoding(), model, extraOutputs);
  }

  /**
   * Reads all rows and predicts them, part by part.
   *
   * @param extras names of extra outputs of the model
   * @param further columns to read beside those of the model
   * @param limit which rows
   * @param counted receives the number of rows, if it is known before they are read
   * @param reader takes a part of the rows with the predictions
   * @return what was seen of all rows
   */
  public Seen score(
      Set<String> extras,
      List<ColumnRead> further,
      RowLimit limit,
      Workspace workspace,
      StatementListener listener,
      LongConsumer counted,
      Consumer<Scoring.ScoredRows> reader) {
    List<ColumnRead> all = new ArrayList<>(reads);
    further.stream().filter(read -> !all.contains(read)).forEach(all::add);
    Scoring scoring = scoring(extras);
    RangeCheck check = rangeCheck();
    try (RowSource rows = workspace.database().read(query.text(), all, limit)) {
      if (rows.isCounted()) {
        counted.accept(rows.count());
      }
      workspace
          .engines()
          .forScoring(scoring)
          .score(
              scoring,
              rows::read,
              part -> {
                listener.checkCancelled();
                count(check, part);
                reader.accept(part);
              });
      return new Seen(check.notes(), rows.isOrdered());
    } catch (DatabaseException error) {
      throw Workspace.refused(error, query);
    } catch (EngineException error) {
      throw new StatementException(error.getMessage(), query.position());
    }
  }

  private static StatementException otherType(
      StoredModel stored, StandardSql query, Column column, String lacking, Places places) {
    return new StatementException(
        Text.of(
            "column %s is %s in this query, and %s was trained on %s",
            column.name(), column.typeName(), stored.name(), lacking),
        places.selected(query, column.name()).orElse(query.position().offset()),
        null);
  }

  private static StatementException missing(
      StoredModel stored, StandardSql query, List<String> missing, Schema schema, SqlNames names) {
    String hint =
        missing.size() == 1
            ? NearestName.of(missing.get(0), schema.names())
                .map(
                    near ->
                        Text.of(
                            "; rename %s (%s AS %s)?",
                            near, names.inSql(near), names.inSql(missing.get(0))))
                .orElse("")
            : "";
    return new StatementException(
        "the query lacks "
            + (missing.size() == 1 ? "column " : "columns ")
            + String.join(", ", missing)
            + ", which "
            + stored.name()
            + " was trained on"
            + hint,
        query.position());
  }
}
