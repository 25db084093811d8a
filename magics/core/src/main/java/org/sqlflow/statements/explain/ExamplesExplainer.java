package org.sqlflow.statements.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Schema;
import org.sqlflow.engine.Scoring;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.clustering.ClusterOutputs;
import org.sqlflow.models.clustering.DescribedGroups;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.Output.Look;
import org.sqlflow.report.Palette;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.text.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * USING examples: the rows nearest to each group, and those on the border to the next group, with
 * all columns of the query. Equal rows count once, and equally near ones are ordered by their
 * values, so that the order of the rows does not change the examples.
 */
final class ExamplesExplainer implements Explainer {
  private static final String ROWS = "examples.rows";
  private static final int MOST = 1000;

  /** Up to so many examples are all shown. */
  private static final int MOST_SHOWN = 100;

  private static final long USUAL = 5;

  private static final String TYPICAL = "typical";
  private static final String BORDERLINE = "borderline";
  private static final String FARTHEST = "farthest";
  private static final String NONE = "in no group";

  private static final String GROUP = "group_id";
  private static final String NAME = "group_name";
  private static final List<String> REST = List.of("example", "distance", "second_group", "margin");

  @Override
  public String name() {
    return "examples";
  }

  @Override
  public String meaning() {
    return "The most typical rows of each group, and those on the border to the next one.";
  }

  @Override
  public List<AttributeDeclaration> attributes() {
    return List.of(
        AttributeDeclaration.of(
            ROWS,
            new AttributeType.Whole(1, MOST),
            USUAL,
            "how many typical rows of each group to show, and as many on its border"));
  }

  @Override
  public boolean isReport(List<String> columns) {
    List<String> first = new ArrayList<>(columns.subList(0, Math.min(6, columns.size())));
    first.remove(NAME);
    return first.size() >= 5 && first.get(0).equals(GROUP) && first.subList(1, 5).equals(REST);
  }

  @Override
  public Report explain(Explanation what) {
    what.clustering();
    DescribedGroups model = what.source().described().orElseThrow();
    Explanation described = what.with(what.source().with(model));
    Kept kept = new Kept(model, described.source().schema(), what.attributes().whole(ROWS));
    ModelOnQuery.Seen seen = described.score(kept.extras, kept.texts.reads(), kept::add);
    if (kept.isEmpty()) {
      throw what.noRows();
    }
    String name = what.source().stored().name();
    Table table = kept.table(name, what.source().stored().history().groupNames());
    List<Output> outputs = new ArrayList<>();
    List<String> notes = new ArrayList<>(seen.notes());
    notes.add(kept.sentence());
    outputs.add(new Output.Note(notes));
    outputs.add(
        new Output.Rows(
            Optional.of("Examples of the groups of " + name),
            table,
            Map.of(),
            List.of(),
            table.rowCount() <= MOST_SHOWN ? Output.Role.ANSWER : Output.Role.RESULT,
            Optional.empty(),
            kept.looks(table)));
    return new Report(table, outputs);
  }

  /**
   * A candidate for an example.
   *
   * @param rank the rows with the smallest ranks are kept
   */
  private record Example(
      double rank, int group, double distance, int second, double margin, String[] row) {
    static final Comparator<Example> ORDER =
        Comparator.comparingDouble(Example::rank)
            .thenComparing(
                (a, b) ->
                    Arrays.compare(a.row, b.row, Comparator.nullsFirst(Comparator.naturalOrder())));
  }

  /** The examples so far. */
  private static final class Kept {
    private final RowTexts texts;
    private final int columns;
    private final int most;
    private final Set<String> extras = new LinkedHashSet<>(List.of(ClusterOutputs.DISTANCE));
    private final boolean ranked;
    private final List<TreeSet<Example>> typical = new ArrayList<>();
    private final List<TreeSet<Example>> other = new ArrayList<>();
    private final TreeSet<Example> none = new TreeSet<>(Example.ORDER);

    Kept(DescribedGroups model, Schema schema, int most) {
      this.texts = new RowTexts(schema);
      this.columns = schema.columns().size();
      this.most = most;
      this.ranked = model.clusters() > 1 && model.extraOutputs().contains(DescribedGroups.MARGIN);
      if (ranked) {
        extras.add(DescribedGroups.SECOND_GROUP);
        extras.add(DescribedGroups.MARGIN);
      }
      for (int group = 0; group < model.clusters(); group++) {
        typical.add(new TreeSet<>(Example.ORDER));
        other.add(new TreeSet<>(Example.ORDER));
      }
    }

