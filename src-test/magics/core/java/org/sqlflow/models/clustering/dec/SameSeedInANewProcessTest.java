package org.sqlflow.models.clustering.dec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CreditCards;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;

/** Separate JVMs train the same model on the same holders of credit cards. */
class SameSeedInANewProcessTest {
  @Test
  void aNewProcessGivesTheSameGroupsAndConfidencesToTheLastRowOnOneThreadAndOnTwo()
      throws IOException, InterruptedException {
    String two = trainInANewProcess(2);
    assertThat(two).contains("groups [").contains("confidences [");
    assertThat(trainInANewProcess(2)).isEqualTo(two);
    assertThat(trainInANewProcess(1)).isEqualTo(two);
  }

  private static String trainInANewProcess(int threads) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  /** The program of the new process. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) {
      DecEstimator type = new DecEstimator();
      CreditCards cards = CreditCards.complete();
      Matrix rows = cards.standardised();
      AttributeValues attributes =
          new AttributeDeclarations(type.attributes())
              .check(
                  Map.of("model.n_clusters", 5L, "train.epoch", 3L, "model.train_max_iters", 200L));
      var model =
          type.fit(
                  new TrainingSet(rows, cards.features(), attributes, Optional.empty()),
                  TrainingContext.unattended())
              .model();
      List<ColumnVector> columns = model.predict(rows, Set.of("confidence"));
      System.out.println(
          "groups " + Arrays.toString(((ColumnVector.Ints) columns.get(0)).values()));
      System.out.println(
          "confidences " + Arrays.toString(((ColumnVector.Floats) columns.get(1)).values()));
    }
  }
}
