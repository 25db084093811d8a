package org.sqlflow.statements.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.database.Database;
import org.sqlflow.engine.Scoring;
import org.sqlflow.export.RuleSql;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.rules.CentreCosts;
import org.sqlflow.models.clustering.rules.Condition;
import org.sqlflow.models.clustering.rules.GroupRules;
import org.sqlflow.models.clustering.rules.Predicate;
import org.sqlflow.models.clustering.rules.Rule;
import org.sqlflow.models.clustering.rules.RuleColumns;
import org.sqlflow.models.clustering.rules.RuleFidelity;
import org.sqlflow.models.clustering.rules.RuleRows;
import org.sqlflow.models.clustering.rules.RuleTree;
import org.sqlflow.models.clustering.rules.RuleTrees;
import org.sqlflow.models.clustering.rules.RuleWords;
import org.sqlflow.models.clustering.rules.RuledEstimator;
import org.sqlflow.models.clustering.rules.RulesModel;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.charts.TreeChart;
import org.sqlflow.report.words.RuleReport;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.Text;

/**
 * USING rules: a small tree of conditions on the query's columns that gives rows the groups of a
 * model, as a picture, in words and in SQL. The database runs the SQL over the same query, and its
 * groups are compared with those of the model.
 */
final class RulesExplainer implements Explainer {
  private static final String MOST_LEAVES = "rules.max_leaves";
  private static final int LEAVES = 12;

  /** The most rows that a tree is made from; more make no visible difference. */
  private static final int SAMPLE = 20_000;

  /** The most numbers of the sample: rows times features and groups. */
  private static final int MOST_VALUES = 1 << 25;

  /** The most rows that the short conditions are made from. */
  private static final int SHORT_SAMPLE = 8_000;

  private static final long SEED = 42;

  /** The most letters of a condition in the picture. */
  private static final int LETTERS = 18;

  private static final String GROUP = "sqlflow_group";
  private static final String RULE = "sqlflow_rule";

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String meaning() {
    return "A small tree of conditions on the query's columns: a picture, sentences and a SQL"
        + " CASE.";
  }

  @Override
  public List<AttributeDeclaration> attributes() {
    return List.of(
        AttributeDeclaration.of(
            MOST_LEAVES,
            new Whole(2, 200),
            null,
            "how many rules there are at most; fewer where more are no better on held-out rows."
                + " Default: "
                + LEAVES
                + ", or as many as there are groups if these are more"));
  }

  @Override
  public boolean isReport(List<String> columns) {
    return RuleReport.isReport(columns);
  }

  @Override
  public Report explain(Explanation what) {
    return new Run(what).report();
  }

  private static final class Run {
    private final Explanation what;
    private final ClusteringModel model;

    /** The shown number of each group, by the model's internal number; the last is for no group. */
    private final int[] shown;

    private final int clusters;
    private final RuleColumns columns;
    private final RuleSql sql;
    private final Database database;
    private final List<String> notes = new ArrayList<>();

    Run(Explanation what) {
      this.what = what;
      ClusteringModel seen = what.clustering();
      this.model = seen instanceof NumberedModel numbered ? numbered.model() : seen;
      this.clusters = seen.clusters();
      int[] own = IntStream.range(0, model.clusters()).toArray();
      this.shown =
          Arrays.copyOf(
              seen instanceof NumberedModel numbered ? numbered.shown(own) : own, own.length + 1);
      shown[own.length] = clusters;
      this.database = what.workspace().database();
      this.sql =
          RuleSql.of(database, what.source().schema(), true, what.source().stored().encoding());
      this.columns =
          model instanceof RulesModel ruled
              ? ruled.columns()
              : RuleColumns.of(what.source().stored().encoding(), sql::isTime);
      requireColumns();
    }

    private String name() {
      return what.source().stored().name();
    }

    private GroupNames names() {
      return what.source().stored().history().groupNames();
    }

