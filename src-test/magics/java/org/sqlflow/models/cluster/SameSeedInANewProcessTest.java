package org.sqlflow.models.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.TrainingListener;

/** Two JVMs of their own train the same model on the same flowers. */
class SameSeedInANewProcessTest {
  @Test
  void aNewProcessGivesTheSameGroupsAndConfidencesToTheLastRow()
      throws IOException, InterruptedException {
    String first = trainInANewProcess();
    assertThat(first).contains("groups [").contains("confidences [");
    assertThat(trainInANewProcess()).isEqualTo(first);
  }

  private static String trainInANewProcess() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  /** The program of the new process. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) {
      ClusterModelType type = new ClusterModelType();
      var model =
          type.train(
                  Iris.training(type, Optional.empty(), "n_clusters", 4L, "train.batch_size", 64L),
                  TrainingListener.NONE)
              .model();
      List<Object> columns = model.predict(Iris.standardised(), Set.of("confidence"));
      System.out.println("groups " + Arrays.toString((int[]) columns.get(0)));
      System.out.println("confidences " + Arrays.toString((float[]) columns.get(1)));
    }
  }
}
