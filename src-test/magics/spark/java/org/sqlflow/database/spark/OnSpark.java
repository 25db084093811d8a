package org.sqlflow.database.spark;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests on one cluster of this machine, which runs while the class is tested: {@code ./src-test/run
 * -Pspark}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnSpark {
  private final String[] options;

  /** Where the cells' notebook is, with its models. */
  Path folder;

  SparkCluster cluster;
  SparkCells cells;

  /**
   * Tests.
   *
   * @param options of the Connect server's Java, such as settings of Spark
   */
  OnSpark(String... options) {
    this.options = options;
  }

  @BeforeAll
  void startCluster(@TempDir Path shared) throws Exception {
    folder = shared;
    cluster = SparkCluster.start(options);
    cells = new SparkCells(cluster.url(), folder);
  }

  @AfterAll
  void stopCluster() {
    if (cells != null) {
      cells.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }
}
