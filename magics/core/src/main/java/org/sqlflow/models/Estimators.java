package org.sqlflow.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.models.autoencoder.AutoencoderEstimator;
import org.sqlflow.models.clustering.dec.DecEstimator;
import org.sqlflow.models.clustering.kmeans.KMeansEstimator;

/**
 * The model types that TO TRAIN can name.
 *
 * @param all each type once, in the order to show them
 */
public record Estimators(List<Estimator> all) {
  public Estimators {
    all = List.copyOf(all);
  }

  /** The types of this library. */
  public static Estimators builtIn() {
    return new Estimators(
        List.of(new DecEstimator(), new AutoencoderEstimator(), new KMeansEstimator()));
  }

  /** The type of a name or an alias, without regard to case. */
  public Optional<Estimator> find(String name) {
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
    for (Estimator type : all) {
      names.add(type.name());
      names.addAll(type.aliases());
    }
    return names;
  }
}
