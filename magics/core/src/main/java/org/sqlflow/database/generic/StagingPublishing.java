package org.sqlflow.database.generic;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.OutputTable;
import org.sqlflow.database.QueryTable;
import org.sqlflow.database.StoredTable;
import org.sqlflow.database.session.DeclaredTypes;
import org.sqlflow.database.spi.Publishing;
import org.sqlflow.database.spi.Session;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Writes tables to staging tables first, and publishes them when they are complete. */
public class StagingPublishing implements Publishing {
  /** Numbers the rows of a staging table, from 1 in their order. */
  protected static final String NUMBER = "sqlflow_row_number";

  private final GenericTypes types;

  /** Publishing with these types for columns that are written. */
  public StagingPublishing(GenericTypes types) {
    this.types = types;
  }

  /** The type of an added column. */
  protected final String sqlType(OutputColumn.Type type) {
    return types.sqlType(type);
  }

  GenericTypes types() {
    return types;
  }

  @Override
  public OutputTable output(
      Session session, String query, List<String> target, List<OutputColumn> added) {
    return StagingOutputTable.begin(
        session, this, query, added, (tables, joined) -> tables.publish(target, joined, added));
  }

  /** Rewrites the table, since standard SQL has no row number to update it by. */
  @Override
  public OutputTable extend(
      Session session, StoredTable table, List<ColumnRead> reads, List<OutputColumn> added) {
    return StagingOutputTable.begin(
        session,
        this,
        "SELECT * FROM " + session.quote(table.path()),
        added,
        (tables, joined) -> tables.publish(table.path(), joined, List.of()));
  }

  /** Adds the values of new columns to their table. */
  @FunctionalInterface
  protected interface Extension {
    /**
     * Works with the staging tables.
     *
     * @param rows the rows as the query gave them; {@link #NUMBER} numbers them
     * @param values the added columns of the same numbers
     */
    void from(String rows, String values);
  }

  /**
   * Adds columns to a table without replacing it.
   *
   * @param before statements that run first
   * @param query for the rows
   */
  protected final OutputTable extension(
      Session session,
      List<String> before,
      String query,
      List<OutputColumn> added,
      Extension extension) {
    return StagingOutputTable.begin(
        session,
        this,
        before,
        query,
        added,
        (tables, joined) ->
            tables.finish(() -> extension.from(tables.name("rows"), tables.name("added"))));
  }

  @Override
  public List<String> lostByExtending(Session session, StoredTable table) {
    return TableProperties.of(session, table.path());
  }

  @Override
  public void write(Session session, List<String> target, QueryTable rows) {
    try (StagingTables tables = new StagingTables(session, this)) {
      String staging = tables.add("rows");
      String number = session.quote(NUMBER);
      create(session, createStaging() + staging, number + " BIGINT PRIMARY KEY, ", rows);
      fill(session, staging, rows, true);
      tables.publish(
          target,
          rows.table().columnNames().stream()
              .map(session::quote)
              .collect(
                  Collectors.joining(", ", "SELECT ", " FROM " + staging + " ORDER BY " + number)),
          List.of());
    }
  }

  @Override
  public void writeTemporary(Session session, String name, QueryTable rows) {
    create(session, createTemporary() + session.quote(name), "", rows);
    fill(session, session.quote(name), rows, false);
  }

  @Override
  public void dropTemporary(Session session, String name) {
    session.run("DROP TABLE IF EXISTS " + session.quote(name));
  }

  /** The beginning of a statement that creates a table which only the connection sees. */
  protected String createTemporary() {
    return "CREATE LOCAL TEMPORARY TABLE ";
  }

