package org.sqlflow.models.autoencoder.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.neural.AutoencoderNetwork;

/** Files of Keras' layout; {@code make.py} beside them wrote them and the codes expected here. */
class KerasAutoencoderTest {
  private static final Matrix ROWS =
      new Matrix(
          4,
          4,
          new float[] {
            5.1f, 3.5f, 1.4f, 0.2f, 7.0f, 3.2f, 4.7f, 1.4f, 6.3f, 3.3f, 6.0f, 2.5f, -1, 0, 1, 2
          });

  @TempDir Path folder;

  private static Path file(String name) {
    try {
      return Path.of(KerasAutoencoderTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KerasAutoencoder read(String name) {
    return KerasAutoencoder.read(file(name).toString(), 42);
  }

  private static void assertCodes(AutoencoderNetwork network, double... expected) {
    float[] codes = network.encode(ROWS, CancellationCheck.NONE).values();
    assertThat(codes).hasSize(expected.length);
    for (int i = 0; i < codes.length; i++) {
      assertThat((double) codes[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ae_pretrain.h5", "functional.h5"})
  void theCodesAreThoseOfNumpy(String name) {
    KerasAutoencoder keras = read(name);

    assertCodes(
        keras.network(),
        -1.299073,
        -0.7346188,
        -0.3853328,
        0.0081155,
        -0.3675168,
        0.0228421,
        -0.3469701,
        0.1808092);
    assertThat(keras.network().units()).containsExactly(6, 2);
    assertThat(keras.network().layers()).isEqualTo(4);
    assertThat(keras.notes()).isEmpty();
  }

  @Test
  void anEncoderAloneGetsADecoderAndItsCodeIsLinear() {
    KerasAutoencoder keras = read("encoder.h5");

    assertCodes(
        keras.network(),
        0.767301,
        0.1810751,
        0.7810779,
        0.5700737,
        0.2250501,
        1.0417543,
        0.5362653,
        0.2068844,
        1.2109182,
        0.4517691,
        0.3181942,
        0.8760648);
    assertThat(keras.network().units()).containsExactly(5, 5, 3);
    assertThat(keras.network().layers()).isEqualTo(6);
    assertThat(keras.notes())
        .containsExactly(
            "The code of encoder.h5 is used without its relu: it is linear here.",
            "encoder.h5 has no decoder: a new one is created, mirrored and with random weights.");
  }

  @Test
  void whatIsStoredOfItIsReadWithoutTheFile() {
    AutoencoderNetwork network = read("ae_pretrain.h5").network();

    AutoencoderNetwork again = AutoencoderNetwork.fromBytes(network.toBytes());

    assertThat(again.encode(ROWS, CancellationCheck.NONE).values())
        .containsExactly(network.encode(ROWS, CancellationCheck.NONE).values());
  }

  @Test
  void aNewDecoderIsTheSameForTheSameSeed() {
    String encoder = file("encoder.h5").toString();

    float[] first = KerasAutoencoder.read(encoder, 1).network().parameters().toFloatVector();

    assertThat(KerasAutoencoder.read(encoder, 1).network().parameters().toFloatVector())
        .containsExactly(first);
    assertThat(KerasAutoencoder.read(encoder, 2).network().parameters().toFloatVector())
        .isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lstm.h5 | layer lstm of lstm.h5 is of kind LSTM: USING reads dense layers only",
        "branched.h5 | layer dense_2 does not read only the layer before it",
        "no_weights.h5 | no_weights.h5 is corrupt: layer dense_0 has no weights",
        "not_keras.h5 | not_keras.h5 is HDF5 but not a whole Keras model",
        "make.py | make.py is not an HDF5 file",
      })
  void aFileThatIsNoDenseAutoencoderIsRefused(String name, String message) {
    assertThatThrownBy(() -> read(name))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFileThatIsNotThereIsRefusedWithTheFolderLookedIn() {
    assertThatThrownBy(() -> KerasAutoencoder.read("none.h5", 42))
        .hasMessageStartingWith("no file none.h5 in " + Path.of("").toAbsolutePath());
  }

  @Test
  void theZipFormatIsRefusedWithTheOneToUse() {
    assertThatThrownBy(() -> KerasAutoencoder.read("ae.keras", 42))
        .hasMessageContaining("saved as .h5, not as .keras");
  }

  @Test
  void otherNumbersOfInputsAreRefused() {
    assertThatThrownBy(() -> read("ae_pretrain.h5").over(List.of("a", "b")))
        .hasMessageContaining("reads 4 features, but the query returns 2 (a, b)");
  }

  @Test
  void aFileCutOffIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file("ae_pretrain.h5"));
    for (int length : new int[] {0, 4, 8, 96, 2048, whole.length - 1}) {
      Path cut = folder.resolve("cut" + length + ".h5");
      Files.write(cut, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> KerasAutoencoder.read(cut.toString(), 42))
          .as("%d bytes", length)
          .isInstanceOf(ModelException.class);
    }
  }

  /**
   * Files that crash HDF5, or keep it busy, end a separate process: whatever is altered, this one
   * goes on.
   */
  @Test
  void alteredFilesAreReadOrRefusedAndThisProcessGoesOn() throws IOException {
    byte[] whole = Files.readAllBytes(file("ae_pretrain.h5"));
    Random random = new Random(1);
    for (int i = 0; i < 5; i++) {
      byte[] altered = whole.clone();
      for (int change = 0; change < 40; change++) {
        altered[8 + random.nextInt(2000)] = (byte) random.nextInt();
      }
      Path path = Files.write(folder.resolve("altered" + i + ".h5"), altered);
      try {
        assertThat(KerasProcess.read(path)).isNotEmpty();
      } catch (ModelException refused) {
        assertThat(refused).hasMessageContaining(path.getFileName().toString());
      }
    }
  }

  @Test
  void aFileThatTakesTooLongIsRefused() {
    assertThatThrownBy(
            () ->
                KerasProcess.read(file("ae_pretrain.h5"), System.getProperty("java.class.path"), 0))
        .hasMessageContaining("reading it took more than 0 seconds");
  }

  @Test
  void aProcessThatDoesNotAnswerIsASentence() {
    assertThatThrownBy(() -> KerasProcess.read(file("ae_pretrain.h5"), "nowhere", 60))
        .hasMessageContaining("the process that read it ended by itself");
  }
}
