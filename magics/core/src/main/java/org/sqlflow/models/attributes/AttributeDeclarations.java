package org.sqlflow.models.attributes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The attributes of an estimator or a statement, and the check of a WITH clause against them. Names
 * ignore case.
 *
 * @param all each attribute once
 */
public record AttributeDeclarations(List<AttributeDeclaration> all) {
  public AttributeDeclarations {
    all = List.copyOf(all);
  }

  /** The attribute of a name or an alias. */
  public Optional<AttributeDeclaration> find(String name) {
    return all.stream().filter(a -> isNamed(a, name)).findFirst();
  }

  /** Every name and alias. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (AttributeDeclaration attribute : all) {
      names.add(attribute.name());
      names.addAll(attribute.aliases());
    }
    return names;
  }

  /**
   * Checks values and fills in the defaults.
   *
   * @param raw Long, Double, String, Boolean or a List of them, by names or aliases
   * @throws AttributeException for an unknown name (then {@link AttributeException#attribute} is
   *     the name as given), a wrong type, a value out of range, or an attribute given twice
   */
  public AttributeValues check(Map<String, Object> raw) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (AttributeDeclaration attribute : all) {
      attribute.defaultValue().ifPresent(value -> values.put(attribute.name(), value));
    }
    Map<String, String> given = new LinkedHashMap<>();
    raw.forEach(
        (name, value) -> {
          AttributeDeclaration attribute =
              find(name)
                  .orElseThrow(() -> new AttributeException("unknown attribute " + name, name));
          String earlier = given.put(attribute.name(), name);
          if (earlier != null) {
            throw givenTwice(attribute, earlier, name);
          }
          values.put(attribute.name(), checked(attribute, name, value));
        });
    Set<String> givenNames = new LinkedHashSet<>(given.keySet());
    return new AttributeValues(values, givenNames);
  }

  private static AttributeException givenTwice(
      AttributeDeclaration attribute, String earlier, String name) {
    boolean same = earlier.equalsIgnoreCase(name);
    return new AttributeException(
        same
            ? name + " is given twice: keep one"
            : earlier + " and " + name + " are the same attribute: keep one",
        attribute.name());
  }

  private static boolean isNamed(AttributeDeclaration attribute, String name) {
    return attribute.name().equalsIgnoreCase(name)
        || attribute.aliases().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static Object checked(AttributeDeclaration attribute, String name, Object value) {
    return accepted(attribute.type(), value)
        .orElseThrow(
            () ->
                new AttributeException(
                    name + " must be " + attribute.type().describe() + ", not " + shown(value),
                    attribute.name()));
  }

  private static Optional<Object> accepted(AttributeType type, Object value) {
    if (type instanceof AttributeType.Whole whole) {
      return value instanceof Long n && n >= whole.least() && n <= whole.most()
          ? Optional.of(n)
          : Optional.empty();
    }
    if (type instanceof AttributeType.Real real) {
      return value instanceof Number n && isWithin(n.doubleValue(), real)
          ? Optional.of(n.doubleValue())
          : Optional.empty();
    }
    if (type instanceof AttributeType.Portion) {
      boolean count = value instanceof Long n && n >= 1;
      boolean share = value instanceof Double part && part > 0 && part < 1;
      return count || share ? Optional.of(value) : Optional.empty();
    }
    if (type instanceof AttributeType.Wholes wholes) {
      return wholes(wholes, value instanceof List<?> list ? list : List.of(value));
    }
    if (type instanceof AttributeType.Candidates candidates) {
      return candidates(candidates, value);
    }
    if (type instanceof AttributeType.Choice choice) {
      return choice.words().stream()
          .filter(word -> value instanceof String s && word.equalsIgnoreCase(s))
          .<Object>map(word -> word)
          .findFirst();
    }
    if (type instanceof AttributeType.Words words) {
      return words(words, value);
    }
    if (type instanceof AttributeType.Truth) {
      return value instanceof Boolean ? Optional.of(value) : Optional.empty();
    }
    return value instanceof String ? Optional.of(value) : Optional.empty();
  }

  private static boolean isWithin(double number, AttributeType.Real real) {
    return Double.isFinite(number) && number >= real.least() && number <= real.most();
  }

  private static Optional<Object> wholes(AttributeType.Wholes type, List<?> list) {
    boolean fits =
        !list.isEmpty()
            && list.size() <= type.longest()
            && list.stream()
                .allMatch(v -> v instanceof Long n && n >= type.least() && n <= type.most());
    return fits ? Optional.of(List.copyOf(list)) : Optional.empty();
  }

  /** A list of one number is that number. */
  private static Optional<Object> candidates(AttributeType.Candidates type, Object value) {
    if (value instanceof String word) {
      return word.equalsIgnoreCase(AttributeType.Candidates.AUTO)
          ? Optional.of(AttributeType.Candidates.AUTO)
          : Optional.empty();
    }
    var each = new AttributeType.Wholes(type.least(), type.most(), type.longest());
    return wholes(each, value instanceof List<?> list ? list : List.of(value))
        .map(numbers -> ((List<?>) numbers).stream().map(n -> (Long) n).sorted().distinct())
        .map(Stream::toList)
        .map(numbers -> numbers.size() == 1 ? numbers.get(0) : numbers);
  }

  private static Optional<Object> words(AttributeType.Words type, Object value) {
    List<?> wanted =
        value instanceof List<?> list
            ? list
            : Stream.of(value.toString().split(",")).map(String::strip).toList();
    List<Object> known = new ArrayList<>();
    for (Object word : wanted) {
      type.words().stream().filter(w -> w.equalsIgnoreCase(word.toString())).forEach(known::add);
    }
    return !wanted.isEmpty() && known.size() == wanted.size()
        ? Optional.of(known)
        : Optional.empty();
  }

  private static String shown(Object value) {
    return value instanceof String text ? "'" + text + "'" : shownPlain(value);
  }

  private static String shownPlain(Object value) {
    return value instanceof Boolean
        ? value.toString().toUpperCase(Locale.ROOT)
        : String.valueOf(value);
  }
}
