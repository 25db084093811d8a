package org.sqlflow.engine;

import java.util.List;
import java.util.ServiceLoader;
import org.sqlflow.data.RowSource;

/**
 * The installed engines: those that modules register as services, and this process. Immutable and
 * safe to use from several threads.
 *
 * @param training asked in their order, before {@link LocalEngine}
 * @param scoring asked in their order, before {@link LocalEngine}
 */
public record Engines(List<TrainingEngine> training, List<ScoringEngine> scoring) {
  public Engines {
    training = List.copyOf(training);
    scoring = List.copyOf(scoring);
  }

  /** The engines that {@link ServiceLoader} finds. */
  public static Engines installed() {
    return new Engines(found(TrainingEngine.class), found(ScoringEngine.class));
  }

  private static <T> List<T> found(Class<T> service) {
    return ServiceLoader.load(service, Engines.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** The engine that trains on such rows. */
  public TrainingEngine forTraining(TrainingPlan plan, RowSource rows) {
    return training.stream()
        .filter(engine -> engine.canTrain(plan, rows))
        .findFirst()
        .orElse(LocalEngine.INSTANCE);
  }

  /** The engine that applies a model. */
  public ScoringEngine forScoring(Scoring scoring) {
    return this.scoring.stream()
        .filter(engine -> engine.canScore(scoring))
        .findFirst()
        .orElse(LocalEngine.INSTANCE);
  }
}
