package org.sqlflow.models.cluster;

import java.util.List;

/** Defaults that depend on the size of the data: one rule each for every table. */
final class Defaults {
  private Defaults() {}

  static List<Integer> encodeUnits(int features) {
    return List.of(
        Integer.getInteger("t.hidden", 100),
        Math.min(Integer.getInteger("t.code", 7), features * Integer.getInteger("t.codemul", 1)));
  }

  static int preTrainingEpochs(int rows, int batchSize) {
    int perPass = Batches.count(rows, batchSize);
    return Math.max(
        Integer.getInteger("t.minep", 20),
        Math.min(
            Integer.getInteger("t.maxep", 300), Integer.getInteger("t.steps", 2500) / perPass));
  }

  static int updateInterval(int rows, int batchSize) {
    return Math.max(Integer.getInteger("t.ui", 1), Batches.count(rows, batchSize));
  }

  static int leastPasses(int rows, int batchSize) {
    return Integer.getInteger("t.minpass", 10);
  }
}
