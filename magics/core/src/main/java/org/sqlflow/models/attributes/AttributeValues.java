package org.sqlflow.models.attributes;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checked attributes by their full names. Values have the Java types that {@link AttributeType}
 * names.
 *
 * @param values each attribute that was set or has a default
 * @param given the full names of those that the user set
 */
public record AttributeValues(Map<String, Object> values, Set<String> given) {
  /** The same with another value; it counts as given if it was. */
  public AttributeValues with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new AttributeValues(changed, given);
  }

  /** The same without an attribute. */
  public AttributeValues without(String name) {
    Map<String, Object> others = new LinkedHashMap<>(values);
    others.remove(name);
    Set<String> othersGiven = new LinkedHashSet<>(given);
    othersGiven.remove(name);
    return new AttributeValues(others, othersGiven);
  }

  /** Whether the user set the attribute. */
  public boolean isGiven(String name) {
    return given.contains(name);
  }

  /** A whole number that fits an int; larger ones give the largest int. */
  public int whole(String name) {
    return (int) Math.min(Integer.MAX_VALUE, (Long) required(name));
  }

  /** A whole number. */
  public long wholeLong(String name) {
    return (Long) required(name);
  }

  /** A number. */
  public double real(String name) {
    return (Double) required(name);
  }

  /** A truth value. */
  public boolean truth(String name) {
    return (Boolean) required(name);
  }

  /** A string or a word. */
  public String text(String name) {
    return (String) required(name);
  }

  /** A list of whole numbers, if there is one. */
  @SuppressWarnings("unchecked")
  public Optional<List<Long>> wholes(String name) {
    return Optional.ofNullable((List<Long>) values.get(name));
  }

  /** A list of words, if there is one. */
  @SuppressWarnings("unchecked")
  public Optional<List<String>> words(String name) {
    return Optional.ofNullable((List<String>) values.get(name));
  }

  /** Any value, if there is one. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private Object required(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("attribute " + name + " has neither a value nor a default");
    }
    return value;
  }
}
