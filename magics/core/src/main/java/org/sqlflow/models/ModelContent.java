package org.sqlflow.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A trained model as it is stored: JSON for what a person may read, DL4J's own zip for a network.
 *
 * @param parameters the model's parts but its network; the type's own form
 * @param network a network as DL4J's ModelSerializer writes it
 */
public record ModelContent(JsonNode parameters, Optional<byte[]> network) {}
