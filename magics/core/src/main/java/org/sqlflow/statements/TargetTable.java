package org.sqlflow.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.StoredTable;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.QueryOutline;
import org.sqlflow.syntax.QueryReader;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.Text;

/**
 * The table that a statement writes to. Decides, before anything runs, whether an existing table
 * may be replaced: data that SQLFlow did not make is never lost unless the statement asks for that.
 */
public final class TargetTable {
  private static final int MOST_COLUMNS = 10;

  /** The attribute that allows replacing an existing table. */
  public static final String REPLACE = "predict.replace";

  /** How a statement asks for it. */
  private static final String ASKED = "WITH " + REPLACE + " = true";

  private final List<Name> written;
  private final StandardSql query;
  private final Workspace workspace;
  private final Database database;
  private final Optional<StoredTable> found;
  private final Optional<QueryOutline> outline;

  private TargetTable(List<Name> written, StandardSql query, Workspace workspace, String content) {
    this.written = written;
    this.query = query;
    this.workspace = workspace;
    this.database = workspace.database();
    Name name = written.get(written.size() - 1);
    if (ModelStore.isReserved(name.text())) {
      throw refused(
          Text.of(
              "%s is the name of the table that holds the models: write the %s to another table",
              name.text(), content));
    }
    workspace.requireSchema(written);
    this.found = database.table(workspace.names(written));
    this.outline = found.isEmpty() ? Optional.empty() : QueryReader.read(query.text());
  }

  /** Refuses to replace a view by a table. */
  private TargetTable requireNoView(String content) {
    if (isView()) {
      throw refused(
          Text.of(
              "%s is a view, not a table: write the %s to another name, or drop it first",
              text(), content));
    }
    return this;
  }

  private boolean isView() {
    return found.filter(table -> table.kind() == StoredTable.Kind.VIEW).isPresent();
  }

  /**
   * Where a view of predictions goes.
   *
   * @param replace whether the statement asks to replace whatever view is there
   * @return its name, as the database stores it
   * @throws StatementException if something would be lost that TO PREDICT did not make
   */
  public static List<String> forView(
      List<Name> written, StandardSql query, Workspace workspace, boolean replace) {
    return new TargetTable(written, query, workspace, "predictions").view(replace);
  }

  private List<String> view(boolean replace) {
    if (found.isEmpty()) {
      return workspace.names(written);
    }
    if (isRead(found.get())) {
      throw refused(text() + " is what the query reads: give the view another name");
    }
    if (!isView()) {
      throw refused(
          Text.of(
              "%s is a table, not a view: give the view another name, or drop the table (DROP"
                  + " TABLE %s)",
              text(), quoted()));
    }
    if (!found.get().predicted() && !replace) {
      throw refused(
          Text.of(
              "view %s exists and was not made by TO PREDICT: give the view another name, drop"
                  + " that one (DROP VIEW %s), or replace it %s",
              text(), quoted(), ASKED));
    }
    return found.get().path();
  }

  /**
   * Refuses a target that a report must not replace.
   *
   * @param into the table's name; nothing is checked if it is empty
   * @param operation that writes the report, such as TO EXPLAIN
   * @param isReport whether a table of these columns is an earlier report
   */
  public static void requireReport(
      List<Name> into,
      StandardSql query,
      Workspace workspace,
      String operation,
      Predicate<List<String>> isReport) {
    if (!into.isEmpty()) {
      new TargetTable(into, query, workspace, "report")
          .requireNoView("report")
          .requireReport(operation, isReport);
    }
  }

  private void requireReport(String operation, Predicate<List<String>> isReport) {
    if (found.isEmpty()) {
      return;
    }
    StoredTable table = found.get();
    if (isRead(table)) {
      throw refused(text() + " is the table that the query reads: write the report to another");
    }
    if (table.kind() == StoredTable.Kind.TEMPORARY || !isReport.test(table.columns())) {
      throw refused(
          Text.of(
              "table %s exists and is not an earlier report of %s: write the report to another, or"
                  + " drop it (DROP TABLE %s)",
              text(), operation, quoted()));
    }
  }

  /** How predictions are written. */
  public sealed interface Plan {
    /** A new table, in place of any other. */
    record Create(List<String> table) implements Plan {}

    /** New columns of the table that the query reads unchanged. */
    record Extend(StoredTable table) implements Plan {}
  }

  /**
   * A plan, and what to report about it.
   *
   * @param note what happened to an earlier table
   */
  public record Decision(Plan plan, Optional<String> note) {}

