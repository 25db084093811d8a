package org.sqlflow.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.sqlflow.columns.ColumnSurvey;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.EncodedRows;
import org.sqlflow.features.encoding.FeatureFitter;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.Target;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.text.Text;

/**
 * This process: rows become a matrix in memory, and an estimator is fitted to it. Rows that the
 * database cannot give twice are kept in memory until they are encoded, and their measures until
 * the groups are described, so that the user's query runs once. Has no state; safe to use from
 * several threads.
 */
public final class LocalEngine implements TrainingEngine, ScoringEngine {
  /** The engine. */
  public static final LocalEngine INSTANCE = new LocalEngine();

  /** How far the rows grow before the memory is checked again, as a multiple of those so far. */
  private static final double GROWTH = 1.25;

  private LocalEngine() {}

  @Override
  public boolean canTrain(TrainingPlan plan, RowSource rows) {
    return true;
  }

  @Override
  public long mostRows(TrainingPlan plan) {
    return new TrainingMemory(plan).mostRows();
  }

  /**
   * Refuses rows for which there is no room, before they are read.
   *
   * @throws EngineException if there is not
   */
  public void checkRows(TrainingPlan plan, long rows) {
    new TrainingMemory(plan).checkReading(rows, false, 0);
  }

  /** The same for rows that can be read only once, and so are in memory before they are encoded. */
  public void checkRowsReadOnce(TrainingPlan plan, long rows) {
    new TrainingMemory(plan).checkReading(rows, true, 0);
  }

  @Override
  public TrainingResult train(
      TrainingPlan plan, RowSource rows, OptionalLong all, TrainingContext context) {
    Prepared prepared = prepared(plan, rows, all, context);
    try {
      prepared.measures().ifPresent(RowSource::rest);
      plan.survey().ifPresent(ColumnSurvey::end);
      FeatureFitter.Fitted fitted = prepared.fitted();
      List<String> names = fitted.encoding().featureNames();
      double reading = context.seconds();
      Trained trained =
          plan.estimator()
              .fit(
                  new TrainingSet(
                      fitted.matrix(),
                      names,
                      prepared.target(),
                      plan.attributes(),
                      plan.base().apply(names),
                      Optional.of(fitted.encoding()),
                      plan.validation()
                          .map(
                              further ->
                                  further.encoded(
                                      fitted.encoding(), prepared.target().orElseThrow())),
                      plan.columnsByTarget(fitted.encoding()),
                      plan.features().omission(),
                      plan.cluster().flatMap(TrainingPlan.ClusterRows::sums)),
                  context);
      return new TrainingResult(trained, fitted, prepared.sample(), prepared.measures())
          .with(trained.summary().withReading(reading));
    } catch (Throwable error) {
      prepared.measures().ifPresent(RowSource::close);
      throw error;
    }
  }

  /** Rows as a model takes them; see {@link TrainingResult}. */
  private record Prepared(
      FeatureFitter.Fitted fitted,
      Optional<Target> target,
      Optional<String> sample,
      Optional<RowSource> measures) {}

  /** Prepares the rows, and closes them if nobody reads them again. */
  private static Prepared prepared(
      TrainingPlan plan, RowSource rows, OptionalLong all, TrainingContext context) {
    boolean isReadAgain = false;
    try {
      Prepared prepared = prepare(plan, rows, all, new TrainingMemory(plan), context);
      isReadAgain = prepared.measures().filter(kept -> !(kept instanceof BufferedRows)).isPresent();
      return prepared;
    } finally {
      if (!isReadAgain) {
        rows.close();
      }
    }
  }

  private static Prepared prepare(
      TrainingPlan plan,
      RowSource source,
      OptionalLong all,
      TrainingMemory memory,
      TrainingContext context) {
    if (!source.isRereadable() && plan.survey().isPresent()) {
      RowSource observed = new ObservedRows(source, plan.survey().get(), plan.reads().size());
      return prepareOnce(plan, observed, all, memory, context);
    }
    if (source.isRereadable()) {
      long total = all.orElseGet(source::count);
      long wanted = plan.sample().map(size -> size.of(total)).orElse(source.count());
      memory.checkReading(wanted, false, bytesInMemory(source));
      return plan.sample().isPresent()
          ? fit(plan, sampled(source, wanted, plan.seed()), total, memory, context)
          : fit(plan, source, total, memory, context);
    }
    return prepareOnce(plan, source, all, memory, context);
  }

  /**
   * Reads rows that come once.
   *
   * @param all how many rows the query has, where the database drew a few more than the sample
   */
  private static Prepared prepareOnce(
      TrainingPlan plan,
      RowSource source,
      OptionalLong all,
      TrainingMemory memory,
      TrainingContext context) {
    if (plan.sample().isPresent()) {
      SampleSize asked = plan.sample().get();
      SampleSize size = all.isPresent() ? new SampleSize(asked.of(all.getAsLong()), 0) : asked;
      StreamSample sample = new StreamSample(size, source.reads(), source.isOrdered(), plan.seed());
      source.read(
          batch -> {
            context.checkCancelled();
            sample.add(batch);
          });
      BufferedRows drawn = sample.rows();
      return fit(plan, drawn, all.orElse(sample.seen()), memory, context);
    }
    BufferedRows buffered = buffered(source, memory, context);
    return fit(plan, buffered, buffered.count(), memory, context);
  }

