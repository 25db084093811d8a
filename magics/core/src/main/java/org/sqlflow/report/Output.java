package org.sqlflow.report;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sqlflow.data.SqlType;
import tech.tablesaw.api.Table;

/** One thing that a statement shows its user. */
public sealed interface Output {
  /**
   * A table.
   *
   * @param title a line above it
   * @param table every row, or the first ones
   * @param present by column index, the rows whose value Tablesaw counts as missing though the
   *     database has one: an empty string or NaN. All other missing values are NULL.
   * @param types of the columns, as the database has them; empty where they come from no database
   * @param whole if the table has the first rows only, runs the query again and gives all of them
   */
  record Rows(
      Optional<String> title,
      Table table,
      Map<Integer, BitSet> present,
      List<SqlType> types,
      Role role,
      Optional<Supplier<Rows>> whole)
      implements Output {
    /** A table with every row. */
    public Rows(
        Optional<String> title,
        Table table,
        Map<Integer, BitSet> present,
        List<SqlType> types,
        Role role) {
      this(title, table, present, types, role, Optional.empty());
    }

    /** A table that no query of the user's gave: its columns have no types of a database. */
    public Rows(Optional<String> title, Table table, Map<Integer, BitSet> present, Role role) {
      this(title, table, present, List.of(), role);
    }

    /** Whether the table becomes {@code _}. */
    public boolean isResult() {
      return role != Role.REPORT;
    }
  }

  /** What a table is to its user. */
  enum Role {
    /** The result, of any length: as many rows are shown as the cell wants. */
    RESULT,
    /** The result, short and only useful as a whole. */
    ANSWER,
    /** Accompanies the result; shown as a whole too. */
    REPORT
  }

  /**
   * A table whose cells are coloured by their distance from the usual value.
   *
   * @param table of texts; the first column names the rows, the others are figures
   * @param deviations {@code [row][column - 1]}: how many standard deviations above the usual
   *     value; NaN for a cell without colour
   * @param legend what the colours mean, in a line
   */
  record Heat(Optional<String> title, Table table, double[][] deviations, String legend)
      implements Output {}

  /** Sentences, such as what a training noted; one a line. */
  record Note(List<String> lines) implements Output {}

  /**
   * What only some readers want to know, folded away where that is possible.
   *
   * @param title what is folded, in a word or two
   * @param lines sentences, one a line
   * @param tables below the sentences
   */
  record Details(String title, List<String> lines, List<Rows> tables) implements Output {
    public Details {
      lines = List.copyOf(lines);
      tables = List.copyOf(tables);
    }
  }

  /**
   * A picture.
   *
   * @param text what it shows, in a line
   * @param png for readers that draw nothing themselves; empty where this machine cannot draw text
   * @param vegaLite the same as a Vega-Lite 5 specification
   */
  record Picture(String text, Optional<byte[]> png, Map<String, Object> vegaLite)
      implements Output {}
}