  private void create(Session session, String head, String first, QueryTable rows) {
    List<Column<?>> columns = rows.table().columns();
    session.run(
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    session.quote(columns.get(i).name())
                        + " "
                        + DeclaredTypes.of(rows, i)
                            .map(types::declared)
                            .orElseGet(() -> types.sqlType(columns.get(i))))
            .collect(Collectors.joining(", ", head + " (" + first, ")")));
  }

  private void fill(Session session, String target, QueryTable rows, boolean numbered) {
    Table table = rows.table();
    int first = numbered ? 1 : 0;
    int width = table.columnCount() + first;
    List<Optional<String>> declared =
        IntStream.range(0, table.columnCount()).mapToObj(i -> DeclaredTypes.of(rows, i)).toList();
    try (RowSink sink = sink(session.connection(), target, width)) {
      for (int row = 0; row < table.rowCount(); row++) {
        Object[] cells = new Object[width];
        if (numbered) {
          cells[0] = (long) row;
        }
        for (int i = 0; i < table.columnCount(); i++) {
          Object value = rows.value(i, row);
          cells[i + first] =
              value == null
                  ? null
                  : declared
                      .get(i)
                      .map(type -> DeclaredTypes.written(value, type))
                      .orElseGet(() -> types.written(value));
        }
        sink.row(cells);
      }
      sink.flush();
    } catch (SQLException error) {
      throw session.refused(error, "");
    }
  }

  /** The beginning of a statement that creates a staging table. */
  protected String createStaging() {
    return "CREATE TABLE ";
  }

  /** The SQL before a query that creates a staging table of its numbered rows. */
  protected String numberedHead(Session session, String table) {
    return createStaging()
        + table
        + " AS SELECT ROW_NUMBER() OVER () AS "
        + session.quote(NUMBER)
        + ", q.* FROM (";
  }

  /** The SQL after that query. The line break ends a comment that the query may end with. */
  protected String numberedTail() {
    return "\n) q";
  }

  /** Statements that make a numbered table fast to read by its numbers. */
  protected List<String> indexed(Session session, String table) {
    return List.of(
        "CREATE UNIQUE INDEX "
            + table.replaceFirst("sqlflow_rows", "sqlflow_index")
            + " ON "
            + table
            + " ("
            + session.quote(NUMBER)
            + ")");
  }

  /**
   * Creates a table of a query's rows in place of an earlier one of the name.
   *
   * @param suffix makes the names of these tables unique
   * @param predictions the columns that hold predictions; where the database has comments, they and
   *     the table are marked
   */
  protected void publish(
      Session session,
      List<String> target,
      String query,
      String suffix,
      List<OutputColumn> predictions) {
    boolean replaces = requireTable(session, target);
    String earlierName = "sqlflow_earlier_" + suffix;
    String created = inSchemaOf(session, target, "sqlflow_side_" + suffix);
    try {
      session.run("CREATE TABLE " + created + " AS " + query);
      if (replaces) {
        rename(session, session.quote(target), earlierName);
      }
    } catch (RuntimeException error) {
      Cleanup.despite(error, () -> session.run("DROP TABLE IF EXISTS " + created));
      throw error;
    }
    String name = target.get(target.size() - 1);
    String earlier = inSchemaOf(session, target, earlierName);
    try {
      rename(session, created, name);
    } catch (RuntimeException error) {
      if (replaces) {
        Cleanup.despite(error, () -> rename(session, earlier, name));
      }
      Cleanup.despite(error, () -> session.run("DROP TABLE IF EXISTS " + created));
      throw error;
    }
    if (replaces) {
      session.run("DROP TABLE " + earlier);
    }
  }

  private static void rename(Session session, String table, String name) {
    session.run("ALTER TABLE " + table + " RENAME TO " + session.quote(name));
  }

  /** Whether a table has the name; refuses to replace a view. */
  protected static boolean requireTable(Session session, List<String> target) {
    Optional<String> type = DriverCatalogue.typeOf(session, target);
    if (type.filter(found -> found.contains("VIEW")).isPresent()) {
      throw new DatabaseException(
          String.join(".", target) + " is a view: drop it first, or write to another name", null);
    }
    return type.isPresent();
  }

  /** The quoted name of a table in the schema of another. */
  protected static String inSchemaOf(Session session, List<String> target, String name) {
    List<String> parts = new ArrayList<>(target.subList(0, target.size() - 1));
    parts.add(name);
    return session.quote(parts);
  }

  /** The fastest way to write many rows to a table, with values for all columns in their order. */
  protected RowSink sink(Connection connection, String table, int columns) throws SQLException {
    return new BatchSink(connection, table, columns);
  }
}
