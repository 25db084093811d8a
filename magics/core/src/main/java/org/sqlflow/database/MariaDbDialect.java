package org.sqlflow.database;

import java.nio.charset.StandardCharsets;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB, and MySQL by MariaDB's driver. Tables come into being outside transactions, but several
 * renames are one step.
 */
final class MariaDbDialect extends GenericDialect {
  private static final Pattern CONNECTION = Pattern.compile("^\\(conn[:=]-?\\d+\\) ");
  private static final String SIDE = "sqlflow_side_";
  private static final int LONGEST_WAIT = 3600;

  /** A deadlock, a wait too long, a row or a table that changed under the statement. */
  private static final Set<Integer> CONFLICTS = Set.of(1213, 1205, 1020, 1412);

  /** A table, a disk or a temporary file that cannot grow. */
  private static final Set<Integer> FULL = Set.of(1114, 1021, 3, 28);

  private static final Pattern NEAR = Pattern.compile("(?s) near '(.*)' at line (\\d+)$");

  MariaDbDialect() {
    super("`", UnaryOperator.identity());
  }

  @Override
  public Dialect adapted(DatabaseMetaData told) {
    return this;
  }

  @Override
  public Map<String, String> properties() {
    // A server must not be able to ask for files of this machine.
    // A year is a number, and no date.
    return Map.of("useBulkStmts", "true", "allowLocalInfile", "false", "yearIsDateType", "false");
  }

  @Override
  public List<String> settings() {
    // The numbers of rows are to have no gaps on servers that replicate.
    return List.of("SET SESSION auto_increment_increment = 1, auto_increment_offset = 1");
  }

  @Override
  public GenericTypes types() {
    return new MariaDbTypes();
  }

  /** The driver reads no double from a BIT. */
  @Override
  public double number(ResultSet rows, int index) throws SQLException {
    try {
      return super.number(rows, index);
    } catch (SQLDataException bits) {
      return rows.getLong(index);
    }
  }

  @Override
  String createSide() {
    return "CREATE TEMPORARY TABLE ";
  }

  /** An ORDER BY counts in the outermost query alone. */
  @Override
  String numberedHead(String table) {
    return createSide()
        + table
        + " ("
        + quote(SideOutputTable.NUMBER)
        + " BIGINT AUTO_INCREMENT PRIMARY KEY) ";
  }

  @Override
  String numberedTail() {
    return "";
  }

  @Override
  List<String> indexed(String table) {
    return List.of();
  }

  @Override
  void place(Database database, List<String> target, String query, String suffix) {
    requireTable(database, target);
    dropAbandoned(database, target);
    String name = SIDE + suffix;
    holding(
        database,
        name,
        0,
        () ->
            Cleanup.after(
                () -> placeAlone(database, target, query, name),
                () ->
                    unlessLost(
                        database, "DROP TABLE IF EXISTS " + beside(database, target, name))));
  }

  /** Others that write to the same name wait until this one is through, and then replace it. */
  private void placeAlone(Database database, List<String> target, String query, String name) {
    String side = beside(database, target, name);
    String earlier = beside(database, target, name + "_earlier");
    String table = database.quote(target);
    database.run("CREATE TABLE " + side + " AS " + query);
    byte[] written = target.get(target.size() - 1).getBytes(StandardCharsets.UTF_8);
    holding(
        database,
        "sqlflow_" + UUID.nameUUIDFromBytes(written),
        LONGEST_WAIT,
        () -> {
          boolean replaces = requireTable(database, target);
          database.run(
              "RENAME TABLE "
                  + (replaces ? table + " TO " + earlier + ", " : "")
                  + side
                  + " TO "
                  + table);
          if (replaces) {
            database.run("DROP TABLE " + earlier);
          }
        });
  }

  /** Works with a lock of this name, which goes with the connection. */
  private static void holding(Database database, String lock, int seconds, Runnable work) {
    Object held = database.rows("SELECT GET_LOCK(?, ?)", List.of(lock, seconds)).get(0).get(0);
    if (!(held instanceof Number number) || number.intValue() != 1) {
      throw DatabaseException.conflict("waited for its lock " + lock, null);
    }
    Cleanup.after(work, () -> unlessLost(database, "DO RELEASE_LOCK('" + lock + "')"));
  }

  private static void unlessLost(Database database, String sql) {
    if (!database.isLost()) {
      database.run(sql);
    }
  }

  /** Tables of work whose connection, and with it its lock, is gone. */
  private void dropAbandoned(Database database, List<String> target) {
    List<List<Object>> abandoned =
        database.rows(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema"
                + " IN (database(), ?) AND table_name LIKE 'sqlflow\\_side\\_%' AND"
                + " IS_FREE_LOCK(substr(table_name, 1, 21))",
            List.of(target.size() > 1 ? target.get(target.size() - 2) : ""));
    abandoned.forEach(
        row ->
            database.run(
                "DROP TABLE IF EXISTS "
                    + database.quote(List.of((String) row.get(0), (String) row.get(1)))));
  }

  @Override
  public Optional<String> replacement(String table, List<String> columns) {
    return Optional.of(Dialect.insertion("REPLACE INTO", table, columns));
  }

  /** A syntax error tells the line and what stands there. */
  @Override
  public DatabaseException refused(SQLException error, String sql) {
    String words = words(error);
    Matcher near = NEAR.matcher(words);
    if (near.find()) {
      int line = 0;
      for (int i = 1; i < Integer.parseInt(near.group(2)) && line >= 0; i++) {
        line = sql.indexOf('\n', line) + 1;
      }
      int offset = near.group(1).isEmpty() ? sql.length() : sql.indexOf(near.group(1), line);
      return new DatabaseException(words.replaceFirst(" at line \\d+$", ""), offset, error);
    }
    return super.refused(error, sql);
  }

  @Override
  boolean isConflict(SQLException error) {
    return super.isConflict(error) || CONFLICTS.contains(error.getErrorCode());
  }

  @Override
  public boolean isFull(SQLException error) {
    return FULL.contains(error.getErrorCode())
        || String.valueOf(error.getMessage()).contains("No space left on device");
  }

  @Override
  String words(SQLException error) {
    return CONNECTION.matcher(super.words(error)).replaceFirst("");
  }
}
