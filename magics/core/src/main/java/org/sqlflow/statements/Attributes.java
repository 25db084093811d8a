package org.sqlflow.statements;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.syntax.NearestName;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Value;

/** The attributes of a WITH clause, and their check against declarations. */
final class Attributes {
  private final List<Attribute> given;

  Attributes(List<Attribute> given) {
    this.given = given;
  }

  /** Checks them; an error points to the attribute that caused it. */
  AttributeValues check(AttributeDeclarations declarations) {
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Attribute attribute : given) {
      String name = attribute.name().text();
      if (declarations.find(name).isEmpty()) {
        throw unknown(attribute, declarations);
      }
      refuseNull(attribute);
      raw.put(name, plain(attribute.value()));
    }
    try {
      return declarations.check(raw);
    } catch (ModelException error) {
      throw located(error, declarations);
    }
  }

  /** The same error, at the attribute that it names. */
  StatementException located(ModelException error, AttributeDeclarations declarations) {
    return new StatementException(
        error.getMessage(),
        error.attribute().flatMap(name -> place(name, declarations)).orElse(-1),
        error);
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
  Map<String, String> asWritten() {
    Map<String, String> written = new LinkedHashMap<>();
    given.forEach(a -> written.put(a.name().text(), String.valueOf(plain(a.value()))));
    return written;
  }

  private static void refuseNull(Attribute attribute) {
    if (isNull(attribute.value())) {
      throw new StatementException(
          attribute.name().text()
              + " cannot be NULL: give it a value, or leave it out to use its default",
          attribute.value().position());
    }
  }

  private static boolean isNull(Value value) {
    return value instanceof Value.Null
        || (value instanceof Value.Items items && items.values().stream().anyMatch(Attributes::isNull));
  }

  private static Object plain(Value value) {
    if (value instanceof Value.Whole whole) {
      return whole.value();
    }
    if (value instanceof Value.Real real) {
      return real.value();
    }
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Truth truth) {
      return truth.value();
    }
    if (value instanceof Value.Items items) {
      return items.values().stream().map(Attributes::plain).toList();
    }
    throw new IllegalStateException("refused before: " + value);
  }
}
