package org.sqlflow.models.clusters;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sqlflow.text.Visible;

/**
 * The names that users gave the groups of a model; stored with it as JSON. Names are plain text:
 * whoever shows one escapes it. Immutable.
 */
public final class GroupNames {
  /** No group has a name. */
  public static final GroupNames NONE = new GroupNames(Map.of());

  private final TreeMap<Integer, String> names;

  /**
   * Names by the groups' numbers; some groups may have none.
   *
   * @throws IllegalArgumentException for a negative number, or an empty name
   */
  @JsonCreator
  public GroupNames(Map<Integer, String> names) {
    this.names = new TreeMap<>(names);
    this.names.forEach(
        (number, name) -> {
          if (number < 0 || name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a wrong name of a group");
          }
        });
  }

  /** The names by the groups' numbers, ascending; a copy. */
  @JsonValue
  public Map<Integer, String> names() {
    return new TreeMap<>(names);
  }

  /** Whether no group has a name. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** A group's name. */
  public Optional<String> of(int group) {
    return Optional.ofNullable(names.get(group));
  }

  /** What a report calls a group: its name with its number, or the number alone. */
  public String label(int group) {
    return of(group).map(name -> label(group, name)).orElse("group " + group);
  }

  /** A name with its number, in one line; characters that a terminal would obey are replaced. */
  static String label(int group, String name) {
    return Visible.line(name) + " (" + group + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupNames named && names.equals(named.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
