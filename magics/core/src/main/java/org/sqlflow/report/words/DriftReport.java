package org.sqlflow.report.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.drift.Drift;
import org.sqlflow.models.drift.DriftVerdict;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.report.Palette;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What TO MONITOR shows: a verdict with its reasons, the groups at the training and now, and each
 * feature.
 *
 * @param model the model's name
 * @param query that gave the rows
 * @param names of the groups
 */
public record DriftReport(
    String model, Drift drift, DriftVerdict verdict, String query, GroupNames names) {
  /** The most reasons that are named; the table has all. */
  private static final int MOST_REASONS = 6;

  /** With fewer rows, only large changes can be distinguished from chance. */
  private static final int FEW_ROWS = 100;

  /** Decimals of shares and indices. */
  private static final int DIGITS = 3;

  private static final String MEAN = "mean";

  /** A longer query would hide the statement that follows it. */
  private static final int LONGEST_QUERY = 240;

  /** A row for each feature, column with missing values and group. */
  public Table table() {
    Columns columns = new Columns();
    for (Drift.Feature feature : drift.features()) {
      columns.add(
          "feature",
          feature.name(),
          feature.then(),
          feature.now(),
          feature.isShare() ? "share of " + feature.what() : MEAN,
          feature.shift(),
          Double.NaN);
      feature
          .unseenNow()
          .ifPresent(
              now ->
                  columns.add(
                      "new values",
                      feature.name(),
                      feature.unseenThen().orElse(0),
                      now,
                      "share",
                      Drift.Shift.NONE,
                      feature.isUnseen() ? 1 : 0));
    }
    for (Drift.Missing missing : drift.missing()) {
      columns.add(
          "missing",
          missing.column(),
          missing.then(),
          missing.now(),
          "share",
          Drift.Shift.NONE,
          missing.isReal() ? 1 : 0);
    }
    for (int group = 0; group < drift.then().size(); group++) {
      if (drift.then().get(group) > 0 || drift.now().get(group) > 0) {
        columns.add(
            "group",
            String.valueOf(group),
            drift.then().get(group),
            drift.now().get(group),
            "share",
            drift.groups(),
            Double.NaN);
      }
    }
    if (!Double.isNaN(drift.beyond())) {
      columns.add(
          "distance",
          "beyond 99 % of the training",
          0.01,
          drift.beyond(),
          "share",
          Drift.Shift.NONE,
          drift.isBeyond() ? 1 : 0);
    }
    return columns.table();
  }

  /** The columns of the table. */
  private static final class Columns {
    private final StringColumn kind = StringColumn.create("kind");
    private final StringColumn name = StringColumn.create("name");
    private final StringColumn what = StringColumn.create("what");
    private final DoubleColumn then = DoubleColumn.create("training");
    private final DoubleColumn now = DoubleColumn.create("now");
    private final DoubleColumn psi = DoubleColumn.create("psi");
    private final DoubleColumn chance = DoubleColumn.create("psi by chance");
    private final StringColumn isReal = StringColumn.create("more than chance");

    /**
     * A row.
     *
     * @param real 1 if chance does not explain the difference, 0 if it does; NaN to ask the shift
     */
    void add(
        String own,
        String of,
        double before,
        double after,
        String meaning,
        Drift.Shift shift,
        double real) {
      kind.append(own);
      name.append(of);
      what.append(meaning);
      // The same precision as in the sentences: a share of 12.3 % is 0.123.
      boolean isMean = meaning.equals(MEAN);
      then.append(rounded(before, isMean ? DriftVerdict.digits(before) : DIGITS));
      now.append(rounded(after, isMean ? DriftVerdict.digits(after) : DIGITS));
      boolean hasIndex = !shift.equals(Drift.Shift.NONE);
      psi.append(hasIndex ? rounded(shift.psi(), DIGITS) : Double.NaN);
      chance.append(hasIndex ? rounded(shift.expected(), DIGITS) : Double.NaN);
      boolean certain = Double.isNaN(real) ? shift.isReal() : real > 0;
      isReal.append(certain ? "yes" : "no");
    }

    private static double rounded(double value, int digits) {
      return Double.isFinite(value)
          ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP).doubleValue()
          : Double.NaN;
    }

    Table table() {
      return Table.create(kind, name, what, then, now, psi, chance, isReal);
    }
  }

  /** Whether a table with these columns holds such a report. */
  public static boolean isReport(List<String> columns) {
    return columns.equals(new Columns().table().columnNames());
  }

  /** The report, in the order to show it. */
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(new Output.Note(sentences(), List.of(verdict.level().word())));
    groups().ifPresent(outputs::add);
    outputs.add(
        new Output.Rows(
            Optional.of(
                "Each feature of "
                    + model
                    + ", in the training and now; of a category the one that changed most"),
            table(),
            Map.of(),
            Output.Role.RESULT));
    return outputs;
  }

  private List<String> sentences() {
    List<String> lines = new ArrayList<>();
    long rows = drift.rows();
    String trained = Text.of("the %,d rows that %s was trained on", drift.trained(), model);
    String differ = rows == 1 ? "the row differs" : Text.of("the %,d rows differ", rows);
    lines.add(
        switch (verdict.level()) {
          case STABLE ->
              Text.of(
                  "Stable: %s distributed as %s.",
                  rows == 1 ? "the row is" : Text.of("the %,d rows are", rows), trained);
          case WATCH -> Text.of("Watch: %s slightly from %s.", differ, trained);
          case RETRAIN -> Text.of("Retrain: %s strongly from %s.", differ, trained);
        });
    verdict.reasons().stream()
        .limit(MOST_REASONS)
        .forEach(reason -> lines.add(Visible.line(capital(reason.sentence())) + "."));
    int more = verdict.reasons().size() - MOST_REASONS;
    if (more > 0) {
      lines.add(Text.of("%d more %s in the table.", more, more == 1 ? "reason is" : "reasons are"));
    }
    if (rows < FEW_ROWS) {
      lines.add(
          Text.of(
              "%s few: only large changes can be distinguished from chance.",
              rows == 1 ? "One row is" : Text.of("%,d rows are", rows)));
    }
    if (drift.leftOut() > 0) {
      lines.add(
          Text.of(
              "%,d further %s left out: a value is missing.",
              drift.leftOut(), drift.leftOut() == 1 ? "row is" : "rows are"));
    }
    if (drift.features().isEmpty()) {
      lines.add("The model has very many features: their distributions are not stored.");
    }
    if (verdict.level() == DriftVerdict.Level.RETRAIN) {
      lines.add("To train it on these rows: " + shown() + " TO RETRAIN " + plain());
    }
    return lines;
  }

  /** The model without its version. */
  private String plain() {
    return SqlNames.model(model.replaceFirst("@\\d+$", ""));
  }

  private String shown() {
    String line = query.strip();
    return line.length() <= LONGEST_QUERY && line.indexOf('\n') < 0 && !line.contains("--")
        ? line
        : "\u2026 (the same query)";
  }

  private Optional<Output> groups() {
    if (drift.then().isEmpty()) {
      return Optional.empty();
    }
    IntColumn group = IntColumn.create("group_id");
    StringColumn called = StringColumn.create("name");
    LongColumn rows = LongColumn.create("rows now");
    DoubleColumn then = DoubleColumn.create("training in %");
    DoubleColumn now = DoubleColumn.create("now in %");
    List<String> colours = new ArrayList<>();
    List<Double> before = new ArrayList<>();
    List<Double> after = new ArrayList<>();
    for (int i = 0; i < drift.then().size(); i++) {
      if (drift.then().get(i) > 0 || drift.now().get(i) > 0) {
        group.append(i);
        called.append(names.of(i).orElse("\u2013"));
        rows.append(Math.round(drift.now().get(i) * drift.rows()));
        then.append(percent(drift.then().get(i)));
        now.append(percent(drift.now().get(i)));
        colours.add(Palette.colour(i));
        before.add(drift.then().get(i));
        after.add(drift.now().get(i));
      }
    }
    if (drift.ungroupedThen() > 0 || drift.ungroupedNow() > 0) {
      group.appendMissing();
      called.append("in no group");
      rows.append(Math.round(drift.ungroupedNow() * drift.rows()));
      then.append(percent(drift.ungroupedThen()));
      now.append(percent(drift.ungroupedNow()));
      colours.add(Palette.colour(-1));
      before.add(drift.ungroupedThen());
      after.add(drift.ungroupedNow());
    }
    Map<Integer, Look> looks = new HashMap<>();
    looks.put(0, new Look.Patches(colours));
    Table table = Table.create(group, rows, then, now);
    looks.put(2, new Look.Bars(before));
    looks.put(3, new Look.Bars(after));
    if (!names.isEmpty()) {
      table.addColumns(called);
    }
    return Optional.of(
        Output.Rows.report(
            "Shares of the groups of " + model + ", in the training and now", table, looks));
  }

  private static double percent(double share) {
    return Math.rint(1000 * share) / 10;
  }

  private static String capital(String text) {
    return Character.isLowerCase(text.charAt(0)) && text.startsWith("the ")
        ? "T" + text.substring(1)
        : text;
  }
}
