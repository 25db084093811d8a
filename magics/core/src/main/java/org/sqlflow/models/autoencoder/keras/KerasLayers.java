package org.sqlflow.models.autoencoder.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.activations.Activation;
import org.sqlflow.models.ModelException;
import org.sqlflow.text.Text;

/** The chain of dense layers that Keras' {@code model_config} describes. */
final class KerasLayers {
  /**
   * Activations that both libraries compute alike; Keras' gelu and leaky_relu have other constants.
   */
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "linear", Activation.IDENTITY,
          "relu", Activation.RELU,
          "elu", Activation.ELU,
          "selu", Activation.SELU,
          "swish", Activation.SWISH,
          "silu", Activation.SWISH,
          "tanh", Activation.TANH,
          "sigmoid", Activation.SIGMOID,
          "softplus", Activation.SOFTPLUS);

  /** Layers without effect once a network is trained. */
  private static final Set<String> PASSING = Set.of("InputLayer", "Dropout");

  private KerasLayers() {}

  /** A dense layer. */
  record Layer(String name, int units, String activationWord, boolean hasBias) {
    boolean isLinear() {
      return activationWord.equals("linear");
    }

    /**
     * DL4J's function.
     *
     * @throws ModelException if DL4J has no function that computes the same
     */
    Activation activation(String file) {
      Activation activation = ACTIVATIONS.get(activationWord);
      if (activation == null) {
        throw new ModelException(
            Text.of(
                "layer %s of %s has the activation %s, which is not supported; supported are %s",
                name,
                file,
                activationWord,
                String.join(", ", ACTIVATIONS.keySet().stream().sorted().toList())));
      }
      return activation;
    }
  }

  /**
   * The dense layers in their order.
   *
   * @throws ModelException if there are others, or they do not form a chain
   */
  static List<Layer> of(JsonNode model, String file) {
    String kind = model.path("class_name").asText();
    JsonNode all = model.path("config");
    // In the first versions of Keras 2, config was the list of layers itself.
    all = all.isArray() ? all : all.path("layers");
    boolean isSequential = kind.equals("Sequential");
    if (!isSequential && !kind.equals("Functional") && !kind.equals("Model")) {
      throw new ModelException(
          file + " has a Keras model of class " + kind + ": save a Sequential or functional one");
    }
    List<Layer> layers = new ArrayList<>();
    String before = "";
    for (JsonNode layer : all) {
      String name = layer.path("config").path("name").asText();
      if (!isSequential && !inputs(layer, before)) {
        throw new ModelException(
            "the layers of "
                + file
                + " do not form a chain: layer "
                + name
                + " does not read only the layer before it; save a model without branches");
      }
      before = name;
      if (!PASSING.contains(layer.path("class_name").asText())) {
        layers.add(dense(layer, file));
      }
    }
    if (layers.isEmpty()) {
      throw new ModelException(file + " has no dense layer: save an autoencoder of dense layers");
    }
    return layers;
  }

  private static Layer dense(JsonNode layer, String file) {
    String kind = layer.path("class_name").asText();
    JsonNode config = layer.path("config");
    String name = config.path("name").asText();
    if (!kind.equals("Dense")) {
      throw new ModelException(
          Text.of(
              "layer %s of %s is of kind %s: USING reads dense layers only, in one flat model",
              name, file, kind));
    }
    JsonNode activation = config.path("activation");
    return new Layer(
        name,
        config.path("units").asInt(),
        activation.isTextual() ? activation.asText() : activation.path("class_name").asText("?"),
        config.path("use_bias").asBoolean(true));
  }

  /** Whether the layer before is all that a layer of a functional model reads. */
  private static boolean inputs(JsonNode layer, String before) {
    Set<String> read = new HashSet<>();
    collect(layer.path("inbound_nodes"), read);
    return read.equals(before.isEmpty() ? Set.of() : Set.of(before));
  }

  /** Names are in {@code [name, node, tensor, …]} at any depth. */
  private static void collect(JsonNode node, Set<String> names) {
    if (node.isArray() && node.path(0).isTextual() && node.path(1).isInt()) {
      names.add(node.path(0).asText());
    } else {
      node.forEach(child -> collect(child, names));
    }
  }
}
