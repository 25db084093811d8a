package org.sqlflow.statements.explain;

import java.util.Arrays;
import java.util.List;
import org.sqlflow.engine.Scoring;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.clustering.ClusterProfiler;
import org.sqlflow.report.words.ColumnsReport;
import org.sqlflow.report.words.ExplanationReport;
import org.sqlflow.statements.ModelOnQuery;

/** USING profile: what is typical of a model's groups, in the query's own units. */
final class ProfileExplainer implements Explainer {
  @Override
  public String name() {
    return "profile";
  }

  @Override
  public String meaning() {
    return "What is typical of each group, in original units; with COLUMN, how the groups differ in"
        + " columns that are not features.";
  }

  @Override
  public boolean isReport(List<String> columns) {
    return ExplanationReport.isReport(columns) || ColumnsReport.isReport(columns);
  }

  @Override
  public boolean takesColumns() {
    return true;
  }

  @Override
  public Report explain(Explanation what) {
    if (what.statement().columns().isPresent()) {
      return new ColumnsExplanation(what).report(what.statement().columns().get());
    }
    FeatureEncoding encoding = what.source().stored().encoding();
    ClusterProfiler profiler = new ClusterProfiler(encoding, what.clustering().clusters());
    ModelOnQuery.Seen seen =
        what.score(
            List.of(),
            part -> {
              profiler.add(part.encoded().matrix(), part.clusters());
              profiler.addMeasures(encoding, part.batch(), part.from(), part.to(), groups(part));
            });
    ExplanationReport report =
        new ExplanationReport(
            what.source().stored().name(),
            profiler
                .profile()
                .of(what.clustering().groups())
                .named(what.source().stored().history().groupNames()),
            seen.notes());
    if (report.profile().rows() == 0) {
      throw what.noRows();
    }
    return new Report(report.table(), report.outputs());
  }

  /** The group of each row that was read; -1 for one that was left out. */
  private static int[] groups(Scoring.ScoredRows part) {
    return Arrays.stream(part.encoded().rowOf())
        .map(row -> row < 0 ? -1 : part.clusters()[row])
        .toArray();
  }
}
