package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that does not fit into memory is refused before it begins; a sample of it fits. */
class TrainingMemoryTest extends CellsTest {
  private static final Pattern FITS = Pattern.compile("train\\.sample = (\\d+)");

  @Test
  void moreRowsThanFitAreRefusedWithTheFigures() {
    String train =
        """
        SELECT sin(range) AS a, cos(range) AS b, range %% 7 AS c FROM range(%s)
        TO TRAIN kmeans WITH n_clusters = 2 %s INTO m\
        """;

    assertThatThrownBy(() -> run(train.formatted("5000000000", "")))
        .hasMessageContaining("line 2:1: 5,000,000,000 rows of 3 features need about ")
        .hasMessageContaining(" GB of memory, and this kernel has ")
        .hasMessageContaining("Train on a part: WITH train.sample = ")
        .hasMessageContaining("LIMIT in the query")
        .hasMessageContaining("-Xmx");
    assertThatThrownBy(() -> run(train.formatted("5000000000", "train.sample = 0.9")))
        .hasMessageContaining("4,500,000,000 rows of 3 features need about ");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isZero();
  }

  @Test
  void categoriesThatMakeTooManyFeaturesAreRefusedToo() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    SELECT range % 997 AS a, range % 991 AS b FROM range(1000000)
                    TO TRAIN kmeans COLUMN INDICATOR(a), INDICATOR(b) INTO m\
                    """))
        .hasMessageContaining("1,000,000 rows of 1,990 features need about ")
        .hasMessageContaining("train.sample = ");
  }

  @Test
  void anEvaluationThatDoesNotFitIsRefusedToo() {
    makePoints();
    run("SELECT m1, m2 FROM points TO TRAIN kmeans WITH n_clusters = 3 INTO m");

    assertThatThrownBy(
            () ->
                run(
                    "SELECT range AS m1, sin(range) AS m2 FROM range(100000000)"
                        + " TO EVALUATE m INTO scores"))
        .hasMessageContaining("line 2:1: 100,000,000 rows of 2 features need about 2.2 GB")
        .hasMessageContaining("Evaluate a part: LIMIT ");
  }

  @Test
  void theQueryOfATrainingRunsOnce() {
    makePoints();
    run("CREATE SEQUENCE s");

    run(
        "SELECT m1, m2, nextval('s') * 0 + m1 AS m3 FROM points TO TRAIN kmeans WITH n_clusters ="
            + " 3 INTO m");

    assertThat(value("SELECT nextval('s')")).isEqualTo(131L);
  }

  @ParameterizedTest
  @CsvSource({
    "kmeans, n_clusters = 4 model.kmeans_init = 2",
    "kmeans, n_clusters = 64 model.kmeans_init = 1",
    "clusterModel, n_clusters = 4 encode_units = [8;3] pretrain_epochs = 1 train_max_iters = 20"
        + " train.batch_size = 8192",
    "autoencoder, encode_units = [8;3] pretrain_epochs = 1 train.batch_size = 8192"
  })
  void whatIsSaidToFitFits(String type, String with) throws Exception {
    Process child =
        ChildJvm.start(
            List.of("-Xmx128m", "-XX:+UseSerialGC"), Trainer.class, type, with.replace(';', ','));

    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("refused: ").contains("trained on ");
  }

  /** A block of rows is bounded in bytes, not in rows, however the database gives them. */
  @ParameterizedTest
  @ValueSource(strings = {"kmeans", "clusterModel", "gaussianMixture"})
  void fewRowsOfManyColumnsFit(String type) throws Exception {
    Process child =
        ChildJvm.start(List.of("-Xmx112m", "-XX:+UseSerialGC"), WideTrainer.class, type);

    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("buffered: 50 rows").contains("spooled: 50 rows");
  }

  /** Trains on 50 rows of 1,100 columns, which DuckDB gives in two ways. */
  static final class WideTrainer {
    private WideTrainer() {}

    public static void main(String[] words) {
      StringBuilder columns = new StringBuilder();
      for (int i = 1; i <= 1100; i++) {
        columns
            .append(i == 1 ? "" : ", ")
            .append("sin(range * ")
            .append(i)
            .append(") AS c")
            .append(i);
      }
      String train =
          "TO TRAIN %s WITH n_clusters = 2, %s train.verbose = 0 INTO m; SELECT * FROM wide TO"
              + " PREDICT p.g USING m; SELECT count(*) FROM p";
      String with =
          words[0].equals("clusterModel") ? "encode_units = [8, 3], pretrain_epochs = 1," : "";
      try (SqlflowMagic magic = ChildJvm.magic("duckdb://:memory:")) {
        ChildJvm.run(magic, "CREATE TABLE wide AS SELECT " + columns + " FROM range(50)");
        String cell = "SELECT * FROM wide " + train.formatted(words[0], with);
        System.out.println("buffered: " + rows(ChildJvm.run(magic, cell)) + " rows");
        ChildJvm.run(magic, "SET preserve_insertion_order = false");
        System.out.println("spooled: " + rows(ChildJvm.run(magic, cell)) + " rows");
      }
      System.exit(0);
    }

    private static Object rows(Result counted) {
      return counted.to_dataframe().column(0).get(0);
    }
  }

  /** Trains on as many rows as the refusal of more says will do. */
  static final class Trainer {
    private Trainer() {}

    public static void main(String[] words) {
      String train =
          "SELECT sin(range) AS a, cos(range) AS b, sin(7 * range) AS c, sin(9 * range) AS d,"
              + " sin(range / 7) AS e, sin(range / 9) AS f FROM range(5000000) TO TRAIN "
              + words[0]
              + " WITH "
              + words[1]
              + " train.sample = %s INTO m";
      try (SqlflowMagic magic = ChildJvm.magic("duckdb://:memory:")) {
        magic.warmUp();
        String fits = "";
        try {
          ChildJvm.run(magic, train.formatted("5000000"));
        } catch (MagicException refused) {
          System.out.println("refused: " + refused.getMessage());
          Matcher fit = FITS.matcher(refused.getMessage());
          fits = fit.find() ? fit.group(1) : "";
        }
        ChildJvm.run(magic, train.formatted(fits));
        System.out.println("trained on " + fits);
      }
      System.exit(0);
    }
  }
}
