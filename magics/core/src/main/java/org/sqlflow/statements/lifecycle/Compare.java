package org.sqlflow.statements.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.clustering.ClusterProfiler;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.GroupMatching;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.report.words.ComparisonReport;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.TargetTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.statements.train.BothModels;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** TO COMPARE: which groups of one model are those of another, by the query's rows. */
public final class Compare {
  /**
   * The most means, by pairs of groups, that are kept; if there are more, the rows that move are
   * not described.
   */
  private static final long MOST_MEANS = 1_000_000;

  private final Statement.Compare statement;
  private final Workspace workspace;
  private final StatementListener listener;
  private final ModelOnQuery first;
  private final ModelOnQuery second;

  /** Nothing is read before {@link #run}. */
  public Compare(Statement.Compare statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
    this.first = ModelOnQuery.of(statement.model(), statement.query(), workspace);
    this.second = ModelOnQuery.of(statement.second(), statement.query(), workspace);
  }

  /**
   * Groups the query's rows by both models and shows which rows moved.
   *
   * @throws StatementException if a model makes no groups, or the rows do not fit it
   */
  public void run() {
    BothModels both = new BothModels(side(first), side(second));
    TargetTable.requireReport(
        statement.into(), statement.query(), workspace, "TO COMPARE", ComparisonReport::isReport);
    int width = both.later().model().clusters();
    int cells = Math.multiplyExact(both.earlier().model().clusters(), width);
    Optional<ClusterProfiler> profiler = profiler(both.earlier().encoding(), cells);
    Optional<ClusterProfiler> ofLater = profiler(both.later().encoding(), cells);
    BothModels.Counts counts = new BothModels.Counts(both);
    both.read(
        statement.query(),
        first.schema(),
        workspace,
        listener,
        part -> {
          counts.add(part);
          int[] own = cells(part, width);
          profiler.ifPresent(one -> add(one, both.earlier().encoding(), part, part.encoded(), own));
          ofLater.ifPresent(
              one -> add(one, both.later().encoding(), part, part.encodedLater(), own));
        });
    if (counts.rows() == 0) {
      throw new StatementException(
          Text.of(
              "the query returns no rows to compare %s and %s on",
              first.stored().name(), second.stored().name()),
          statement.query().position());
    }
    GroupMatching matching =
        GroupMatching.of(counts.both(), both.earlier().model().groups(), listener);
    ComparisonReport report =
        new ComparisonReport(
            first.stored().name(),
            second.stored().name(),
            matching,
            agreement(counts.both()),
            profiler
                .map(ClusterProfiler::profile)
                .map(own -> ofLater.map(other -> own.with(other.profile())).orElse(own)),
            notes(counts),
            first.stored().history().groupNames(),
            second.stored().history().groupNames());
    listener.checkCancelled();
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  private BothModels.Side side(ModelOnQuery source) {
    if (source.model() instanceof ClassificationModel
        || source.model() instanceof RegressionModel) {
      throw new StatementException(
          source.stored().name()
              + " predicts a label and makes no groups to compare: to see which of two models"
              + " predicts better, write query TO EVALUATE "
              + SqlNames.model(source.stored().name())
              + " LABEL "
              + SqlNames.inClause(source.stored().history().label())
              + " for each of them",
          source.name().position());
    }
    if (!(source.model() instanceof ClusteringModel model)) {
      throw workspace.notGrouping(source.stored(), source.name());
    }
    return new BothModels.Side(source.stored().encoding(), model);
  }

  private static Optional<ClusterProfiler> profiler(FeatureEncoding encoding, int cells) {
    return (long) cells * encoding.width() <= MOST_MEANS
        ? Optional.of(new ClusterProfiler(encoding, cells))
        : Optional.empty();
  }

  /** The pair of groups that each row is in; -1 for a row that is in no group of one of them. */
  private static int[] cells(BothModels.Part part, int width) {
    int[] cells = new int[part.before().length];
    for (int row = 0; row < cells.length; row++) {
      boolean isIn = part.before()[row] >= 0 && part.after()[row] >= 0;
      cells[row] = isIn ? part.before()[row] * width + part.after()[row] : -1;
    }
    return cells;
  }

  private static void add(
      ClusterProfiler profiler,
      FeatureEncoding encoding,
      BothModels.Part part,
      EncodedRows encoded,
      int[] cells) {
    int[] own = new int[encoded.matrix().rows()];
    for (int row = 0; row < cells.length; row++) {
      int at = encoded.rowOf()[row];
      if (at >= 0) {
        own[at] = cells[row];
      }
    }
    profiler.add(encoded.matrix(), own);
    profiler.addMeasures(encoding, part.batch(), part.from(), part.to(), cells);
  }

  private static OptionalDouble agreement(long[][] counts) {
    List<long[]> pairs = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        if (counts[i][j] > 0) {
          pairs.add(new long[] {i, j, counts[i][j]});
        }
      }
    }
    long[] from = new long[counts.length];
    long[] to = new long[counts.length == 0 ? 0 : counts[0].length];
    for (long[] pair : pairs) {
      from[(int) pair[0]] += pair[2];
      to[(int) pair[1]] += pair[2];
    }
    return LabelAgreement.adjustedRand(
        new Contingency(
            pairs.stream().mapToInt(pair -> (int) pair[0]).toArray(),
            pairs.stream().mapToInt(pair -> (int) pair[1]).toArray(),
            pairs.stream().mapToLong(pair -> pair[2]).toArray(),
            from,
            to,
            Arrays.stream(from).sum()));
  }

  private List<String> notes(BothModels.Counts counts) {
    List<String> notes = new ArrayList<>();
    if (counts.left() > 0) {
      notes.add(
          Text.of(
              "%,d further rows are in a group of %s and in none of %s.",
              counts.left(), first.stored().name(), second.stored().name()));
    }
    if (counts.joined() > 0) {
      notes.add(
          Text.of(
              "%,d further rows are in a group of %s and in none of %s.",
              counts.joined(), second.stored().name(), first.stored().name()));
    }
    return notes;
  }
}