  /**
   * How to write predictions.
   *
   * @param outputs the columns of the predictions
   * @param replace whether the statement asks to replace whatever is there
   * @throws StatementException if something would be lost that TO PREDICT did not make
   */
  public static Decision forPredictions(
      List<Name> written,
      ModelOnQuery source,
      Workspace workspace,
      List<OutputColumn> outputs,
      boolean replace) {
    return new TargetTable(written, source.query(), workspace, "predictions")
        .requireNoView("predictions")
        .decide(source, outputs, replace);
  }

  private Decision decide(ModelOnQuery source, List<OutputColumn> outputs, boolean replace) {
    if (found.isEmpty()) {
      return new Decision(new Plan.Create(workspace.names(written)), Optional.empty());
    }
    StoredTable table = found.get();
    if (isReadWhole(table, source, outputs)) {
      List<String> lost = database.lostByExtending(table);
      if (!replace) {
        requireNoOther(table, source, outputs);
        if (!lost.isEmpty()) {
          throw refused(
              Text.of(
                  "this database cannot add a column to %s without losing %s: write to another"
                      + " table, or accept that %s",
                  text(), String.join(", ", lost), ASKED));
        }
      }
      return new Decision(new Plan.Extend(table), extended(table, outputs, lost));
    }
    if (table.kind() == StoredTable.Kind.TEMPORARY) {
      throw refused(
          Text.of(
              "%s is a temporary table: write to another name, or drop it (DROP TABLE %s)",
              text(), quoted()));
    }
    boolean read = isRead(table);
    boolean sameColumns = isRerun(table, source, outputs);
    if (!replace && read) {
      throw readInPart(table, source, outputs);
    }
    if (!replace && !table.predicted() && !sameColumns) {
      throw refused(
          Text.of(
              "table %s exists and was not made by TO PREDICT (%s): write to another table, drop"
                  + " it (DROP TABLE %s), or replace it %s",
              text(), contents(table), quoted(), ASKED));
    }
    boolean quiet = table.predicted() && sameColumns && !read;
    return new Decision(
        new Plan.Create(table.path()),
        quiet
            ? Optional.empty()
            : Optional.of(
                Text.of("It replaced the earlier table %s: %s.", text(), contents(table))));
  }

  /** Whether the query reads the whole table in a form that identifies the table's rows. */
  private boolean isReadWhole(StoredTable table, ModelOnQuery source, List<OutputColumn> outputs) {
    Optional<String> whole = outline.flatMap(QueryOutline::whole);
    return whole.isPresent()
        && isSame(whole.get(), table)
        && source.schema().names().stream().allMatch(table::has)
        && without(source, table, outputs).isEmpty();
  }

  /** The columns of the table that the query does not have, and that no prediction replaces. */
  private static List<String> without(
      ModelOnQuery source, StoredTable table, List<OutputColumn> outputs) {
    return table.columns().stream()
        .filter(column -> source.schema().find(column).isEmpty())
        .filter(column -> outputs.stream().noneMatch(o -> o.name().equalsIgnoreCase(column)))
        .toList();
  }

  /** Refuses to replace a column that obviously holds something other than predictions. */
  private void requireNoOther(StoredTable table, ModelOnQuery source, List<OutputColumn> outputs) {
    for (OutputColumn output : outputs) {
      String name = output.name();
      boolean trainedOn =
          source.stored().encoding().columns().stream().anyMatch(name::equalsIgnoreCase);
      if (trainedOn && table.has(name)) {
        throw refused(
            Text.of(
                "%s was trained on column %s of %s: predict into another column, or replace it %s",
                source.stored().name(), name, text(), ASKED));
      }
      boolean isLabel =
          name.equalsIgnoreCase(source.stored().history().label())
              && table.predictions().stream().noneMatch(name::equalsIgnoreCase);
      if (isLabel && table.has(name)) {
        throw refused(
            Text.of(
                "column %s of %s is the label that %s was trained on: predict into another column,"
                    + " or replace it %s",
                name, text(), source.stored().name(), ASKED));
      }
      Optional<Column> earlier = source.schema().find(name).filter(column -> table.has(name));
      if (earlier.isPresent() && !isLike(output.type(), earlier.get())) {
        throw refused(
            Text.of(
                "column %s of %s is %s and cannot hold predictions of %s: predict into another"
                    + " column, or replace it %s",
                name, text(), earlier.get().typeName(), source.stored().name(), ASKED));
      }
    }
  }

