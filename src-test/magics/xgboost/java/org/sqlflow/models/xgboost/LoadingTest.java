package org.sqlflow.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Target;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclarations;

/** What of the library is loaded, and when: in a separate process. */
class LoadingTest {
  @TempDir Path folder;

  /** Looks at all estimators; with an argument it trains. */
  static final class Program {
    public static void main(String[] arguments) {
      for (Estimator estimator : Estimators.installed().all()) {
        estimator.validate(
            new AttributeDeclarations(estimator.attributes()).check(Map.of()), Optional.empty());
      }
      System.out.println("looked at all");
      if (arguments.length > 0) {
        Estimator trees = Estimators.installed().find("BoostedTreesRegressor").orElseThrow();
        trees.fit(
            new TrainingSet(
                new Matrix(20, 1, new float[20]),
                List.of("x"),
                Optional.of(new Target.Numbers(new double[20])),
                new AttributeDeclarations(trees.attributes())
                    .check(Map.of("train.num_boost_round", 1L)),
                Optional.empty()),
            TrainingContext.unattended());
        System.out.println("trained");
      }
    }
  }

  private String run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("loading", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor()).isZero();
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.delete(output);
    }
  }

  @Test
  void nothingOfTheLibraryIsLoadedBeforeATreeIsTrained() throws Exception {
    assertThat(run())
        .contains("org.sqlflow.models.xgboost.GradientTrees", "looked at all")
        .doesNotContain("ml.dmlc.");
    assertThat(run("train")).contains("ml.dmlc.xgboost4j.java.XGBoostJNI", "trained");
  }
}
