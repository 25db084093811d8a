package org.sqlflow.engine;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.sqlflow.data.RowSource;

/**
 * The engines there are: those that modules register as a service, and this process. Immutable and
 * safe to use from several threads.
 *
 * @param others asked before {@link LocalEngine}, in their order
 */
public record Engines(List<TrainingEngine> others) {
  public Engines {
    others = List.copyOf(others);
  }

  /** The engines that {@link ServiceLoader} finds. */
  public static Engines load() {
    return new Engines(
        ServiceLoader.load(TrainingEngine.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** The engine that trains on such rows. */
  public TrainingEngine forTraining(TrainingPlan plan, RowSource rows) {
    return Stream.concat(others.stream(), Stream.of(LocalEngine.INSTANCE))
        .filter(engine -> engine.canTrain(plan, rows))
        .findFirst()
        .orElse(LocalEngine.INSTANCE);
  }

  /** The engine that applies models. */
  public ScoringEngine forScoring() {
    return LocalEngine.INSTANCE;
  }
}
