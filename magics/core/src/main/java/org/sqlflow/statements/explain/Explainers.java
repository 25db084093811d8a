package org.sqlflow.statements.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.statements.StatementException;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.Text;

/** The explainers by their names. The first one is used where USING names none. */
public final class Explainers {
  private static final List<Explainer> ALL =
      List.of(
          new ProfileExplainer(),
          new ExamplesExplainer(),
          new RulesExplainer(),
          new ShapExplainer());

  private Explainers() {}

  /** The names that USING of TO EXPLAIN takes, the default first. */
  public static List<String> names() {
    return ALL.stream().map(Explainer::name).toList();
  }

  /** What the explainer of a name shows, in one sentence. */
  public static Optional<String> meaning(String name) {
    return named(name).map(Explainer::meaning);
  }

  /**
   * What WITH takes in TO EXPLAIN.
   *
   * @param name the explainer; empty for the attributes of all explainers, as when USING is not
   *     written yet
   */
  public static AttributeDeclarations attributes(Optional<String> name) {
    List<AttributeDeclaration> attributes = new ArrayList<>();
    for (Explainer explainer : ALL) {
      if (name.isEmpty() || explainer.name().equalsIgnoreCase(name.get())) {
        attributes.addAll(explainer.attributes());
      }
    }
    return new AttributeDeclarations(attributes);
  }

  /** Whether a table of these columns is a report of one of them, which a new one may replace. */
  static boolean isReport(List<String> columns) {
    return ALL.stream().anyMatch(explainer -> explainer.isReport(columns));
  }

  private static Optional<Explainer> named(String name) {
    return ALL.stream()
        .filter(
            explainer ->
                explainer.name().equalsIgnoreCase(name)
                    || explainer.aliases().stream().anyMatch(name::equalsIgnoreCase))
        .findFirst();
  }

  /**
   * The explainer of a statement, after checking that it takes the statement's clauses.
   *
   * @throws StatementException for an unknown name, for COLUMN where it takes none, and for an
   *     attribute of another explainer
   */
  static Explainer of(Statement.Explain statement) {
    return of(statement, ALL.get(0).name());
  }

  /** The same with another default. */
  static Explainer of(Statement.Explain statement, String byDefault) {
    Explainer explainer =
        statement
            .using()
            .map(Explainers::required)
            .orElseGet(() -> named(byDefault).orElse(ALL.get(0)));
    statement
        .columns()
        .filter(columns -> !explainer.takesColumns())
        .ifPresent(
            columns -> {
              throw new StatementException(
                  Text.of("TO EXPLAIN … USING %s takes no COLUMN: leave it out", explainer.name()),
                  columns.position());
            });
    for (Statement.Attribute attribute : statement.attributes()) {
      ownerOf(attribute.name())
          .filter(owner -> owner != explainer)
          .ifPresent(
              owner -> {
                throw new StatementException(
                    Text.of(
                        "%s is an attribute of the explainer %s: write USING %s, or leave the"
                            + " attribute out",
                        attribute.name(), owner.name(), owner.name()),
                    attribute.name().position());
              });
    }
    return explainer;
  }

  private static Optional<Explainer> ownerOf(Name attribute) {
    return ALL.stream()
        .filter(
            explainer ->
                new AttributeDeclarations(explainer.attributes())
                    .find(attribute.text())
                    .isPresent())
        .findFirst();
  }

  private static Explainer required(Name name) {
    return named(name.text())
        .orElseThrow(
            () ->
                new StatementException(
                    Text.of(
                        "no explainer %s; %s",
                        name,
                        NearestName.question(name.text(), names())
                            .orElseGet(() -> "there are " + String.join(", ", names()))),
                    name.position()));
  }
}
