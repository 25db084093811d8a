package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.models.TrainingProgress;

/** What is left of a training that the user stops. */
class InterruptTest extends CellsTest {
  private static final String KEEP = "\n    train.on_interrupt = keep\nCOLUMN";
  private static final String PREDICT = "SELECT * FROM points TO PREDICT p.g USING my_model";
  private static final String STORED =
      "SELECT md5(string_agg(concat_ws('|', name, type, format, trained_at, features, parameters,"
          + " hex(network), history), ';')) FROM sqlflow_models";

  @BeforeEach
  void makeRows() {
    makePoints();
  }

  /** Stops a cell where its progress is as wanted; then keeps asking, as the kernel does. */
  private final class Stopper extends Heard implements AutoCloseable {
    private final Predicate<TrainingProgress> place;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private Thread repeater;

    Stopper(Predicate<TrainingProgress> place) {
      this.place = place;
    }

    @Override
    public void progress(TrainingProgress state) {
      super.progress(state);
      if (repeater == null && place.test(state)) {
        magic.cancel();
        repeater = new Thread(this::repeat);
        repeater.start();
      }
    }

    private void repeat() {
      while (open.get()) {
        magic.cancelAgain();
        Thread.onSpinWait();
      }
    }

    void run(String cell) {
      runWhole(MAGIC + " " + cell, MAGIC.length(), this);
    }

