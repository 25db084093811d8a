package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.models.cluster.AutoencoderType;
import org.sqlflow.models.cluster.ClusterModelType;
import org.sqlflow.models.cluster.KMeansType;

/**
 * The model types that TO TRAIN can name.
 *
 * @param all each type once, in the order to show them
 */
public record ModelTypes(List<ModelType> all) {
  public ModelTypes {
    all = List.copyOf(all);
  }

  /** The types of this library. */
  public static ModelTypes builtIn() {
    return new ModelTypes(List.of(new ClusterModelType(), new AutoencoderType(), new KMeansType()));
  }

  /** The type of a name or an alias, without regard to case. */
  public Optional<ModelType> find(String name) {
    return all.stream()
        .filter(
            type ->
                type.name().equalsIgnoreCase(name)
                    || type.aliases().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
  }

  /** Every name and alias. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (ModelType type : all) {
      names.add(type.name());
      names.addAll(type.aliases());
    }
    return names;
  }
}
