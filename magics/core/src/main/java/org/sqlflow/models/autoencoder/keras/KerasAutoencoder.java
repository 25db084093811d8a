package org.sqlflow.models.autoencoder.keras;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.autoencoder.AutoencoderEstimator;
import org.sqlflow.models.autoencoder.AutoencoderModel;
import org.sqlflow.models.neural.AutoencoderNetwork;
import org.sqlflow.text.Text;

/**
 * The autoencoder of a Keras file. Its narrowest dense layer, the first of equals, is the code: the
 * layers up to it are the encoder, those after it the decoder. A decoder with as many layers as the
 * encoder that reconstructs the inputs is used; otherwise a new one is created, mirrored and with
 * random weights. Code and output are linear here, whatever they were in the file.
 *
 * @param notes what is missing in the file, or was changed
 */
public record KerasAutoencoder(String file, AutoencoderNetwork network, List<String> notes) {
  /** Whether a name in USING is that of a Keras file. */
  public static boolean isNamed(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(h5|hdf5|keras)");
  }

  /**
   * Reads a file that Keras saved as HDF5.
   *
   * @param name relative to the working directory
   * @param seed of a new decoder's weights
   * @throws ModelException if there is no such file, or no such model in it
   */
  public static KerasAutoencoder read(String name, long seed) {
    if (name.toLowerCase(Locale.ROOT).endsWith(".keras")) {
      throw new ModelException(
          "USING reads Keras models saved as .h5, not as .keras: save it with"
              + " model.save(\"….h5\")");
    }
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new ModelException(name + " is not a valid file name");
    }
    List<KerasFile.Dense> layers = KerasProcess.read(path);
    return of(String.valueOf(path.getFileName()), layers, seed);
  }

  private static KerasAutoencoder of(String file, List<KerasFile.Dense> layers, long seed) {
    int code = 0;
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).weights().units() < layers.get(code).weights().units()) {
        code = i;
      }
    }
    int features = layers.get(0).weights().inputs();
    int last = layers.size() - 1;
    boolean hasDecoder =
        layers.size() == 2 * (code + 1) && layers.get(last).weights().units() == features;
    List<KerasFile.Dense> taken = hasDecoder ? layers : layers.subList(0, code + 1);
    List<String> notes = new ArrayList<>();
    linear(file, layers.get(code), "code").ifPresent(notes::add);
    if (hasDecoder) {
      linear(file, layers.get(last), "output").ifPresent(notes::add);
    } else {
      notes.add(
          file
              + (code == last
                  ? " has no decoder"
                  : "'s decoder is not as deep as its encoder, or does not reconstruct the inputs")
              + ": a new one is created, mirrored and with random weights.");
    }
    return new KerasAutoencoder(file, network(file, taken, code + 1, seed), List.copyOf(notes));
  }

  private static Optional<String> linear(String file, KerasFile.Dense dense, String what) {
    return dense.layer().isLinear()
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "The %s of %s is used without its %s: it is linear here.",
                what, file, dense.layer().activationWord()));
  }

  private static AutoencoderNetwork network(
      String file, List<KerasFile.Dense> taken, int codeLayer, long seed) {
    int features = taken.get(0).weights().inputs();
    List<Integer> widths = new ArrayList<>();
    List<Activation> hidden = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      boolean isHidden = i != codeLayer - 1 && i != 2 * codeLayer - 1;
      widths.add(taken.get(i).weights().units());
      hidden.add(isHidden ? taken.get(i).layer().activation(file) : Activation.IDENTITY);
    }
    for (int i = taken.size(); i < 2 * codeLayer; i++) {
      int mirror = 2 * codeLayer - 2 - i;
      widths.add(mirror < 0 ? features : widths.get(mirror));
      hidden.add(mirror < 0 ? Activation.IDENTITY : hidden.get(mirror));
    }
    AutoencoderNetwork autoencoder =
        AutoencoderNetwork.create(
            new AutoencoderNetwork.Design(
                features,
                widths.subList(0, codeLayer),
                Activation.IDENTITY,
                WeightInit.XAVIER_UNIFORM,
                seed),
            widths,
            hidden);
    for (int i = 0; i < taken.size(); i++) {
      var layer = autoencoder.network().getLayer(i);
      layer.getParam("W").assign(taken.get(i).weights().kernel());
      layer.getParam("b").assign(taken.get(i).weights().bias().reshape(1, widths.get(i)));
    }
    return autoencoder;
  }

  /**
   * The model that a training starts from.
   *
   * @param features names for the inputs, which have none in the file, in their order
   * @throws ModelException if there are not as many
   */
  public Model over(List<String> features) {
    if (features.size() != network.features()) {
      throw new ModelException(
          Text.of(
              "the encoder of %s reads %d features, but the query returns %d (%s): list those of"
                  + " its training in COLUMN",
              file, network.features(), features.size(), String.join(", ", features)));
    }
    return new AutoencoderModel(new AutoencoderEstimator(), features, network);
  }

  /** The same before the query's features are known. */
  public Model unnamed() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= network.features(); i++) {
      names.add("input " + i);
    }
    return over(names);
  }
}