    @Override
    public void close() {
      open.set(false);
      try {
        if (repeater != null) {
          repeater.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Predicate<TrainingProgress> in(String phase, int pass) {
    return state -> state.phase().equals(phase) && state.step() == pass;
  }

  private String interrupted(String cell, Predicate<TrainingProgress> place) {
    try (Stopper stopper = new Stopper(place)) {
      CancellationException stopped =
          catchThrowableOfType(CancellationException.class, () -> stopper.run(cell));
      assertThat(stopped).isNotNull();
      return stopped.getMessage();
    }
  }

  private String kept(String cell, Predicate<TrainingProgress> place) {
    try (Stopper stopper = new Stopper(place)) {
      stopper.run(cell);
      return stopper.notes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pre-training, 3, 'pre-training epoch 3 of 31 \\(loss [\\d.]+\\) after [\\d.]+ s'",
    "first groups, 1, 'first groups after [\\d.]+ s'",
    "clustering, 2, 'clustering epoch 2 of 8000 \\(loss [\\d.]+, [\\d.]+ % of rows changed group\\)"
        + " after [\\d.]+ s'",
    "scores, 1, 'scores after [\\d.]+ s'",
  })
  void itSaysWhereItStoodAndTheEarlierModelIsAsItWas(String phase, int pass, String place) {
    run(TRAIN);
    Object stored = value(STORED);

    String message = interrupted(TRAIN.replace("30", "31"), in(phase, pass));

    assertThat(message)
        .matches(
            "the training of my_model was interrupted in "
                + place
                + "\\. The earlier my_model is unchanged\\. With train.on_interrupt = keep, its"
                + " best state is stored\\.");
    assertThat(value(STORED)).isEqualTo(stored);
    run(PREDICT);
  }

  @Test
  void whereThereWasNoModelThereIsNone() {
    String message = interrupted("CREATE TABLE other AS SELECT 1; " + TRAIN, in("pre-training", 2));

    assertThat(message)
        .contains("Nothing is stored.")
        .endsWith("\nThe statement before it ran; its changes are kept.");
    assertThat(run("SHOW MODELS").to_dataframe().rowCount()).isZero();
  }

  @Test
  void clusteringIsKeptAfterItsLastWholePass() {
    String notes = kept(TRAIN.replace("COLUMN", KEEP), in("clustering", 6));

    assertThat(notes)
        .containsPattern("Interrupted in clustering epoch 6 of 8000 \\(loss .*\\) after .* s: the")
        .contains("the state after epoch 5 is kept, the last complete one.")
        .containsPattern(
            "silhouette 0\\.\\d+ on the scaled features .*; plain k-means on the same rows");
    assertThat(run("DESCRIBE MODEL my_model").to_dataframe().stringColumn("value").asList())
        .anyMatch(value -> value.startsWith("Interrupted in clustering epoch 6"));
    run(PREDICT);
    assertThat(
            value(
                "SELECT string_agg(n, ' ') FROM"
                    + " (SELECT count(*) AS n FROM p GROUP BY kind, g ORDER BY n DESC)"))
        .isEqualTo("60 40 30");
  }

  @Test
  void whatIsKeptIsWhatTheSamePassesGive() {
    String notes =
        kept(TRAIN.replace("COLUMN", "model.train_use_tol = false" + KEEP), in("clustering", 12));
    // A busy machine may let it begin another epoch before it is stopped.
    Matcher pass = Pattern.compile("the state after epoch (\\d+) is kept").matcher(notes);
    assertThat(pass.find()).as(notes).isTrue();
    run(
        TRAIN
            .replace("my_model", "whole")
            .replace(
                "COLUMN",
                "train_max_iters = " + pass.group(1) + ", model.train_use_tol = false COLUMN"));

    assertThat(value("SELECT count(DISTINCT parameters) FROM sqlflow_models")).isEqualTo(1L);
    assertThat(weights("my_model")).isEqualTo(weights("whole"));
  }

  /** A network's weights; the file around them tells the time too. */
  private byte[] weights(String model) {
    String blob = "SELECT base64(network) FROM sqlflow_models WHERE name = '" + model + "'";
    byte[] file = Base64.getDecoder().decode((String) value(blob));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      while (!zip.getNextEntry().getName().equals("coefficients.bin")) {
        zip.closeEntry();
      }
      return zip.readAllBytes();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  @Test
  void preTrainingIsKeptWithCentresByKMeans() {
    String notes = kept(TRAIN.replace("COLUMN", KEEP), in("pre-training", 20));

    assertThat(notes)
        .contains("Interrupted in pre-training epoch 20 of 30 (loss ")
        .containsPattern(
            "the encoder of epoch \\d+ is kept with the first centres; clustering had");
    run(PREDICT);
    assertThat(value("SELECT count(DISTINCT g) FROM p")).isEqualTo(3L);
  }

  @ParameterizedTest
  @CsvSource({
    "first groups, 'the first centres are kept; clustering had not begun'",
    "scores, the training was complete"
  })
  void betweenThePassesNothingIsLost(String phase, String what) {
    String notes = kept(TRAIN.replace("COLUMN", KEEP), in(phase, 1));

    assertThat(notes).containsPattern("Interrupted in " + phase + " after .* s: " + what);
    run(PREDICT);
    assertThat(value("SELECT count(DISTINCT g) FROM p")).isEqualTo(3L);
  }

  @Test
  void withoutAWholePassThereIsNothingToKeep() {
    run(TRAIN);
    Object stored = value(STORED);

    String message = interrupted(TRAIN.replace("COLUMN", KEEP), in("pre-training", 1));

    assertThat(message)
        .contains("interrupted in pre-training epoch 1 of 30")
        .endsWith(" There was no state to keep yet. The earlier my_model is unchanged.");
    assertThat(value(STORED)).isEqualTo(stored);
  }

  @Test
  void ofSeveralStartsTheBestThatEndedIsKept() {
    String notes =
        kept(
            TRAIN.replace("COLUMN", "train.restarts = 5" + KEEP),
            state -> state.start() == 3 && state.phase().equals("clustering"));

    assertThat(notes)
        .containsPattern(
            "Interrupted in start 3 of 5, clustering epoch 1 of 8000 .*: the best of the 2 starts"
                + " that ended is kept")
        .containsPattern("Start [12] of 2 is kept, .* The starts agree by [01]\\.\\d\\d");
    run(PREDICT);
  }

  @Test
  void anInterruptedCellGoesOnBehindWhatWasKept() {
    try (Stopper stopper = new Stopper(in("clustering", 3))) {
      stopper.run(TRAIN.replace("COLUMN", KEEP) + PREDICT + "; SELECT count(*) AS n FROM p");
    }
    assertThat(value("SELECT count(g) FROM p")).isEqualTo(130L);
    assertThat(magic.isCancelled()).isFalse();
  }

  @Test
  void anotherInterruptStopsTheKeepingToo() {
    run(TRAIN);
    Object stored = value(STORED);
    Heard twice =
        new Heard() {
          @Override
          public void progress(TrainingProgress state) {
            boolean training = state.phase().equals("clustering") && state.step() == 5;
            if (state.phase().equals("scores")) {
              waitForASecond();
            }
            if (training || state.phase().equals("scores")) {
              magic.cancel();
            }
          }
        };

    assertThatThrownBy(
            () -> runWhole(MAGIC + " " + TRAIN.replace("COLUMN", KEEP), MAGIC.length(), twice))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("interrupted in clustering epoch 5 of 8000")
        .hasMessageContaining("It was interrupted again before its best state was stored.");
    assertThat(value(STORED)).isEqualTo(stored);
  }

  private static void waitForASecond() {
    try {
      Thread.sleep(1100);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAutoencoderIsKeptAndPredicts() {
    String train =
        """
        SELECT * FROM points TO TRAIN autoencoder
        WITH encode_units = [8, 2], train.on_interrupt = keep COLUMN m1, m2, m3 INTO my_model
        """;

    String notes = kept(train, in("pre-training", 9));

    assertThat(notes)
        .containsPattern(
            "Interrupted in pre-training epoch 9 of 300 .*: the weights after epoch \\d+ are kept");
    run(PREDICT);
    assertThat(value("SELECT count(g_2) FROM p")).isEqualTo(130L);
  }

  @Test
  void kMeansIsKeptAndPredicts() {
    String train =
        """
        SELECT * FROM points TO TRAIN kmeans
        WITH n_clusters = 3, train.on_interrupt = keep COLUMN m1, m2, m3 INTO my_model
        """;

    String notes = kept(train, in("k-means", 2));

    assertThat(notes)
        .containsPattern(
            "Interrupted in k-means start 2 of 20 .*: the centres of iteration \\d+ of start \\d"
                + " are kept");
    run(PREDICT);
    assertThat(value("SELECT count(DISTINCT g) FROM p")).isEqualTo(3L);
  }

  @Test
  void theChoiceOfTheNumberOfGroupsHasNothingToKeep() {
    String message =
        interrupted(
            TRAIN.replace("n_clusters = 3", "n_clusters = auto").replace("COLUMN", KEEP),
            in("trying numbers of groups", 2));

    assertThat(message)
        .contains("interrupted in trying numbers of groups 2 of 14")
        .contains("There was no state to keep yet. Nothing is stored.");
  }
}
