package org.sqlflow.statements;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlflow.database.DatabaseException;

/** What a statement that the database refused was probably meant to be. */
final class RefusedSql {
  /** A parameter as other magics write it. */
  private static final Pattern NAMED = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");

  /** How databases say that a question mark has no value. */
  private static final Pattern NO_VALUE =
      Pattern.compile(
          "(?i)parameter count mismatch|no value specified for parameter|is not set; SQL|near"
              + " '\\?");

  private static final Pattern EXEC = Pattern.compile("(?i)^\\s*EXEC\\b");

  /** How databases say that a statement is none of their language. */
  private static final Pattern SYNTAX = Pattern.compile("(?i)syntax[ _]error|error in your SQL");

  /** A variable for the result, on a line below the magic's. */
  private static final Pattern BOUND = Pattern.compile("^\\s*([A-Za-z_]\\w*)\\s*<<");

  private static final Pattern SHOW_TABLES = Pattern.compile("(?i)^\\s*SHOW\\s+TABLES\\b");
  private static final Pattern DESCRIBE =
      Pattern.compile("(?i)^\\s*DESC(?:RIBE)?\\s+([\\w.\"]+)[\\s;]*$");
  private static final Pattern SHOW_MODEL = Pattern.compile("(?i)^\\s*SHOW\\s+MODEL\\s*$");
  private static final Pattern PREDICT = Pattern.compile("(?i)\\bpredict\\s*\\(\\s*'");
  private static final Pattern MISSING_TO =
      Pattern.compile(
          "(?is)\\b(TRAIN|PREDICT|EVALUATE|EXPLAIN)\\s+[\\w.]+\\s+(?:WITH|COLUMN|LABEL|USING|INTO)\\b");

  /** How databases name a column that they do not know. */
  private static final Pattern NO_COLUMN =
      Pattern.compile("(?i)column[^\"'`]{0,90}[\"'`]([^\"'`]+)[\"'`]");

  /** A file's name in the place of a table's; its length is limited, since the search recurses. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?i)\\b(?:FROM|JOIN)\\s+((?:(?!\\b(?:WHERE|JOIN|ON|AS|GROUP|ORDER|LIMIT|TO)\\b)[\\w~./\\\\"
              + " :*-]){1,200}?\\.(?:csv|tsv|parquet|jsonl?|xlsx)(?:\\.gz|\\.zst)?)(?![\\w.'\"])");

  /** How DuckDB's errors begin. */
  private static final Pattern OF_DUCKDB = Pattern.compile("(?:Parser|Catalog|Binder) Error: ");

  /** The first words of a statement that is written after another one. */
  private static final Pattern NEXT =
      Pattern.compile("(?i)(?:SELECT|WITH|CREATE|INSERT|UPDATE|DELETE|DROP|ALTER|COPY|SHOW)\\b");

  private RefusedSql() {}

  /** A hint at what a statement that the database refused was probably meant to do. */
  static String hint(String sql, DatabaseException error) {
    String message = String.valueOf(error.getMessage());
    Matcher named = NAMED.matcher(sql);
    if (named.find() && message.contains("near \":\"")) {
      return "; the value of the Java variable " + named.group(1) + " is ${" + named.group(1) + "}";
    }
    if (SHOW_MODEL.matcher(sql).find()) {
      return "; SHOW MODELS lists the models";
    }
    boolean isOperator = // of PostgreSQL
        sql.stripTrailing().endsWith("?") && message.contains("syntax error at end of input");
    if (isOperator || sql.contains("?") && NO_VALUE.matcher(message).find()) {
      return "; ? takes no value here: ${name} is the value of the Java variable name";
    }
    if (EXEC.matcher(sql).find() && SYNTAX.matcher(message).find()) {
      return "; EXEC is of SQL Server: CALL name(…) runs a procedure here, and SELECT * FROM t"
          + " TO DESCRIBE shows the columns of a table";
    }
    boolean isUnknown = SYNTAX.matcher(message).find() || message.contains("configuration param");
    if (SHOW_TABLES.matcher(sql).find() && isUnknown) { // PostgreSQL looks for a setting
      return "; to list the tables: SELECT table_schema, table_name FROM information_schema.tables"
          + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')";
    }
    Matcher bound = BOUND.matcher(sql);
    if (bound.find() && SYNTAX.matcher(message).find()) {
      return "; to keep the result, write %%sqlflow " + bound.group(1) + " << in the first line";
    }
    Matcher described = DESCRIBE.matcher(sql);
    if (described.find() && SYNTAX.matcher(message).find()) {
      return "; to see its columns: SELECT * FROM " + described.group(1) + " TO DESCRIBE";
    }
    if (PREDICT.matcher(sql).find()) {
      return "; predict('model', row) is a function on DuckDB only: SELECT … TO PREDICT"
          + " table.group_id USING model writes predictions on any database";
    }
    Matcher operation = MISSING_TO.matcher(sql);
    if (operation.find()) {
      return "; to "
          + operation.group(1).toLowerCase(Locale.ROOT)
          + ", write TO in front of "
          + operation.group(1);
    }
    Matcher file = FILE.matcher(sql);
    if (file.find() && OF_DUCKDB.matcher(message).lookingAt()) {
      return "; the name of a file needs single quotes: '" + file.group(1) + "'";
    }
    if (SYNTAX.matcher(message).find() && beginsStatement(sql, error.offset().orElse(0))) {
      return "; if a new statement begins here, write ; before it";
    }
    return text(sql, message);
  }

  /** Whether a line begins with a statement at a place after the start. */
  private static boolean beginsStatement(String sql, int offset) {
    int line = sql.lastIndexOf('\n', offset - 1);
    return line > 0
        && sql.substring(line, offset).isBlank()
        && NEXT.matcher(sql).region(offset, sql.length()).lookingAt();
  }

  /** A hint if a value that is compared has no quotes, or double ones. */
  private static String text(String sql, String message) {
    Matcher column = NO_COLUMN.matcher(message);
    if (!column.find()) {
      return "";
    }
    Matcher compared =
        Pattern.compile(
                "(?i)(?:=|<>|!=|\\bI?LIKE\\b|\\bIN\\s*\\()\\s*\"?("
                    + Pattern.quote(column.group(1))
                    + ")\"?(?![\\w.(])")
            .matcher(sql);
    return compared.find()
        ? "; if it is a text, write it in single quotes: '" + compared.group(1) + "'"
        : "";
  }
}