  /** Whether a column could hold earlier predictions of a type. */
  private static boolean isLike(OutputColumn.Type type, Column earlier) {
    return switch (type) {
      case TEXT -> !earlier.type().isNumeric();
      case DATE, TIMESTAMP -> earlier.type() == ColumnType.TIME;
      case BOOLEAN -> earlier.type().isNumeric();
      case INTEGER, LONG, REAL, DOUBLE ->
          earlier.type().isNumeric() && !earlier.typeName().equalsIgnoreCase("BOOLEAN");
    };
  }

  private Optional<String> extended(
      StoredTable table, List<OutputColumn> outputs, List<String> lost) {
    String names = outputs.stream().map(OutputColumn::name).collect(Collectors.joining(", "));
    List<String> earlier = outputs.stream().map(OutputColumn::name).filter(table::has).toList();
    String gone = lost.isEmpty() ? "" : " It lost " + String.join(", ", lost) + ".";
    if (earlier.isEmpty()) {
      return Optional.of(
          Text.of(
              "%s %s added to %s.%s",
              few(outputs, names), outputs.size() == 1 ? "was" : "were", text(), gone));
    }
    return Optional.of(
        Text.of(
            "%s of %s %s replaced.%s",
            few(outputs, names), text(), outputs.size() == 1 ? "was" : "were", gone));
  }

  private static String few(List<OutputColumn> outputs, String names) {
    return outputs.size() == 1
        ? "Column " + names
        : outputs.size() <= MOST_COLUMNS ? "Columns " + names : outputs.size() + " columns";
  }

  /** Whether the table has exactly the columns that this statement writes. */
  private static boolean isRerun(
      StoredTable table, ModelOnQuery source, List<OutputColumn> outputs) {
    List<String> names = outputs.stream().map(OutputColumn::name).toList();
    List<String> expected =
        Stream.concat(
                source.schema().names().stream()
                    .filter(column -> names.stream().noneMatch(column::equalsIgnoreCase)),
                names.stream())
            .toList();
    return expected.size() == table.columns().size()
        && String.join("\0", expected).equalsIgnoreCase(String.join("\0", table.columns()));
  }

  private StatementException readInPart(
      StoredTable table, ModelOnQuery source, List<OutputColumn> outputs) {
    long all = count("SELECT * FROM " + database.quote(table.path()));
    long given = count(query.text());
    List<String> missing = without(source, table, outputs);
    String lacks =
        missing.isEmpty()
            ? ""
            : (missing.size() == 1 ? " without column " : " without columns ")
                + Text.first(MOST_COLUMNS, missing);
    String what =
        all == given && missing.isEmpty()
            ? Text.of(
                "the query reads table %s, but not unchanged (SELECT * FROM %s)", text(), quoted())
            : Text.of(
                "table %s has %,d rows, and the query that reads it gives %,d%s",
                text(), all, given, lacks);
    return refused(what + ": write to another table, or replace " + text() + " " + ASKED);
  }

  private long count(String sql) {
    try {
      return database.count(sql);
    } catch (DatabaseException error) {
      throw Workspace.refused(error, query);
    }
  }

  private String contents(StoredTable table) {
    return Text.of(
        "%,d rows, columns %s",
        count("SELECT * FROM " + database.quote(table.path())),
        Text.first(MOST_COLUMNS, table.columns()));
  }

  /**
   * Whether the query reads the table; if that cannot be decided, whether its name is in the query.
   */
  private boolean isRead(StoredTable table) {
    if (outline.isPresent()) {
      return outline.get().tables().stream().anyMatch(name -> isSame(name, table));
    }
    String name = table.path().get(table.path().size() - 1);
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE)
        .matcher(query.text())
        .find();
  }

  private boolean isSame(String name, StoredTable table) {
    List<Name> parts = QueryReader.parts(name);
    String last = table.path().get(table.path().size() - 1);
    return !parts.isEmpty()
        && parts.get(parts.size() - 1).text().equalsIgnoreCase(last)
        && database
            .table(workspace.names(parts))
            .filter(found -> found.path().equals(table.path()))
            .isPresent();
  }

  /** The name as the statement writes it, without quotes. */
  private String text() {
    return written.stream().map(Name::text).collect(Collectors.joining("."));
  }

  /** The name for SQL, in quotes where it needs them. */
  private String quoted() {
    List<String> parts = new ArrayList<>();
    for (Name part : written) {
      boolean plain = !part.quoted() && part.text().matches("[A-Za-z_][A-Za-z0-9_]*");
      parts.add(plain ? part.text() : database.quote(workspace.name(part)));
    }
    return String.join(".", parts);
  }

  private StatementException refused(String message) {
    return new StatementException(message, written.get(0).position());
  }
}
