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
   * @param looks by column index, how graphical front ends draw the column's cells
   */
  record Rows(
      Optional<String> title,
      Table table,
      Map<Integer, BitSet> present,
      List<SqlType> types,
      Role role,
      Optional<Supplier<Rows>> whole,
      Map<Integer, Look> looks)
      implements Output {
    /** A table with every row, of plain cells. */
    public Rows(
        Optional<String> title,
        Table table,
        Map<Integer, BitSet> present,
        List<SqlType> types,
        Role role) {
      this(title, table, present, types, role, Optional.empty(), Map.of());
    }

    /** A table that does not come from a query of the user: its columns have no database types. */
    public Rows(Optional<String> title, Table table, Map<Integer, BitSet> present, Role role) {
      this(title, table, present, List.of(), role);
    }

    /** A table that accompanies a result. */
    public static Rows report(String title, Table table, Map<Integer, Look> looks) {
      return new Rows(
          Optional.of(title), table, Map.of(), List.of(), Role.REPORT, Optional.empty(), looks);
    }

    /** A result without a title whose facts are SQLFlow's own. */
    public static Rows listing(Table table) {
      return new Rows(Optional.empty(), table, Map.of(), Role.LISTING);
    }

    /** Whether the cell's settings say how many rows are shown. */
    public boolean isLimited() {
      return role == Role.RESULT || role == Role.LISTING;
    }

    /** Whether the table becomes {@code _}. */
    public boolean isResult() {
      return role != Role.REPORT;
    }
  }

  /** What a table is to its user. */
  enum Role {
    /** The result, of any length: the cell's settings say how many rows are shown. */
    RESULT,
    /** The same, but of SQLFlow's own facts: its columns have no types of the database. */
    LISTING,
    /** The result, short and only useful as a whole; as a listing without types. */
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
   * @param patches by column index, a colour before the column's name, as #rrggbb
   */
  record Heat(
      Optional<String> title,
      Table table,
      double[][] deviations,
      String legend,
      Map<Integer, String> patches)
      implements Output {
    /** A table whose column names have no colours. */
    public Heat(Optional<String> title, Table table, double[][] deviations, String legend) {
      this(title, table, deviations, legend, Map.of());
    }
  }

  /** How the cells of a column are drawn; a list has an entry for each row. */
  sealed interface Look {
    /**
     * A patch of colour before the value.
     *
     * @param colours as #rrggbb
     */
    record Patches(List<String> colours) implements Look {}

    /**
     * A bar before the value.
     *
     * @param shares lengths from 0 to 1
     */
    record Bars(List<Double> shares) implements Look {}

    /** Chips instead of the value; a row without chips shows its value. */
    record Chips(List<List<Chip>> chips) implements Look {}

    /** A value of the query in a report, written as in a result: it may be a key or a year. */
    record AsInResult() implements Look {}
  }

  /**
   * A few words on a coloured background.
   *
   * @param text the words
   * @param deviations how many standard deviations above the usual value
   * @param tooltip the same in a sentence
   */
  record Chip(String text, double deviations, String tooltip) {}

  /**
   * Sentences, such as the notes of a training; one per line.
   *
   * @param badges what matters most, each in a few words; shown beside the first sentence
   */
  record Note(List<String> lines, List<String> badges) implements Output {
    public Note {
      lines = List.copyOf(lines);
      badges = List.copyOf(badges);
    }

    /** Sentences without badges. */
    public Note(List<String> lines) {
      this(lines, List.of());
    }
  }

  /**
   * What only some readers want to know; folded where the front end can.
   *
   * @param title what the folded part has, in a word or two
   * @param lines sentences, one per line
   * @param tables below the sentences
   */
  record Details(String title, List<String> lines, List<Rows> tables) implements Output {
    public Details {
      lines = List.copyOf(lines);
      tables = List.copyOf(tables);
    }
  }

  /**
   * Text to copy as it is, such as SQL.
   *
   * @param title a line above it
   */
  record Code(String title, String text) implements Output {}

  /**
   * A picture.
   *
   * @param text what it shows, in a line
   * @param png for front ends that cannot draw Vega-Lite; empty where this machine cannot draw text
   * @param vegaLite the same as a Vega-Lite 5 specification
   */
  record Picture(String text, Optional<byte[]> png, Map<String, Object> vegaLite)
      implements Output {}
}
