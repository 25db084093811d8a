package org.sqlflow.models.supervised.dense;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.models.Model;
import org.sqlflow.models.neural.Embedding;
import org.sqlflow.models.neural.Embedding.Combiner;
import org.sqlflow.models.neural.FeedForwardNetwork;
import org.sqlflow.models.neural.FeedForwardNetwork.Design;
import org.sqlflow.models.neural.HiddenActivation;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/** A network as it is stored: what it looks like as JSON, its numbers as bytes. */
final class StoredNetwork {
  private static final String NETWORK = "network";
  private static final int MOST_UNITS = 1 << 20;
  private static final int MOST_LAYERS = 64;

  private StoredNetwork() {}

  static void write(ObjectNode json, ModelBytes bytes, FeedForwardNetwork network) {
    Design design = network.design();
    ObjectNode node = json.putObject(NETWORK);
    put(node, "deep", design.deep());
    put(node, "wide", design.wide());
    put(node, "hidden", design.hidden());
    node.put("outputs", design.outputs());
    node.put("activation", design.activation().name().toLowerCase(Locale.ROOT));
    node.put("batchNorm", design.batchNorm());
    if (!design.embeddings().isEmpty()) {
      ArrayNode embeddings = node.putArray("embeddings");
      for (Embedding embedding : design.embeddings()) {
        embeddings
            .addObject()
            .put("column", embedding.column())
            .put("size", embedding.size())
            .put("dimension", embedding.dimension())
            .put("several", embedding.several())
            .put("combiner", embedding.combiner().name().toLowerCase(Locale.ROOT));
      }
    }
    bytes.floats(network.parameters()).floats(network.moments());
  }

  /** The network of a model, if it is one of these. */
  static Optional<FeedForwardNetwork> of(Model model) {
    if (model instanceof DenseClassificationModel classes) {
      return Optional.of(classes.network());
    }
    return model instanceof DenseRegressionModel numbers
        ? Optional.of(numbers.network())
        : Optional.empty();
  }

  private static void put(ObjectNode node, String name, List<Integer> values) {
    ArrayNode array = node.putArray(name);
    values.forEach(array::add);
  }

  /** Reads what {@link #write} wrote, and refuses what does not fit together. */
  static FeedForwardNetwork read(JsonNode json, ModelBytes.Reader bytes, int features) {
    JsonNode node = json.path(NETWORK);
    List<Integer> hidden = numbers(node, "hidden", 1, MOST_UNITS);
    int outputs = node.path("outputs").asInt(0);
    String activation = node.path("activation").asText("");
    if (hidden.size() > MOST_LAYERS
        || outputs < 1
        || outputs > MOST_UNITS
        || !HiddenActivation.NAMES.contains(activation)) {
      throw ModelJson.corrupt("a network that cannot be");
    }
    Design design =
        new Design(
            features,
            numbers(node, "deep", 0, features - 1),
            numbers(node, "wide", 0, features - 1),
            hidden,
            outputs,
            HiddenActivation.of(activation),
            node.path("batchNorm").asBoolean(),
            embeddings(node, features));
    return FeedForwardNetwork.of(
        design, bytes.floats(design.parameters()), bytes.floats(design.moments()));
  }

  private static List<Embedding> embeddings(JsonNode node, int features) {
    List<Embedding> embeddings = new ArrayList<>();
    for (JsonNode one : node.path("embeddings")) {
      int size = one.path("size").asInt(0);
      int dimension = one.path("dimension").asInt(0);
      Optional<Combiner> combiner =
          Arrays.stream(Combiner.values())
              .filter(known -> known.name().equalsIgnoreCase(one.path("combiner").asText("")))
              .findFirst();
      if (size < 1
          || size > MOST_UNITS
          || dimension < 1
          || dimension > MOST_UNITS
          || combiner.isEmpty()) {
        throw ModelJson.corrupt("a network that cannot be");
      }
      Embedding embedding =
          new Embedding(
              one.path("column").asInt(-1),
              size,
              dimension,
              one.path("several").asBoolean(),
              combiner.get());
      if (embedding.column() < 0 || (long) embedding.column() + embedding.width() > features) {
        throw ModelJson.corrupt("a network that cannot be");
      }
      embeddings.add(embedding);
    }
    return embeddings;
  }

  private static List<Integer> numbers(JsonNode node, String name, int least, int most) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode one : node.path(name)) {
      if (!one.isInt() || one.asInt() < least || one.asInt() > most) {
        throw ModelJson.corrupt("a network that cannot be");
      }
      numbers.add(one.asInt());
    }
    return numbers;
  }
}
