package org.sqlflow.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ModelException;

/** A stored network is read, or refused: whatever stands in its place. */
class NetworkFileTest {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final Matrix ROWS = new Matrix(2, 3, new float[] {1, -2, 0.5f, 0, 3, -0.25f});

  private static AutoencoderNetwork network(Activation hidden) {
    return AutoencoderNetwork.create(
        new AutoencoderNetwork.Design(3, List.of(5, 2), hidden, WeightInit.XAVIER_UNIFORM, 7));
  }

  private static final byte[] SOUND = network(Activation.TANH).toBytes();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu",
        "leakyrelu",
        "elu",
        "selu",
        "gelu",
        "swish",
        "tanh",
        "sigmoid",
        "softplus"
      })
  void aNetworkComesBackAsItWent(String activation) {
    AutoencoderNetwork network = network(HiddenActivation.named(activation));

    AutoencoderNetwork again = AutoencoderNetwork.fromBytes(network.toBytes());

    assertThat(again.units()).containsExactly(5, 2);
    assertThat(again.activation(0)).isEqualTo(network.activation(0)).isPresent();
    assertThat(again.activation(2)).isEqualTo(network.activation(2)).isPresent();
    assertThat(again.encode(ROWS, CancellationCheck.NONE).values())
        .containsExactly(network.encode(ROWS, CancellationCheck.NONE).values());
    assertThat(again.parameters().toFloatVector())
        .containsExactly(network.parameters().toFloatVector());
  }

  @Test
  void wherePartsAreCutOffItIsRefused() {
    for (int length = 0; length < SOUND.length; length++) {
      byte[] part = Arrays.copyOf(SOUND, length);
      boolean whole = length >= SOUND.length - centralDirectory();
      if (!whole) {
        refused(part);
      }
    }
  }

  /** Behind the entries stands their list, which is not needed to read them. */
  private static int centralDirectory() {
    for (int i = 0; i < SOUND.length - 3; i++) {
      if (SOUND[i] == 'P' && SOUND[i + 1] == 'K' && SOUND[i + 2] == 1 && SOUND[i + 3] == 2) {
        return SOUND.length - i;
      }
    }
    throw new IllegalStateException("no zip");
  }

  @Test
  void whereverAByteIsFlippedItIsRefusedOrReadAsItWas() {
    float[] sound = NetworkFile.read(SOUND).parameters();
    int refused = 0;
    for (int at = 0; at < SOUND.length; at++) {
      byte[] flipped = SOUND.clone();
      flipped[at] ^= (byte) 0xff;
      try {
        assertThat(NetworkFile.read(flipped).parameters()).containsExactly(sound);
      } catch (ModelException expected) {
        assertThat(expected).hasMessageStartingWith("the stored network ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(SOUND.length / 2);
  }

  private static void refused(byte[] bytes) {
    assertThatThrownBy(() -> AutoencoderNetwork.fromBytes(bytes))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("the stored network is corrupt (");
  }

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(SOUND))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] configured(String from, String to) {
    Map<String, byte[]> entries = entries();
    String text = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    entries.put(CONFIGURATION, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  /** Would count, were it read as Java does. */
  private static final class Bomb implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger EXPLODED = new AtomicInteger();

    private void readObject(ObjectInputStream from) {
      EXPLODED.incrementAndGet();
    }
  }

  @Test
  void javaObjectsAreNotRead() throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(object)) {
      out.writeObject(new Bomb());
    }
    for (String name : List.of("preprocessor.bin", "normalizer.bin", "updaterState.bin")) {
      Map<String, byte[]> entries = entries();
      entries.put(name, object.toByteArray());
      refused(zip(entries));
    }
    assertThat(Bomb.EXPLODED).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../coefficients.bin", "/etc/passwd", "coefficients.bin/", "C:\\a"})
  void entriesOfOtherNamesAreRefused(String name) {
    Map<String, byte[]> entries = entries();
    entries.put(name, entries.remove(COEFFICIENTS));
    refused(zip(entries));
  }

  @ParameterizedTest
  @CsvSource({
    "org.deeplearning4j.nn.conf.layers.DenseLayer, javax.swing.JEditorPane",
    "org.deeplearning4j.nn.conf.layers.OutputLayer, org.deeplearning4j.nn.conf.layers.LSTM",
    "org.nd4j.linalg.activations.impl.ActivationTanH, java.net.URL",
    "'\"nin\" : 3', '\"nin\" : -3'",
    "'\"nin\" : 3', '\"nin\" : 4'",
    "'\"nout\" : 5', '\"nout\" : 6'",
    "'\"nout\" : 5', '\"nout\" : 2147483647'",
    "'\"nout\" : 5', '\"nout\" : \"5\"'",
    "'\"confs\"', '\"none\"'",
  })
  void descriptionsOfOtherNetworksAreRefused(String from, String to) {
    refused(configured(from, to));
  }

  @Test
  void classesThatDoNotMatterAreNotLookedAt() {
    AutoencoderNetwork read =
        AutoencoderNetwork.fromBytes(
            configured("org.nd4j.linalg.learning.config.Adam", "javax.swing.JEditorPane"));

    assertThat(read.units()).containsExactly(5, 2);
  }

  @Test
  void moreThanTheLayersCallForIsNotUnpacked() {
    Map<String, byte[]> entries = entries();
    byte[] sound = entries.get(COEFFICIENTS);
    entries.put(COEFFICIENTS, Arrays.copyOf(sound, 50_000_000));
    refused(zip(entries));
    entries.put(COEFFICIENTS, Arrays.copyOf(sound, sound.length - 1));
    refused(zip(entries));
    entries = entries();
    entries.put(CONFIGURATION, Arrays.copyOf(entries.get(CONFIGURATION), 50_000_000));
    refused(zip(entries));
  }

  @Test
  void aNetworkThatWouldFillTheMemoryIsRefusedBeforeItIsRead() {
    List<String> wide = new ArrayList<>(List.of("\"nin\" : 3", "\"nout\" : 3"));
    Map<String, byte[]> entries = entries();
    String text = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
    for (String width : wide) {
      text = text.replace(width, width.replace("3", "1000000"));
    }
    text =
        text.replace("\"nout\" : 5", "\"nout\" : 1000000")
            .replace("\"nin\" : 5", "\"nin\" : 1000000");
    entries.put(CONFIGURATION, text.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> AutoencoderNetwork.fromBytes(zip(entries)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weights, too many for this program's memory");
  }

  @Test
  void aWeightThatIsNoNumberIsRefused() {
    Map<String, byte[]> entries = entries();
    byte[] coefficients = entries.get(COEFFICIENTS);
    System.arraycopy(
        new byte[] {0x7f, (byte) 0xc0, 0, 0}, 0, coefficients, coefficients.length - 4, 4);
    refused(zip(entries));
  }
}
