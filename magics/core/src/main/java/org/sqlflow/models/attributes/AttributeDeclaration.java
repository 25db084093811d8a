package org.sqlflow.models.attributes;

import java.util.List;
import java.util.Optional;

/**
 * An attribute that a model type takes: the one place that says its name, type, range, default and
 * meaning.
 *
 * @param name with its dots, such as {@code model.n_clusters}
 * @param aliases further names for the same attribute
 * @param type what values it takes
 * @param defaultValue used when WITH does not set it; empty if the model chooses or does without
 * @param meaning one line
 */
public record AttributeDeclaration(
    String name,
    List<String> aliases,
    AttributeType type,
    Optional<Object> defaultValue,
    String meaning) {

  /** An attribute without aliases. */
  public static AttributeDeclaration of(
      String name, AttributeType type, Object defaultValue, String meaning) {
    return new AttributeDeclaration(
        name, List.of(), type, Optional.ofNullable(defaultValue), meaning);
  }

  /** The same with further names. */
  public AttributeDeclaration alias(String... names) {
    return new AttributeDeclaration(name, List.of(names), type, defaultValue, meaning);
  }
}
