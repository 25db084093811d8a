package com.example.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.engine.LocalEngine;
import org.sqlflow.engine.Scoring;
import org.sqlflow.engine.ScoringEngine;
import org.sqlflow.engine.TrainingEngine;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.engine.TrainingResult;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.TrainingContext;

/**
 * An engine as a module would bring it: its rows arrive as partitions in no fixed order, here from
 * the last row to the first.
 */
final class ReversingEngine implements TrainingEngine, ScoringEngine {
  private int trainings;
  private int scorings;

  int trainings() {
    return trainings;
  }

  int scorings() {
    return scorings;
  }

  @Override
  public boolean canTrain(TrainingPlan plan, RowSource rows) {
    return List.of(Requirement.ALL_ROWS_IN_MEMORY, Requirement.SUMS_OVER_PARTITIONS)
        .containsAll(plan.estimator().requirements());
  }

  @Override
  public long mostRows(TrainingPlan plan) {
    return LocalEngine.INSTANCE.mostRows(plan);
  }

  @Override
  public TrainingResult train(
      TrainingPlan plan, RowSource rows, OptionalLong all, TrainingContext context) {
    trainings++;
    List<RowBatch> partitions = new ArrayList<>();
    try (RowSource source = rows) {
      source.read(partitions::add);
    }
    Collections.reverse(partitions);
    BufferedRows reversed = new BufferedRows(rows.reads(), false);
    for (RowBatch partition : partitions) {
      int last = partition.rows() - 1;
      reversed.add(
          new RowBatch(
              partition.rows(),
              partition.names(),
              partition.columns().stream()
                  .map(
                      column ->
                          column.take(IntStream.rangeClosed(0, last).map(i -> last - i).toArray()))
                  .toList()));
    }
    return LocalEngine.INSTANCE.train(plan, reversed, all, context);
  }

  @Override
  public boolean canScore(Scoring scoring) {
    return true;
  }

  @Override
  public void score(
      Scoring scoring, Consumer<Consumer<RowBatch>> rows, Consumer<Scoring.ScoredRows> reader) {
    scorings++;
    LocalEngine.INSTANCE.score(scoring, rows, reader);
  }
}
