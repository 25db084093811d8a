package org.sqlflow.models.cluster;

import java.util.List;

/** Defaults that depend on the size of the data: one rule each for every table. */
final class Defaults {
  private Defaults() {}

  static List<Integer> encodeUnits(int features) {
    return List.of(100, Math.min(7, features));
  }

  static int preTrainingEpochs(int rows, int batchSize) {
    return Math.max(20, Math.min(300, 2500 / Batches.count(rows, batchSize)));
  }

  static int updateInterval(int rows, int batchSize) {
    return Batches.count(rows, batchSize);
  }

  static int leastPasses() {
    return 10;
  }
}
