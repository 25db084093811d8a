package org.sqlflow.report.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.attributes.AttributeDeclaration;

/** The attributes of estimators as documentation, made from their declarations. */
public final class AttributeTable {
  private AttributeTable() {}

  /** A Markdown table for each estimator. */
  public static String markdown(List<Estimator> types) {
    return types.stream().map(AttributeTable::markdown).collect(Collectors.joining("\n"));
  }

  private static String markdown(Estimator type) {
    List<String> lines = new ArrayList<>();
    String aliases =
        type.aliases().isEmpty()
            ? ""
            : type.aliases().stream()
                .map(alias -> "`" + alias + "`")
                .collect(Collectors.joining(", ", " (also ", ")"));
    lines.add("**`" + type.name() + "`**" + aliases + ": " + type.summary());
    lines.add("");
    lines.add("| attribute | default | value | meaning |");
    lines.add("| --- | --- | --- | --- |");
    type.attributes().forEach(attribute -> lines.add(row(attribute)));
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(AttributeDeclaration attribute) {
    String value = defaultOf(attribute);
    return "| `"
        + attribute.name()
        + "` | "
        + value
        + " | "
        + attribute.type().describe()
        + " | "
        + attribute.meaning()
        + " |";
  }

  /** The default of an attribute; empty where the estimator chooses. */
  public static String defaultOf(AttributeDeclaration attribute) {
    return attribute.defaultValue().map(AttributeTable::shown).orElse("");
  }

  /** A value as a statement would give it. */
  public static String shown(Object value) {
    boolean whole = value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
    return whole
        ? Long.toString(((Double) value).longValue())
        : value instanceof Double
            ? String.valueOf(value).replace(".0E", "e").replace('E', 'e')
            : String.valueOf(value);
  }
}
