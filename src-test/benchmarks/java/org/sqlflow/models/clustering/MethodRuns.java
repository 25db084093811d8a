package org.sqlflow.models.clustering;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.benchmarks.Samples;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclarations;

/** Trainings of clustering estimators by themselves, for benchmarks. */
public final class MethodRuns {
  private MethodRuns() {}

  /** Several trainings with default attributes apart from the number of groups, if there is one. */
  public static Samples run(String name, Matrix rows, int clusters, int warm, int count) {
    Estimator estimator =
        Estimators.installed().all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    boolean takesNumber =
        estimator.attributes().stream()
            .anyMatch(attribute -> attribute.name().equals(ClusterAttributes.CLUSTERS));
    Map<String, Object> given = new LinkedHashMap<>();
    if (takesNumber) {
      given.put(ClusterAttributes.CLUSTERS, (long) clusters);
    }
    List<String> names =
        IntStream.range(0, rows.columns()).mapToObj(column -> "m" + column).toList();
    TrainingSet set =
        new TrainingSet(
            rows,
            names,
            new AttributeDeclarations(estimator.attributes()).check(given),
            Optional.empty());
    return Samples.of(warm, count, () -> estimator.fit(set, TrainingContext.unattended()));
  }
}