    private void requireColumns() {
      String unused = String.join(", ", columns.unused());
      if (columns.isEmpty()) {
        throw new StatementException(
            Text.of(
                "%s sees the query only through %s, which conditions on columns cannot express:"
                    + " to get rules, train it on numbers, or on texts with INDICATOR",
                name(), unused),
            what.source().name().position());
      }
      if (!unused.isEmpty()) {
        notes.add(Text.of("No rule uses %s, which conditions on columns cannot express.", unused));
      }
    }

    private int mostLeaves() {
      Object given = what.attributes().value(MOST_LEAVES).orElse(null);
      int groups = model.clusters();
      if (given == null) {
        return Math.max(LEAVES, groups);
      }
      int most = what.attributes().whole(MOST_LEAVES);
      if (most < groups) {
        throw new StatementException(
            Text.of(
                "%s has %d groups, and each needs a rule: set %s = %d or more",
                name(), groups, MOST_LEAVES, groups),
            what.statement().attributes().stream()
                .filter(attribute -> attribute.name().text().equalsIgnoreCase(MOST_LEAVES))
                .findFirst()
                .orElseThrow()
                .name()
                .position());
      }
      return most;
    }

    /** For a model whose groups are rules, they are the explanation, whatever their number. */
    private int ofRules() {
      notes.add(
          Text.of(
              "The groups of %s are these rules (%s)%s.",
              name(),
              RuledEstimator.RULES,
              what.attributes().isGiven(MOST_LEAVES)
                  ? "; " + MOST_LEAVES + " changes nothing"
                  : ""));
      return 0;
    }

    private Report report() {
      int most = model instanceof RulesModel ? ofRules() : mostLeaves();
      RowReservoir sample = sample();
      Matrix rows = sample.rows();
      int[] groups = noneLast(sample.groups());
      RuleRows seen = columns.rows(rows);
      RuleTree tree = tree(seen, rows, groups, most).renumbered(shown);
      List<Rule> rules =
          columns.rules(tree).stream().map(rule -> rule.withTruths(sql::isTruth)).toList();
      RuleFidelity fidelity = compared(rules);
      RuleReport report =
          new RuleReport(
              name(),
              names(),
              rules,
              rules.stream().map(sql::condition).toList(),
              fidelity,
              CentreCosts.hasCentres(model) ? fidelity.costRatio() : OptionalDouble.empty(),
              shorts(seen, groups),
              sql.cases(rules, place -> group(rules.get(place))),
              new Picture(fidelity, rules).node(tree, "", new int[1]),
              database.product(),
              notes);
      return new Report(report.table(), report.outputs());
    }

    private String group(Rule rule) {
      return rule.group() == clusters ? "NULL" : Integer.toString(rule.group());
    }

    private RowReservoir sample() {
      int width = what.source().stored().encoding().width();
      int most = Math.max(1000, Math.min(SAMPLE, MOST_VALUES / (width + clusters)));
      RowReservoir sample = new RowReservoir(width, most, SEED);
      ModelOnQuery.Seen seen =
          what.score(List.of(), part -> sample.add(part.encoded().matrix(), part.clusters()));
      if (sample.seen() == 0) {
        throw what.noRows();
      }
      notes.addAll(seen.notes());
      return sample;
    }

    private int[] noneLast(int[] groups) {
      return Arrays.stream(groups).map(group -> group < 0 ? clusters : group).toArray();
    }

    /** The tree, with the model's internal group numbers. */
    private RuleTree tree(RuleRows seen, Matrix rows, int[] groups, int most) {
      if (model instanceof RulesModel ruled) {
        return ruled.tree();
      }
      int[] own = new int[clusters + 1];
      IntStream.range(0, shown.length).forEach(group -> own[shown[group]] = group);
      int none = model.clusters();
      boolean hasNone = Arrays.stream(groups).anyMatch(group -> group == clusters);
      return new RuleTrees(
              seen,
              Arrays.stream(groups).map(group -> own[group]).toArray(),
              hasNone ? none + 1 : none,
              CentreCosts.of(model, rows),
              columns)
          .chosen(most, SEED, what.listener());
    }

