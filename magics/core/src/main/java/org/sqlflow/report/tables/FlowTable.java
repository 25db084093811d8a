package org.sqlflow.report.tables;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.Palette;
import org.sqlflow.text.Text;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Rows by their groups in two models: a row for each group of the first, a column for each of the
 * second; the stronger the colour of a cell, the larger its share of the first model's group.
 *
 * @param from the first model's name
 * @param to the second model's name
 * @param counts rows, {@code groups of the first x groups of the second}; those without rows are
 *     not shown
 * @param before the names of the groups of the first model
 * @param after the names of the groups of the second model
 */
public record FlowTable(
    String from, String to, long[][] counts, GroupNames before, GroupNames after) {
  /** The shade of a cell that has all rows of its group. */
  private static final double DARKEST = 2;

  /** A whole number, except where rounding would show 0 or 100 although a few rows differ. */
  private static String percent(double share) {
    double percent = 100 * share;
    boolean isWhole = percent == 100 || (percent >= 1 && percent < 99.5);
    return isWhole
        ? Text.of("%.0f", percent)
        : percent < 0.1 ? "under 0.1" : percent > 99.9 ? "over 99.9" : Text.of("%.1f", percent);
  }

  /** The table. */
  public Output.Heat output() {
    int[] rows =
        IntStream.range(0, counts.length).filter(i -> Arrays.stream(counts[i]).sum() > 0).toArray();
    int width = counts.length == 0 ? 0 : counts[0].length;
    int[] columns =
        IntStream.range(0, width)
            .filter(j -> Arrays.stream(counts).mapToLong(row -> row[j]).sum() > 0)
            .toArray();
    StringColumn names = StringColumn.create("in " + from);
    StringColumn all = StringColumn.create("rows");
    Table table = Table.create(names, all);
    double[][] shades = new double[rows.length][columns.length + 1];
    for (int r = 0; r < rows.length; r++) {
      names.append(before.label(rows[r]));
      all.append(Text.of("%,d", Arrays.stream(counts[rows[r]]).sum()));
      shades[r][0] = Double.NaN;
    }
    Map<Integer, String> patches = new HashMap<>();
    for (int c = 0; c < columns.length; c++) {
      StringColumn column = StringColumn.create(after.label(columns[c]));
      for (int r = 0; r < rows.length; r++) {
        long count = counts[rows[r]][columns[c]];
        double share = (double) count / Arrays.stream(counts[rows[r]]).sum();
        column.append(count == 0 ? "" : Text.of("%,d (%s %%)", count, percent(share)));
        shades[r][c + 1] = count == 0 ? Double.NaN : DARKEST * share;
      }
      table.addColumns(column);
      patches.put(c + 2, Palette.colour(columns[c]));
    }
    return new Output.Heat(
        Optional.of(Text.of("Rows by their group in %s (down) and in %s (across)", from, to)),
        table,
        shades,
        "In brackets: the share of the group in "
            + from
            + "; the stronger the colour, the larger the share.",
        patches);
  }
}
