package org.sqlflow.models.attributes;

import java.util.List;
import java.util.Optional;

/**
 * An attribute of an estimator: the one place that says its name, type, range, default and meaning.
 *
 * @param name with its dots, such as {@code model.n_clusters}
 * @param aliases further names for the same attribute
 * @param type what values it can have
 * @param defaultValue used if WITH does not set it; empty if the model chooses one or needs none
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

  /**
   * An attribute whose name starts with {@code model.}, which may be left out unless there are
   * aliases.
   */
  public static AttributeDeclaration ofModel(
      String name, AttributeType type, Object defaultValue, String meaning, String... aliases) {
    String[] names =
        aliases.length > 0 ? aliases : new String[] {name.substring("model.".length())};
    return of(name, type, defaultValue, meaning).alias(names);
  }
}