    /** Compares the groups that the database computes by the rules with the model's groups. */
    private RuleFidelity compared(List<Rule> rules) {
      Set<String> names = new LinkedHashSet<>();
      what.source().reads().forEach(read -> names.add(database.quote(read.column())));
      String query =
          "SELECT "
              + String.join(", ", names)
              + ", "
              + sql.cases(rules, place -> group(rules.get(place)))
              + " AS "
              + database.quote(GROUP)
              + ", "
              + sql.cases(rules, Integer::toString)
              + " AS "
              + database.quote(RULE)
              + " FROM (\n"
              + what.statement().query().text()
              + "\n) AS source";
      ModelOnQuery source = what.source();
      ModelOnQuery wrapped =
          new ModelOnQuery(
              source.name(),
              new StandardSql(query, source.query().position()),
              source.stored(),
              source.model(),
              source.schema(),
              source.reads());
      RuleFidelity fidelity =
          new RuleFidelity(rules.size(), clusters, source.stored().encoding().width());
      new Explanation(
              what.statement(), what.attributes(), wrapped, what.workspace(), what.listener())
          .score(
              List.of(ColumnRead.numbers(GROUP), ColumnRead.numbers(RULE)),
              part ->
                  fidelity.add(
                      part.encoded().matrix(),
                      kept(part, RULE),
                      kept(part, GROUP),
                      part.clusters()));
      return fidelity;
    }

    /** The numbers that the database computed for the rows that the model groups; -1 for NULL. */
    private static int[] kept(Scoring.ScoredRows part, String column) {
      double[] numbers = part.batch().doubles(column);
      int[] rowOf = part.encoded().rowOf();
      int[] kept = new int[part.encoded().matrix().rows()];
      for (int row = 0; row < rowOf.length; row++) {
        if (rowOf[row] >= 0) {
          double number = numbers[part.from() + row];
          kept[rowOf[row]] = Double.isNaN(number) ? -1 : (int) number;
        }
      }
      return kept;
    }

    private List<RuleReport.Short> shorts(RuleRows seen, int[] groups) {
      int[] chosen = RowSample.of(seen.rows(), SHORT_SAMPLE, SEED);
      int[] own = Arrays.stream(chosen).map(row -> groups[row]).toArray();
      return GroupRules.of(seen.take(chosen), own, clusters, columns, what.listener()).stream()
          .map(
              found -> {
                Rule rule = found.rule().withTruths(sql::isTruth);
                return new RuleReport.Short(
                    rule.group(), RuleWords.ofKnown(rule), found.coverage(), found.precision());
              })
          .toList();
    }

    /** The tree with its branches in words. */
    private final class Picture {
      private final RuleFidelity fidelity;
      private final List<Rule> rules;

      Picture(RuleFidelity fidelity, List<Rule> rules) {
        this.fidelity = fidelity;
        this.rules = rules;
      }

      private TreeChart.Node node(RuleTree tree, String label, int[] next) {
        if (tree instanceof RuleTree.Split split) {
          return new TreeChart.Node(
              label,
              "",
              -1,
              List.of(
                  node(split.holds(), words(split.condition(), true), next),
                  node(split.fails(), words(split.condition(), false), next)));
        }
        int place = next[0]++;
        int group = rules.get(place).group();
        long rows = fidelity.rowsOfRule(place);
        String name = group == clusters ? "no group" : names().label(group);
        String right =
            rows == 0
                ? ""
                : ", "
                    + RuleReport.percent((double) fidelity.right(place, group) / rows)
                    + " correct";
        return new TreeChart.Node(
            label,
            name + ": " + Text.counted(rows, "row") + right,
            group == clusters ? -1 : group,
            List.of());
      }

      private String words(Condition condition, boolean holds) {
        Rule one =
            columns.rule(List.of(new RuleTree.Step(condition, holds)), 0).withTruths(sql::isTruth);
        Predicate predicate = one.predicates().get(0);
        return RuleWords.brief(predicate, LETTERS);
      }
    }
  }
}
