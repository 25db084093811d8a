package org.sqlflow.models.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A metric that attributes may name by its own name, or by that of another library. */
public interface NamedMetric {
  /** The word in attributes. */
  String word();

  /** What SQLFlow, scikit-learn and xgboost call it. */
  List<String> others();

  /** The metric that a word names, in any case. */
  static <M extends NamedMetric> Optional<M> named(M[] metrics, String word) {
    return Arrays.stream(metrics)
        .filter(metric -> words(metric).anyMatch(word::equalsIgnoreCase))
        .findFirst();
  }

  /** All words that these metrics have, each metric's own first. */
  static List<String> words(NamedMetric[] metrics) {
    return Arrays.stream(metrics).flatMap(NamedMetric::words).toList();
  }

  private static Stream<String> words(NamedMetric metric) {
    return Stream.concat(Stream.of(metric.word()), metric.others().stream());
  }
}
