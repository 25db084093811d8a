package org.sqlflow.statements;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeException;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Value;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.Text;

/** The attributes of a WITH clause, to be checked by declarations. */
public final class Attributes {
  /** An error that knows which word is meant lists no more than these. */
  private static final int MOST_LISTED = 12;

  private final List<Attribute> given;

  /** The attributes as the parser read them, each with its place in the cell. */
  public Attributes(List<Attribute> given) {
    this.given = given;
  }

  /** Checks the attributes; an error has the place of the wrong one. */
  public AttributeValues check(AttributeDeclarations declarations) {
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Attribute attribute : given) {
      String name = attribute.name().text();
      if (declarations.find(name).isEmpty()) {
        throw unknown(attribute, declarations);
      }
      raw.put(
          name,
          plain(attribute.value())
              .orElseThrow(
                  () ->
                      new StatementException(
                          name + " cannot be NULL: leave it out to use its default",
                          attribute.value().position())));
    }
    try {
      return declarations.check(raw);
    } catch (AttributeException error) {
      String message =
          misspelt(error.attribute(), raw, declarations)
              .map(
                  wrong ->
                      wrong.isInLongList
                          ? Text.of("%s does not take %s; ", wrong.attribute, wrong.word)
                              + wrong.question
                          : error.getMessage() + "; " + wrong.question)
              .orElse(error.getMessage());
      throw located(message, error, Optional.of(error.attribute()), declarations);
    }
  }

  /**
   * A word that an attribute does not accept.
   *
   * @param attribute as written
   * @param question the question whether a similar word is meant
   */
  private record Misspelt(String attribute, String word, String question, boolean isInLongList) {}

  /** The first such word, for an attribute that takes words. */
  private static Optional<Misspelt> misspelt(
      String attribute, Map<String, Object> raw, AttributeDeclarations declarations) {
    List<String> known = declarations.find(attribute).map(Attributes::words).orElse(List.of());
    return raw.entrySet().stream()
        .filter(
            entry ->
                declarations
                    .find(entry.getKey())
                    .filter(declared -> declared.name().equals(attribute))
                    .isPresent())
        .flatMap(entry -> misspelt(entry.getKey(), entry.getValue(), known))
        .findFirst();
  }

  private static Stream<Misspelt> misspelt(String attribute, Object value, List<String> known) {
    Stream<?> words =
        value instanceof List<?> list
            ? list.stream()
            : Stream.of(String.valueOf(value).split("\\s*,\\s*"));
    return words
        .map(String::valueOf)
        .filter(word -> known.stream().noneMatch(word::equalsIgnoreCase))
        .flatMap(
            word ->
                NearestName.question(word, known).stream()
                    .map(
                        question ->
                            new Misspelt(attribute, word, question, known.size() > MOST_LISTED)));
  }

  private static List<String> words(AttributeDeclaration declared) {
    if (declared.type() instanceof AttributeType.Words several) {
      return several.words();
    }
    return declared.type() instanceof AttributeType.Choice one ? one.words() : List.of();
  }

  /**
   * The same error, at the attribute that it names.
   *
   * @param before sentences before the error's own
   */
  public StatementException located(
      ModelException error, AttributeDeclarations declarations, String before) {
    return located(before + error.getMessage(), error, error.attribute(), declarations);
  }

  private StatementException located(
      String message,
      RuntimeException error,
      Optional<String> attribute,
      AttributeDeclarations declarations) {
    return new StatementException(
        message, attribute.flatMap(name -> place(name, declarations)).orElse(-1), error);
  }

  private Optional<Integer> place(String fullName, AttributeDeclarations declarations) {
    Optional<Attribute> last =
        given.stream()
            .filter(
                attribute ->
                    declarations
                        .find(attribute.name().text())
                        .filter(declared -> declared.name().equals(fullName))
                        .isPresent())
            .reduce((first, second) -> second);
    return last.map(attribute -> attribute.name().position()).map(Position::offset);
  }

  /** The attributes of one declaration that others do not have, as they were written. */
  public List<Name> onlyOf(AttributeDeclarations some, AttributeDeclarations others) {
    return given.stream()
        .map(Attribute::name)
        .filter(name -> some.find(name.text()).isPresent())
        .filter(name -> others.find(name.text()).isEmpty())
        .toList();
  }

  /** An error at an attribute's value. */
  public StatementException error(String name, String message) {
    Optional<Position> place =
        given.stream()
            .filter(attribute -> attribute.name().text().equalsIgnoreCase(name))
            .findFirst()
            .map(attribute -> attribute.value().position());
    return new StatementException(message, place.map(Position::offset).orElse(-1), null);
  }

  private static StatementException unknown(
      Attribute attribute, AttributeDeclarations declarations) {
    String name = attribute.name().text();
    List<String> names = declarations.all().stream().map(a -> a.name()).toList();
    return new StatementException(
        "unknown attribute "
            + name
            + "; "
            + NearestName.question(name, declarations.names())
                .or(() -> NearestName.question("model." + name, names))
                .or(() -> NearestName.question("train." + name, names))
                .orElse(
                    names.isEmpty()
                        ? "this statement takes none"
                        : "there are " + String.join(", ", names)),
        attribute.name().position());
  }

  /** The attributes as written, for the model's history. */
  public Map<String, String> asWritten() {
    Map<String, String> written = new LinkedHashMap<>();
    given.forEach(
        a -> written.put(a.name().text(), plain(a.value()).map(String::valueOf).orElse("NULL")));
    return written;
  }

  /** The Java value; empty for NULL, and for a list that contains it. */
  private static Optional<Object> plain(Value value) {
    if (value instanceof Value.Whole whole) {
      return Optional.of(whole.value());
    }
    if (value instanceof Value.Real real) {
      return Optional.of(real.value());
    }
    if (value instanceof Value.Text text) {
      return Optional.of(text.value());
    }
    if (value instanceof Value.Truth truth) {
      return Optional.of(truth.value());
    }
    if (value instanceof Value.Items items) {
      List<Optional<Object>> values = items.values().stream().map(Attributes::plain).toList();
      return values.stream().allMatch(Optional::isPresent)
          ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
          : Optional.empty();
    }
    return Optional.empty();
  }
}