    void add(Scoring.ScoredRows part) {
      String[][] all = texts.of(part.batch());
      int[] groups = part.clusters();
      float[] distances = ((ColumnVector.Floats) part.predictions().get(1)).values();
      int[] second = ranked ? ((ColumnVector.Ints) part.predictions().get(2)).values() : null;
      double[] margins =
          ranked ? ((ColumnVector.Doubles) part.predictions().get(3)).values() : null;
      for (int at = part.from(); at < part.to(); at++) {
        int row = part.encoded().rowOf()[at - part.from()];
        if (row < 0) {
          continue;
        }
        int next = ranked ? second[row] : ColumnVector.Ints.NONE;
        double margin = ranked ? margins[row] : Double.NaN;
        double distance = distances[row];
        int group = groups[row];
        if (group < 0) {
          offer(none, most, -distance, group, distance, next, margin, all, at);
        } else {
          offer(typical.get(group), most, distance, group, distance, next, margin, all, at);
          double rank = ranked ? margin : -distance;
          // Twice as many, since those that are also typical are shown only once.
          offer(other.get(group), 2 * most, rank, group, distance, next, margin, all, at);
        }
      }
    }

    private void offer(
        TreeSet<Example> kept,
        int room,
        double rank,
        int group,
        double distance,
        int next,
        double margin,
        String[][] all,
        int at) {
      if (kept.size() == room && rank > kept.last().rank()) {
        return;
      }
      String[] row = new String[all.length];
      Arrays.setAll(row, column -> all[column][at]);
      kept.add(new Example(rank, group, distance, next, margin, row));
      if (kept.size() > room) {
        kept.pollLast();
      }
    }

    boolean isEmpty() {
      return none.isEmpty() && typical.stream().allMatch(TreeSet::isEmpty);
    }

    String sentence() {
      return "Typical rows are the nearest to their group"
          + (ranked
              ? "; borderline ones belong nearly as well to second_group: the margin, from 0 to 1,"
                  + " says how clearly they do not."
              : "; the farthest ones fit least.")
          + (none.isEmpty() ? "" : " Of the rows in no group, the farthest from any are shown.");
    }

    /**
     * The rows on a group's border, except those that are also typical of it, as in a small group.
     */
    private List<Example> others(int group) {
      Set<List<String>> shown = new HashSet<>();
      typical.get(group).forEach(example -> shown.add(Arrays.asList(example.row())));
      return other.get(group).stream()
          .filter(example -> !shown.contains(Arrays.asList(example.row())))
          .limit(most)
          .toList();
    }

    private List<Example> all() {
      List<Example> all = new ArrayList<>();
      for (int group = 0; group < typical.size(); group++) {
        all.addAll(typical.get(group));
        all.addAll(others(group));
      }
      all.addAll(none);
      return all;
    }

    List<String> colours() {
      return all().stream().map(example -> Palette.colour(Math.max(-1, example.group()))).toList();
    }

    Table table(String name, GroupNames names) {
      IntColumn group = IntColumn.create(GROUP);
      StringColumn called = StringColumn.create(NAME);
      StringColumn kind = StringColumn.create(REST.get(0));
      DoubleColumn distance = DoubleColumn.create(REST.get(1));
      IntColumn second = IntColumn.create(REST.get(2));
      DoubleColumn margin = DoubleColumn.create(REST.get(3));
      List<String> kinds = new ArrayList<>();
      for (int i = 0; i < typical.size(); i++) {
        typical.get(i).forEach(example -> kinds.add(TYPICAL));
        others(i).forEach(example -> kinds.add(ranked ? BORDERLINE : FARTHEST));
      }
      none.forEach(example -> kinds.add(NONE));
      kinds.forEach(kind::append);
      for (Example example : all()) {
        if (example.group() < 0) {
          group.appendMissing();
          called.appendMissing();
        } else {
          group.append(example.group());
          called.append(names.of(example.group()).orElse(""));
        }
        distance.append(example.distance());
        if (example.second() < 0) {
          second.appendMissing();
        } else {
          second.append(example.second());
        }
        if (Double.isNaN(example.margin())) {
          margin.appendMissing();
        } else {
          margin.append(example.margin());
        }
      }
      Table table = Table.create(name, group);
      if (!names.isEmpty()) {
        table.addColumns(called);
      }
      table.addColumns(kind, distance, second, margin);
      for (Column<?> column : texts.columns(all().stream().map(Example::row).toList())) {
        String own = column.name();
        for (int n = 1; contains(table, column.name()); n++) {
          column.setName(own + Text.of(n == 1 ? " of the query" : " of the query %d", n));
        }
        table.addColumns(column);
      }
      return table;
    }

    /** Groups have colours; the query's columns, which come last, keep their look. */
    Map<Integer, Look> looks(Table table) {
      Map<Integer, Look> looks = new HashMap<>();
      looks.put(0, new Look.Patches(colours()));
      for (int i = table.columnCount() - columns; i < table.columnCount(); i++) {
        looks.put(i, new Look.AsInResult());
      }
      return looks;
    }

    private static boolean contains(Table table, String name) {
      return table.columnNames().stream().anyMatch(name::equalsIgnoreCase);
    }
  }
}
