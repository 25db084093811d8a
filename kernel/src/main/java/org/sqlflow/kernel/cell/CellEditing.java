package org.sqlflow.kernel.cell;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sqlflow.completion.Completion;
import org.sqlflow.completion.Completion.Suggestion;
import org.sqlflow.completion.Inspection;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.kernel.java.JavaNames;
import org.sqlflow.magic.SqlflowMagic;

/** Completion and inspection in cells of SQL and Java. Safe for use by several threads. */
public final class CellEditing {
  private static final List<String> MAGICS =
      List.of("%%sqlflow", "%sqlflow", "%%java", "%jars", "%maven");

  private final SqlflowMagic magic;
  private final JavaInterpreter java;
  private final Cells cells;

  /** Creates the editing help for the cells of a kernel. */
  public CellEditing(SqlflowMagic magic, JavaInterpreter java, Cells cells) {
    this.magic = magic;
    this.java = java;
    this.cells = cells;
  }

  /**
   * Suggestions for the cursor's place in a cell.
   *
   * @param cursor the index of the character after the cursor
   */
  public Completion complete(String code, int cursor) {
    OptionalInt start = CellReader.sqlStart(code);
    if (start.isEmpty()) {
      return completeJava(CellReader.withoutJavaMagic(code), cursor);
    }
    int end = CellReader.magicEnd(code, start.getAsInt());
    if (cursor < start.getAsInt()) {
      return Completion.none(cursor);
    }
    if (cursor <= end && end > start.getAsInt()) {
      return completeMagic(code, start.getAsInt(), end, cursor);
    }
    String cell = sqlOf(code, start.getAsInt());
    return cursor > cell.length()
        ? Completion.none(cursor)
        : magic.complete(cell, end, cursor, cells.variables());
  }

  /** What the word at a cursor means; see {@link #complete}. */
  public Optional<Inspection> inspect(String code, int cursor) {
    OptionalInt start = CellReader.sqlStart(code);
    if (start.isEmpty()) {
      cells.bindIfReady();
      return java.document(CellReader.withoutJavaMagic(code), cursor)
          .map(text -> Inspection.of("", text));
    }
    int end = CellReader.magicEnd(code, start.getAsInt());
    if (start.getAsInt() <= cursor && cursor <= end && end > start.getAsInt()) {
      return Optional.of(
          Inspection.of(
              "%%sqlflow",
              "SQL and models: %%sqlflow [--as name] [--limit n] [--quiet] [--persist table]"
                  + " [--connect URL [--alias name]] [--connections] [--save file] [--grid]"
                  + " [--debug] [name <<] statements. %sqlflow is for one line."));
    }
    return magic.inspect(sqlOf(code, start.getAsInt()), end, cursor);
  }

  private Completion completeJava(String code, int cursor) {
    cells.bindIfReady();
    JavaInterpreter.Completion found = java.complete(code, cursor);
    int end = cursor;
    while (end < code.length() && Character.isJavaIdentifierPart(code.codePointAt(end))) {
      end += Character.charCount(code.codePointAt(end));
    }
    boolean called = code.startsWith("(", end);
    List<Suggestion> words =
        found.words().stream()
            .map(word -> new Suggestion(called ? beforeBracket(word) : word, typeOf(word)))
            .distinct()
            .toList();
    return new Completion(words, found.start(), end);
  }

  /** A method's name, if its brackets are already there. */
  private static String beforeBracket(String word) {
    int bracket = word.indexOf('(');
    return bracket < 0 ? word : word.substring(0, bracket);
  }

  private static String typeOf(String word) {
    if (word.endsWith("(") || word.endsWith(")")) {
      return "function";
    }
    if (JavaNames.isReserved(word)) {
      return "keyword";
    }
    return !word.isEmpty() && Character.isUpperCase(word.codePointAt(0)) ? "class" : "instance";
  }

  private static Completion completeMagic(String code, int start, int end, int cursor) {
    String typed = code.substring(start, cursor);
    return new Completion(
        MAGICS.stream()
            .filter(word -> word.startsWith(typed))
            .map(word -> new Suggestion(word, "magic"))
            .toList(),
        start,
        end);
  }

  /** The SQL of a cell; that of {@code %sqlflow} ends with its line. */
  private static String sqlOf(String code, int start) {
    int lineEnd = code.indexOf('\n', start);
    boolean oneLine = code.startsWith("%", start) && !code.startsWith("%%", start) && lineEnd >= 0;
    return oneLine ? code.substring(0, lineEnd) : code;
  }
}
