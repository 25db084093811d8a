package org.sqlflow.models.autoencoder.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sqlflow.models.ModelException;

/**
 * A model that Keras saved as HDF5: {@code model_config} in JSON, and below {@code model_weights} a
 * group for each layer.
 *
 * <p>A truncated file or one of another kind is refused. One whose inner structure was altered can
 * crash the native HDF5 library and the process with it, or keep it busy: see {@link KerasProcess}.
 */
final class KerasFile {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String WEIGHTS = "model_weights";

  /** Far above any table's network; a corrupt file must not allocate all memory. */
  static final long MOST_WEIGHTS = 1 << 26;

  private static final int[] TEXT_BUFFERS = {1 << 16, 1 << 20, 1 << 24};

  /** How deep a layer's arrays lie below its group; groups may form a cycle. */
  private static final int DEEPEST = 4;

  private final String name;
  private final Hdf5Archive archive;

  private KerasFile(String name, Hdf5Archive archive) {
    this.name = name;
    this.archive = archive;
  }

  /**
   * A dense layer.
   *
   * @param kernel {@code inputs x units}
   * @param bias {@code units}
   */
  record Weights(INDArray kernel, INDArray bias) {
    int inputs() {
      return (int) kernel.size(0);
    }

    int units() {
      return (int) kernel.size(1);
    }
  }

  /** A layer with its weights. */
  record Dense(KerasLayers.Layer layer, Weights weights) {}

  /**
   * Reads the dense layers, first to last, in this process.
   *
   * @throws ModelException if it is not such a file, or has other layers
   */
  @SuppressWarnings("IllegalCatch")
  static List<Dense> read(Path path) {
    String name = checkSignature(path);
    try {
      org.bytedeco.hdf5.Exception.dontPrint();
      try (Hdf5Archive archive = new Hdf5Archive(path.toString())) {
        return new KerasFile(name, archive).layers();
      }
    } catch (ModelException e) {
      throw e;
    } catch (RuntimeException | UnsupportedKerasConfigurationException e) {
      // The HDF5 library's own messages are about its C functions.
      throw corrupt(name, "HDF5 cannot read it");
    } catch (LinkageError e) {
      throw new ModelException(
          "Keras files cannot be read here: the HDF5 library for this platform is not installed;"
              + " name a model made by TO TRAIN autoencoder or clusterModel");
    }
  }

  /** The file's name, if it begins as HDF5 does; refuses other files without loading a library. */
  static String checkSignature(Path path) {
    String name = String.valueOf(path.getFileName());
    if (!Files.isRegularFile(path)) {
      throw new ModelException(
          "no file "
              + path
              + " in "
              + Path.of("").toAbsolutePath()
              + ": USING names a file relative to the notebook's folder");
    }
    byte[] first;
    try (InputStream in = Files.newInputStream(path)) {
      first = in.readNBytes(HDF5.length);
    } catch (IOException e) {
      throw new ModelException(name + " cannot be read: " + e.getMessage());
    }
    if (!Arrays.equals(first, HDF5)) {
      throw new ModelException(
          name + " is not an HDF5 file: save the Keras model with model.save(\"….h5\")");
    }
    return name;
  }

  private List<Dense> layers() throws UnsupportedKerasConfigurationException {
    List<KerasLayers.Layer> described = KerasLayers.of(config(), name);
    List<Dense> layers = new ArrayList<>();
    for (KerasLayers.Layer layer : described) {
      Weights weights = weights(layer);
      boolean fits =
          weights.units() == layer.units()
              && (layers.isEmpty()
                  || weights.inputs() == layers.get(layers.size() - 1).weights().units());
      if (!fits) {
        throw corrupt(name, "the weights of layer " + layer.name() + " have another shape");
      }
      layers.add(new Dense(layer, weights));
    }
    return List.copyOf(layers);
  }

  private JsonNode config() throws UnsupportedKerasConfigurationException {
    if (!archive.hasAttribute("model_config") || !archive.getGroups().contains(WEIGHTS)) {
      throw new ModelException(
          name
              + " is HDF5 but not a whole Keras model: save it with model.save(\"….h5\"), not"
              + " with save_weights");
    }
    for (int size : TEXT_BUFFERS) {
      String text = archive.readAttributeAsFixedLengthString("model_config", size);
      int end = text.indexOf('\0');
      if (end >= 0) {
        try {
          return new ObjectMapper().readTree(text.substring(0, end));
        } catch (JsonProcessingException e) {
          throw corrupt(name, "its model_config is not JSON");
        }
      }
    }
    throw corrupt(name, "its model_config is too long");
  }

  private Weights weights(KerasLayers.Layer layer) throws UnsupportedKerasConfigurationException {
    List<String> group = List.of(WEIGHTS, layer.name());
    boolean there = archive.getGroups(WEIGHTS).contains(layer.name());
    INDArray kernel =
        (there ? array(group, "kernel", 2) : Optional.<INDArray>empty())
            .orElseThrow(() -> corrupt(name, "layer " + layer.name() + " has no weights"));
    INDArray bias = Nd4j.zeros(kernel.size(1));
    if (layer.hasBias()) {
      bias =
          array(group, "bias", 1)
              .filter(read -> read.length() == kernel.size(1))
              .orElseThrow(
                  () -> corrupt(name, "layer " + layer.name() + " has no bias of its width"));
    }
    if (!Double.isFinite(kernel.sumNumber().doubleValue() + bias.sumNumber().doubleValue())) {
      throw corrupt(name, "layer " + layer.name() + " has weights that are not numbers");
    }
    return new Weights(kernel, bias);
  }

  /** The array of a kind somewhere below a group, such as {@code dense/kernel:0}. */
  private Optional<INDArray> array(List<String> path, String kind, int rank)
      throws UnsupportedKerasConfigurationException {
    String[] groups = path.toArray(String[]::new);
    for (String found : archive.getDataSets(groups)) {
      if (found.equals(kind) || found.equals(kind + ":0")) {
        checkSize(found, rank, groups);
        return Optional.of(archive.readDataSet(found, groups));
      }
    }
    if (path.size() < DEEPEST + 2) {
      for (String below : archive.getGroups(groups)) {
        List<String> deeper = new ArrayList<>(path);
        deeper.add(below);
        Optional<INDArray> array = array(deeper, kind, rank);
        if (array.isPresent()) {
          return array;
        }
      }
    }
    return Optional.empty();
  }

  /** Checks the shape before memory is allocated for the array. */
  private void checkSize(String array, int rank, String... path) {
    Group[] groups = archive.openGroups(path);
    try (DataSet set = groups[groups.length - 1].openDataSet(array);
        DataSpace space = set.getSpace()) {
      long[] sizes = new long[Math.max(0, space.getSimpleExtentNdims())];
      if (sizes.length == rank) {
        space.getSimpleExtentDims(sizes);
      }
      boolean sound =
          sizes.length == rank
              && LongStream.of(sizes).allMatch(s -> s > 0 && s <= MOST_WEIGHTS)
              && LongStream.of(sizes).reduce(1, (a, b) -> a * b) <= MOST_WEIGHTS;
      if (!sound) {
        throw corrupt(name, array + " of " + path[1] + " has no shape of a dense layer");
      }
    } finally {
      archive.closeGroups(groups);
    }
  }

  static ModelException corrupt(String name, String what) {
    return new ModelException(name + " is corrupt: " + what + "; save the Keras model again");
  }
}
