package org.sqlflow.models.neural;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.nd4j.linalg.activations.Activation;
import org.sqlflow.models.ModelException;
import org.sqlflow.text.Text;

/**
 * Reads only the dense network from the zip that DL4J's ModelSerializer writes. DL4J's own reader
 * creates whatever object the zip names (its {@code preprocessor.bin} is Java serialization, its
 * {@code configuration.json} names classes) and trusts all sizes; here class names are only
 * compared, and no more is read than the widths of the layers require.
 *
 * @param inputs numbers in a row
 * @param widths of all layers
 * @param activations after each layer
 * @param parameters all weights and biases, in DL4J's order
 */
record NetworkFile(
    int inputs, List<Integer> widths, List<Activation> activations, float[] parameters) {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final int LONGEST_CONFIGURATION = 1 << 20;
  private static final int MOST_LAYERS = 64;
  private static final int MOST_UNITS = 1 << 20;
  private static final int MOST_SHAPE = 12;
  private static final String ARRAY = "MIXED_DATA_TYPES";
  private static final Set<String> LAYERS =
      Set.of(
          "org.deeplearning4j.nn.conf.layers.DenseLayer",
          "org.deeplearning4j.nn.conf.layers.OutputLayer");

  /**
   * Reads a network.
   *
   * @throws ModelException if it is corrupt, or has other than dense layers
   */
  static NetworkFile read(byte[] bytes) {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      enter(zip, CONFIGURATION);
      byte[] text = zip.readNBytes(LONGEST_CONFIGURATION + 1);
      if (text.length > LONGEST_CONFIGURATION) {
        throw corrupt("its description is too long");
      }
      NetworkFile empty = described(new JsonMapper().readTree(text));
      enter(zip, COEFFICIENTS);
      float[] parameters = parameters(new DataInputStream(zip), empty.size());
      if (zip.getNextEntry() != null) {
        throw corrupt("there is something after its weights");
      }
      return new NetworkFile(empty.inputs, empty.widths, empty.activations, parameters);
    } catch (IOException | IllegalArgumentException broken) {
      throw corrupt("it cannot be read");
    }
  }

  private static void enter(ZipInputStream zip, String name) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(name)) {
      throw corrupt(name + " is not in its place");
    }
  }

  private static NetworkFile described(JsonNode configuration) {
    List<Integer> widths = new ArrayList<>();
    List<Activation> activations = new ArrayList<>();
    JsonNode layers = configuration.path("confs");
    if (layers.isEmpty() || layers.size() > MOST_LAYERS) {
      throw corrupt("it has no layers, or too many");
    }
    int inputs = width(layers.path(0).path("layer").path("nin"));
    for (JsonNode conf : layers) {
      JsonNode layer = conf.path("layer");
      int in = widths.isEmpty() ? inputs : widths.get(widths.size() - 1);
      if (!LAYERS.contains(layer.path("@class").asText()) || width(layer.path("nin")) != in) {
        throw corrupt("its layers do not fit together");
      }
      widths.add(width(layer.path("nout")));
      activations.add(activation(layer.path("activationFn").path("@class").asText()));
    }
    return new NetworkFile(inputs, widths, activations, new float[0]);
  }

  private static int width(JsonNode node) {
    if (!node.isInt() || node.asInt() < 1 || node.asInt() > MOST_UNITS) {
      throw corrupt("the width of a layer is wrong");
    }
    return node.asInt();
  }

  private static Activation activation(String className) {
    return Activation.IDENTITY.getActivationFunction().getClass().getName().equals(className)
        ? Activation.IDENTITY
        : HiddenActivation.NAMES.stream()
            .map(HiddenActivation::named)
            .filter(a -> a.getActivationFunction().getClass().getName().equals(className))
            .findFirst()
            .orElseThrow(() -> corrupt("it has an unknown activation"));
  }

  /** How many parameters the layers have. */
  private long size() {
    long size = 0;
    int in = inputs;
    for (int out : widths) {
      size += (in + 1L) * out;
      in = out;
    }
    long most = Runtime.getRuntime().maxMemory() / Float.BYTES / 4;
    if (size > Math.min(most, Integer.MAX_VALUE - 8)) {
      throw new ModelException(
          Text.of("the stored network has %,d weights, too many for this program's memory", size));
    }
    return size;
  }

  /** An array as ND4J writes it: its shape, which is known here already, then its numbers. */
  private static float[] parameters(DataInputStream from, long size) throws IOException {
    int shape = (int) Math.min(header(from, "LONG"), MOST_SHAPE + 1);
    if (shape < 0 || shape > MOST_SHAPE) {
      throw corrupt("the shape of its weights is wrong");
    }
    from.readNBytes(shape * Long.BYTES);
    if (header(from, "FLOAT") != size) {
      throw corrupt("its weights are more or fewer than its layers need");
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = from.readFloat();
      if (!Float.isFinite(values[i])) {
        throw corrupt("one of its weights is not a number");
      }
    }
    if (from.read() >= 0) {
      throw corrupt("its weights are more than its layers need");
    }
    return values;
  }

  private static long header(DataInputStream from, String type) throws IOException {
    boolean mode = from.readUTF().equals(ARRAY);
    long length = from.readLong();
    if (!mode || !from.readUTF().equals(type)) {
      throw corrupt("its weights are of another type");
    }
    return length;
  }

  private static ModelException corrupt(String how) {
    return ModelException.corrupt("the stored network", how);
  }
}