  private static long bytesInMemory(RowSource rows) {
    return rows instanceof BufferedRows buffered ? buffered.bytes() : 0;
  }

  private static RowSource sampled(RowSource source, long wanted, long seed) {
    SampledRows sampled = new SampledRows(source, wanted, seed);
    if (!source.isInMemory()) {
      return sampled;
    }
    BufferedRows rows = new BufferedRows(source.reads(), source.isOrdered());
    sampled.read(rows::add);
    return rows;
  }

  /** Ends the reading of rows that do not fit. */
  private static final class TooManyRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static BufferedRows buffered(
      RowSource source, TrainingMemory memory, TrainingContext context) {
    BufferedRows buffered = new BufferedRows(source.reads(), source.isOrdered());
    long[] nextCheck = {0};
    try {
      source.read(
          batch -> {
            context.checkCancelled();
            buffered.add(batch);
            context.reading(buffered.rows());
            if (buffered.bytes() > nextCheck[0]) {
              nextCheck[0] = (long) (GROWTH * buffered.bytes());
              try {
                memory.checkBuffered(
                    new TrainingMemory.BufferedSize(buffered.rows(), buffered.bytes()));
              } catch (EngineException tooMany) {
                throw new TooManyRowsException();
              }
            }
          });
    } catch (TooManyRowsException tooMany) {
      buffered.close();
      memory.checkReading(source.count(), true, 0);
      throw new IllegalStateException("there was no room for rows, and now there is", tooMany);
    }
    if (source.count() > buffered.rows()) {
      memory.checkReading(source.count(), true, 0);
    }
    return buffered;
  }

  private static Prepared fit(
      TrainingPlan plan,
      RowSource rows,
      long total,
      TrainingMemory memory,
      TrainingContext context) {
    FeatureFitter fitter =
        new FeatureFitter(
            plan.features(),
            Scale.of(plan.attributes().text(CommonAttributes.SCALE)),
            OnNull.of(plan.attributes().text(CommonAttributes.ON_NULL)),
            plan.baseEncoding());
    long inMemory = bytesInMemory(rows);
    RowSource cancellable = new CancellableRows(rows, context::checkCancelled, context::reading);
    RowSource observed =
        plan.survey()
            .filter(survey -> survey.isNew())
            .<RowSource>map(survey -> new ObservedRows(cancellable, survey, rows.reads().size()))
            .orElse(cancellable);
    FeatureFitter.Fitted fitted =
        fitter.fit(observed, (count, width) -> memory.checkEncoding(count, width, inMemory));
    Optional<Target> target =
        plan.target()
            .map(
                label ->
                    TargetReader.of(cancellable, label, fitted.rows(), plan.estimator().task()));
    return new Prepared(
        fitted, target, sampleNote(plan, rows, total), measures(plan, rows, fitted));
  }

  /** The rows as they were read, reduced to what describing the groups needs. */
  private static Optional<RowSource> measures(
      TrainingPlan plan, RowSource rows, FeatureFitter.Fitted fitted) {
    List<ColumnRead> reads = fitted.encoding().measureReads(rows.reads());
    if (reads.isEmpty() || !plan.reportsMeasures()) {
      return Optional.empty();
    }
    return Optional.of(rows instanceof BufferedRows buffered ? buffered.only(reads) : rows);
  }

  private static Optional<String> sampleNote(TrainingPlan plan, RowSource rows, long total) {
    if (plan.sample().isEmpty() || rows.count() >= total || plan.cluster().isPresent()) {
      return Optional.empty();
    }
    String note =
        Text.of(
            "Trained on a random sample: %,d of %,d rows (%s).",
            rows.count(), total, CommonAttributes.SAMPLE);
    return Optional.of(
        rows.isOrdered()
            ? note
            : note
                + " The database gives the query's rows in no fixed order, so the same seed can"
                + " draw other rows the next time. To fix the sample, draw it into a table first"
                + " (CREATE TABLE … AS) and train on that table without "
                + CommonAttributes.SAMPLE
                + ".");
  }

  @Override
  public boolean canScore(Scoring scoring) {
    return true;
  }

  @Override
  public void score(
      Scoring scoring, Consumer<Consumer<RowBatch>> rows, Consumer<Scoring.ScoredRows> reader) {
    int most = scoring.encoding().rowsAtATime();
    rows.accept(
        batch -> {
          for (int from = 0; from < batch.rows(); from += most) {
            int to = Math.min(batch.rows(), from + most);
            EncodedRows encoded = scoring.encoding().encode(batch, from, to);
            reader.accept(
                new Scoring.ScoredRows(
                    batch,
                    from,
                    to,
                    encoded,
                    scoring.model().predict(encoded.matrix(), scoring.extraOutputs())));
          }
        });
  }
}
