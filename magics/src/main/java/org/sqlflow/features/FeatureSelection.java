package org.sqlflow.features;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.NearestName;
import org.sqlflow.syntax.Statement.ColumnClause;

/**
 * Which columns of a query a model sees: exactly those of COLUMN, or every numeric and BOOLEAN one.
 *
 * @param columns in the order named, or that of the query
 * @param mayBeKeys the integer columns nobody named: they stay out if each row has its own value
 * @param leftOut the others, with the reason
 */
public record FeatureSelection(
    List<SourceColumn> columns, Set<String> mayBeKeys, List<LeftOut> leftOut) {

  /**
   * Chooses.
   *
   * @throws FeatureException if a named column is not there or is no number, or none is left
   */
  public static FeatureSelection choose(
      List<ColumnClause> clauses, List<SourceColumn> offered, Optional<Name> label) {
    return new Choice(offered, label).choose(clauses);
  }

  /** The columns' names. */
  public List<String> names() {
    return columns.stream().map(SourceColumn::name).toList();
  }

  /** The same columns in the order of an encoding, if it has just these; else unchanged. */
  public FeatureSelection inOrderOf(FeatureEncoding encoding) {
    Map<String, SourceColumn> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
    List<String> wanted =
        encoding.columns().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (wanted.size() != byName.size() || !byName.keySet().containsAll(wanted)) {
      return this;
    }
    return new FeatureSelection(wanted.stream().map(byName::get).toList(), Set.of(), leftOut);
  }

  /** One choice under way. */
  private static final class Choice {
    private final List<SourceColumn> offered;
    private final Optional<SourceColumn> label;
    private final Map<String, SourceColumn> chosen = new LinkedHashMap<>();
    private final Set<String> mayBeKeys = new HashSet<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    Choice(List<SourceColumn> offered, Optional<Name> label) {
      this.offered = offered;
      this.label = label.map(name -> find(offered, name));
    }

    FeatureSelection choose(List<ColumnClause> clauses) {
      if (clauses.isEmpty()) {
        takeAll(Set.of());
      }
      for (ColumnClause clause : clauses) {
        clause.entries().forEach(this::take);
      }
      if (chosen.isEmpty()) {
        throw new FeatureException(
            "no column is left for the model to see" + reasons() + ". Name columns with COLUMN");
      }
      leftOut.removeIf(column -> chosen.containsKey(column.column()));
      return new FeatureSelection(List.copyOf(chosen.values()), mayBeKeys, leftOut);
    }

    private String reasons() {
      return leftOut.isEmpty()
          ? ""
          : leftOut.stream()
              .map(column -> column.column() + ": " + column.reason())
              .reduce((a, b) -> a + "; " + b)
              .map(all -> " (" + all + ")")
              .orElse("");
    }

    private void take(ColumnEntry entry) {
      if (entry instanceof ColumnEntry.Star star) {
        Set<String> except = new HashSet<>();
        star.except().forEach(name -> except.add(find(offered, name).name()));
        takeAll(except);
      } else if (entry instanceof ColumnEntry.Named named) {
        takeNamed(named.column());
      } else if (entry instanceof ColumnEntry.Pattern pattern) {
        takeMatching(pattern);
      } else {
        ColumnEntry.Call call = (ColumnEntry.Call) entry;
        throw new FeatureException(
            "no column function "
                + call.function()
                + ": name the column itself, or compute it in"
                + " the query",
            call.position());
      }
    }

    private void takeNamed(Name name) {
      SourceColumn column = find(offered, name);
      if (!column.isNumber()) {
        throw new FeatureException(
            "column "
                + column.name()
                + " is "
                + column.typeName()
                + ", and a model sees numbers and truth values only: leave it out of COLUMN, or"
                + " turn it into a number in the query",
            name.position());
      }
      chosen.put(column.name(), column);
      mayBeKeys.remove(column.name());
    }

    private void takeMatching(ColumnEntry.Pattern pattern) {
      for (SourceColumn column : offered) {
        if (column.name().equalsIgnoreCase(pattern.regex())) {
          takeNamed(new Name(pattern.regex(), true, pattern.position()));
          return;
        }
      }
      throw notThere(new Name(pattern.regex(), true, pattern.position()), offered);
    }

    private void takeAll(Set<String> except) {
      for (SourceColumn column : offered) {
        String name = column.name();
        if (except.contains(name) || label.filter(column::equals).isPresent()) {
          continue;
        }
        if (!column.isNumber()) {
          leftOut.add(new LeftOut(name, column.typeName() + ", not a number"));
        } else if (isNamedLikeKey(column)) {
          leftOut.add(new LeftOut(name, "a key by its name; COLUMN can name it to have it in"));
        } else if (chosen.putIfAbsent(name, column) == null
            && column.kind() == SourceColumn.Kind.WHOLE) {
          mayBeKeys.add(name);
        }
      }
    }

    private static boolean isNamedLikeKey(SourceColumn column) {
      return column.kind() == SourceColumn.Kind.WHOLE
          && column.name().toLowerCase(Locale.ROOT).endsWith("id");
    }

    private static SourceColumn find(List<SourceColumn> offered, Name name) {
      Optional<SourceColumn> exact =
          offered.stream().filter(column -> column.name().equals(name.text())).findFirst();
      return exact
          .or(
              () ->
                  offered.stream()
                      .filter(column -> column.name().equalsIgnoreCase(name.text()))
                      .findFirst())
          .orElseThrow(() -> notThere(name, offered));
    }

    private static FeatureException notThere(Name name, List<SourceColumn> offered) {
      List<String> names = offered.stream().map(SourceColumn::name).toList();
      String hint =
          NearestName.of(name.text(), names)
              .map(nearest -> "did you mean " + nearest + "?")
              .orElse("it has " + Lists.shortened(names));
      return new FeatureException(
          "the query has no column " + name.text() + "; " + hint, name.position());
    }
  }
}
