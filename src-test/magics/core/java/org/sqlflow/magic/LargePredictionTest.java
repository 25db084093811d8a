package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.text.Text;

/** A table far larger than the heap is predicted: in the Maven profile {@code long}. */
@EnabledIfSystemProperty(named = "sqlflow.long", matches = "true")
class LargePredictionTest {
  private static final int ROWS = 20_000_000;

  @TempDir private Path folder;

  @Test
  void twentyMillionRowsArePredictedInAHeapOfOneGigabyte() throws Exception {
    Process child =
        ChildJvm.start(
            List.of("-Xmx1g", "-XX:+UseSerialGC"), Predictor.class, folder.resolve("large.duckdb"));

    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    System.out.println(said);
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains(Text.of("grouped: %d of %d", ROWS, ROWS));
  }

  /** Makes the table in a file, trains on its first rows and predicts all. */
  static final class Predictor {
    private Predictor() {}

    public static void main(String[] words) throws Exception {
      String columns =
          IntStream.rangeClosed(1, 10)
              .mapToObj(m -> Text.of("(range %% 3) * %d + random() AS m%d", m % 4, m))
              .collect(Collectors.joining(", "));
      try (SqlflowMagic magic = ChildJvm.magic("duckdb://" + words[0])) {
        ChildJvm.run(
            magic, "CREATE TABLE large AS SELECT " + columns + " FROM range(" + ROWS + ")");
        ChildJvm.run(
            magic,
            "SELECT * FROM large LIMIT 50000 TO TRAIN clusterModel WITH model.n_clusters = 3"
                + " model.encode_units = [100, 7] model.pretrain_epochs = 2"
                + " model.train_max_iters = 500 INTO deep");
        long begun = System.nanoTime();
        ChildJvm.run(magic, "SELECT * FROM large TO PREDICT output_table.group_id USING deep");
        double seconds = (System.nanoTime() - begun) / 1e9;
        Result counts =
            ChildJvm.run(magic, "SELECT count(group_id) AS g, count(*) AS n FROM output_table");
        System.out.println(
            Text.of(
                "grouped: %s of %s in %.1f s",
                counts.to_dataframe().getString(0, 0),
                counts.to_dataframe().getString(0, 1),
                seconds));
      }
      System.exit(0);
    }
  }
}
