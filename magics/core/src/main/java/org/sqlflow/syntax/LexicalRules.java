package org.sqlflow.syntax;

/**
 * How a database reads strings and comments, which decides where its statements end. The strings of
 * this language's own clauses ({@code WITH name = '…'}) are the same on every database.
 *
 * <p>Measured on DuckDB 2.0, PostgreSQL 15, H2 2.3 and MariaDB 10.11.
 *
 * @param backslashEscapes whether a backslash in {@code '…'} and {@code "…"} escapes the next
 *     character; otherwise it is an ordinary character, as the SQL standard says
 * @param nestedComments whether a block comment may hold another one
 * @param hashComments whether {@code #} starts a comment up to the end of the line
 * @param spacedDashes whether {@code --} starts a comment only in front of white space
 * @param dollarStrings whether {@code $$…$$} and {@code $tag$…$tag$} are strings
 */
public record LexicalRules(
    boolean backslashEscapes,
    boolean nestedComments,
    boolean hashComments,
    boolean spacedDashes,
    boolean dollarStrings) {
  /** The rules of DuckDB, PostgreSQL and H2; the default. */
  public static final LexicalRules STANDARD = new LexicalRules(false, true, false, false, true);

  /** The rules of MariaDB and MySQL. */
  public static final LexicalRules MARIADB = new LexicalRules(true, false, true, true, false);
}
