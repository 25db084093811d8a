package org.sqlflow.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A trained model as it is stored: JSON for what a person can read, bytes for the rest.
 *
 * @param parameters all but the bytes, in the estimator's own form
 * @param network bytes in a form of the estimator's choice, such as a network as DL4J's
 *     ModelSerializer writes it; never Java objects
 */
public record ModelContent(JsonNode parameters, Optional<byte[]> network) {
  /**
   * The parameter with the numbers of a clustering's groups, where they are not 0, 1, … in the
   * model's own order; see {@link ClusteringModel#renumbered}.
   */
  public static final String NUMBERS = "numbers";
}
