package org.sqlflow.statements.lifecycle;

import org.sqlflow.data.RowSource;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowLimit;
import org.sqlflow.engine.Scoring;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.drift.Baseline;
import org.sqlflow.models.drift.Drift;
import org.sqlflow.models.drift.DriftMonitor;
import org.sqlflow.models.drift.DriftVerdict;
import org.sqlflow.report.words.DriftReport;
import org.sqlflow.statements.Attributes;
import org.sqlflow.statements.ModelOnQuery;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.TargetTable;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelName;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/** TO MONITOR: how the query's rows differ from those that a model was trained on. */
public final class Monitor {
  private final Statement.Monitor statement;
  private final Workspace workspace;
  private final StatementListener listener;
  private final AttributeValues attributes;
  private final ModelOnQuery source;

  /** Nothing is read before {@link #run}. */
  public Monitor(Statement.Monitor statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
    this.attributes = new Attributes(statement.attributes()).check(MonitorAttributes.all());
    this.source = ModelOnQuery.of(statement.model(), statement.query(), workspace);
  }

  /**
   * Compares the query's rows with those that the model was trained on.
   *
   * @throws StatementException if the model has no baseline, or the rows do not fit it
   */
  public void run() {
    TargetTable.requireReport(
        statement.into(), statement.query(), workspace, "TO MONITOR", DriftReport::isReport);
    Baseline baseline = source.stored().history().baseline();
    if (!baseline.isKnown()) {
      throw new StatementException(
          Text.of(
              "%1$s was trained by a release that did not store how its rows were distributed:"
                  + " retrain it to monitor it (SELECT … TO RETRAIN %2$s)",
              source.stored().name(), SqlNames.model(ModelName.of(source.stored().name()).model())),
          source.name().position());
    }
    double watch = (Double) attributes.value(MonitorAttributes.WATCH).orElseThrow();
    double retrain = (Double) attributes.value(MonitorAttributes.RETRAIN).orElseThrow();
    if (watch > retrain) {
      throw new StatementException(
          Text.of(
              "%s (%s) is above %s (%s): set it to the same value or a lower one",
              MonitorAttributes.WATCH, watch, MonitorAttributes.RETRAIN, retrain),
          source.name().position());
    }
    Drift drift = drift(baseline);
    if (drift.rows() == 0) {
      throw new StatementException(
          "the query returns no rows to monitor " + source.stored().name() + " with",
          statement.query().position());
    }
    listener.checkCancelled();
    DriftReport report =
        new DriftReport(
            source.stored().name(),
            drift,
            DriftVerdict.of(drift, watch, retrain),
            statement.query().text(),
            source.stored().history().groupNames());
    workspace.write(statement.into(), report.table());
    report.outputs().forEach(listener::output);
  }

  private Drift drift(Baseline baseline) {
    FeatureEncoding own = source.stored().encoding();
    // Rows that lack a value are counted instead of refused.
    FeatureEncoding encoding = own.onNull() == OnNull.ERROR ? own.with(OnNull.SKIP) : own;
    DriftMonitor monitor = new DriftMonitor(encoding, baseline, source.stored().history().range());
    Scoring scoring = new Scoring(encoding, source.model());
    boolean groups = source.model() instanceof ClusteringModel;
    try (RowSource rows =
        workspace.database().read(statement.query().text(), source.reads(), RowLimit.ALL)) {
      workspace
          .engines()
          .forScoring(scoring)
          .score(
              scoring,
              rows::read,
              part -> {
                listener.checkCancelled();
                monitor.add(
                    part.encoded().matrix(),
                    groups ? part.clusters() : new int[0],
                    encoding.missing(part.batch(), part.from(), part.to()),
                    part.to() - part.from());
              });
    } catch (DatabaseException error) {
      listener.checkCancelled();
      throw Workspace.refused(error, statement.query());
    }
    return monitor.drift();
  }
}
