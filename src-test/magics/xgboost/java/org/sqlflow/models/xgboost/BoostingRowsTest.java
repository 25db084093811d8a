package org.sqlflow.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ModelException;

class BoostingRowsTest {
  private static final Path MEMORY = Path.of("/proc/self/statm");

  private static long megabytes() throws IOException {
    return Long.parseLong(Files.readString(MEMORY).split(" ")[1]) * 4096 / 1_000_000;
  }

  @Test
  void rowsWhoseLabelsAreRefusedFreeTheirMemory() throws IOException {
    assumeTrue(Files.exists(MEMORY), "the memory of the process is known on Linux alone");
    int count = 1_000_000;
    float[] values = new float[5 * count];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 97;
    }
    Matrix rows = new Matrix(count, 5, values);
    float[] labels = new float[count];
    labels[7] = Float.NaN;
    refuse(rows, labels);

    long before = megabytes();
    for (int i = 0; i < 10; i++) {
      refuse(rows, labels);
    }
    // Each copy of the rows takes 40 MB.
    assertThat(megabytes() - before).isLessThan(200);
  }

  private static void refuse(Matrix rows, float[] labels) {
    assertThatThrownBy(() -> Boosting.Rows.of(rows, labels, Optional.empty()))
        .isInstanceOf(ModelException.class);
  }
}
