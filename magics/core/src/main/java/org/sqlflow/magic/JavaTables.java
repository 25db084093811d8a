package org.sqlflow.magic;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.report.Output;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.TableNames;
import org.sqlflow.syntax.TableNames.TableName;
import tech.tablesaw.api.Table;

/**
 * Java tables that the statements of a cell read by name. Each becomes a temporary table, from the
 * first statement that reads it to the end of the cell, so that every cell reads the variable's
 * current content. If the database has a table of the same name, that is read instead.
 */
final class JavaTables implements AutoCloseable {
  private final Database database;
  private final Variables variables;
  private final KnownResults results;
  private final LexicalRules rules;
  private final StatementNotes notes;
  private final Set<String> written = new LinkedHashSet<>();
  private final Set<String> hidden = new HashSet<>();

  /** Receives notes to show. */
  @FunctionalInterface
  interface StatementNotes {
    void show(Output.Note note);
  }

  JavaTables(
      Database database,
      Variables variables,
      KnownResults results,
      LexicalRules rules,
      StatementNotes notes) {
    this.database = database;
    this.variables = variables;
    this.results = results;
    this.rules = rules;
    this.notes = notes;
  }

  /**
   * Writes the tables that a statement reads.
   *
   * @return whether there are any
   * @throws DatabaseException if the database refuses one
   */
  boolean provide(Statement statement) {
    String sql =
        statement instanceof Statement.Extended extended
            ? extended.query().text()
            : statement.text();
    Optional<TableName> changed = TableNames.changed(sql, rules);
    changed.ifPresent(name -> checkIsOfDatabase(name, sql));
    boolean isForLater = TableNames.areForLater(sql, rules);
    boolean any = false;
    for (TableName name : TableNames.in(sql, rules)) {
      Optional<Table> table = variables.tableInSql(name.text(), name.isQuoted());
      boolean isRead = table.isPresent() && changed.filter(name::equals).isEmpty();
      if (isRead && isForLater && !isThere(stored(name)).orElse(true)) {
        throw new MagicException(
            "SQL sees the Java table "
                + name.text()
                + " only while a cell reads it, and this statement is for later: %sqlflow"
                + " --persist "
                + name.text()
                + " makes it a table of the database first");
      }
      any |= isRead && provide(name, table.get());
    }
    return any;
  }

  /**
   * SQL reads tables of Java and changes none; dropping one that is not there is the database's.
   */
  private void checkIsOfDatabase(TableName name, String sql) {
    boolean isJava = variables.tableInSql(name.text(), name.isQuoted()).isPresent();
    boolean drops = sql.strip().regionMatches(true, 0, "DROP", 0, "DROP".length());
    if (isJava && !drops && !isThere(stored(name)).orElse(true)) {
      throw new MagicException(
          name.text()
              + " is a table of Java, which SQL reads and does not change: %sqlflow --persist "
              + name.text()
              + " makes it a table of the database");
    }
  }

  private String stored(TableName name) {
    return name.isQuoted() ? name.text() : database.folded(name.text());
  }

  private boolean provide(TableName name, Table table) {
    String stored = stored(name);
    if (written.contains(stored)) {
      return true;
    }
    Optional<Boolean> isThere = isThere(stored);
    if (isThere.orElse(true)) {
      if (isThere.isPresent() && !results.isPersisted(table) && hidden.add(stored)) {
        notes.show(
            new Output.Note(
                List.of(
                    stored
                        + " is a table of the database; the Java variable of this name is not"
                        + " read")));
      }
      return false;
    }
    if (table.columnCount() == 0) {
      throw new MagicException("the Java table " + name.text() + " has no columns");
    }
    database.writeTemporary(stored, results.of(table, database.source()));
    written.add(stored);
    return true;
  }

  /**
   * Whether the database has the table; empty in a failed transaction, which the statement itself
   * will report.
   */
  private Optional<Boolean> isThere(String stored) {
    try {
      return Optional.of(database.table(List.of(stored)).isPresent());
    } catch (DatabaseException failed) {
      return Optional.empty();
    }
  }

  /** Drops what was written. */
  @Override
  public void close() {
    for (String name : written) {
      try {
        database.dropTemporary(name);
      } catch (DatabaseException gone) {
        // A lost connection or a transaction that was rolled back has none.
      }
    }
  }
}
