package org.sqlflow.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Statement.ColumnClause;

/**
 * What a model sees of a query: exactly what COLUMN lists, or every numeric and BOOLEAN column.
 *
 * @param features in the order named, or that of the query; nothing of them is learnt yet
 * @param mayBeKeys the integer columns nobody named: they stay out if each row has its own value
 * @param leftOut the columns that no feature reads, with the reason
 */
public record FeatureSelection(
    List<Feature> features, Set<String> mayBeKeys, List<LeftOut> leftOut) {

  /**
   * Chooses.
   *
   * @throws FeatureException if a named column is not there or does not suit its function, if a
   *     function is unknown or has other arguments, or if no feature is left
   */
  public static FeatureSelection choose(
      List<ColumnClause> clauses, List<SourceColumn> offered, Optional<Name> label) {
    OfferedColumns columns = new OfferedColumns(offered);
    return new Choice(columns, label.map(columns::find)).choose(clauses);
  }

  /** What to read of the query, each once. */
  public List<ColumnRead> reads() {
    return Feature.readsOf(features);
  }

  /** The same features in the order of an encoding, if it has just these; else unchanged. */
  public FeatureSelection inOrderOf(FeatureEncoding encoding) {
    Map<String, Feature> byText = new HashMap<>();
    features.forEach(feature -> byText.put(folded(feature), feature));
    List<String> wanted = folded(encoding.features());
    if (wanted.size() != byText.size() || !byText.keySet().containsAll(wanted)) {
      return this;
    }
    return new FeatureSelection(wanted.stream().map(byText::get).toList(), Set.of(), leftOut);
  }

  /** Names fold case, so features that differ in case only are the same. */
  static List<String> folded(List<Feature> features) {
    return features.stream().map(FeatureSelection::folded).toList();
  }

  private static String folded(Feature feature) {
    return feature.text().toLowerCase(Locale.ROOT);
  }

  /** One choice under way. */
  private static final class Choice {
    private final OfferedColumns columns;
    private final Optional<SourceColumn> label;
    private final FunctionReader functions;
    private final Map<String, Feature> chosen = new LinkedHashMap<>();
    private final Set<String> mayBeKeys = new HashSet<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    Choice(OfferedColumns columns, Optional<SourceColumn> label) {
      this.columns = columns;
      this.label = label;
      this.functions = new FunctionReader(columns, label);
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
      List<Feature> features = List.copyOf(chosen.values());
      leftOut.removeIf(
          column ->
              features.stream()
                  .flatMap(feature -> feature.reads().stream())
                  .anyMatch(read -> read.column().equals(column.column())));
      return new FeatureSelection(features, mayBeKeys, leftOut);
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
        star.except().forEach(name -> except.add(columns.find(name).name()));
        takeAll(except);
      } else {
        for (Feature feature : functions.read(entry)) {
          chosen.putIfAbsent(folded(feature), feature);
          feature.reads().forEach(read -> mayBeKeys.remove(read.column()));
        }
      }
    }

    private void takeAll(Set<String> except) {
      for (SourceColumn column : columns.all()) {
        String name = column.name();
        if (except.contains(name) || label.filter(column::equals).isPresent()) {
          continue;
        }
        Feature feature = NumericFeature.of(name, false);
        if (!column.isNumber()) {
          leftOut.add(new LeftOut(name, column.typeName() + ", not a number; " + wayIn(column)));
        } else if (isNamedLikeKey(column)) {
          leftOut.add(new LeftOut(name, "a key by its name; COLUMN can name it to have it in"));
        } else if (chosen.putIfAbsent(folded(feature), feature) == null
            && column.kind() == SourceColumn.Kind.WHOLE) {
          mayBeKeys.add(name);
        }
      }
    }

    private static String wayIn(SourceColumn column) {
      return switch (column.kind()) {
        case TEXT -> "INDICATOR(" + column.name() + ") in COLUMN has it in";
        case LIST -> "DENSE(" + column.name() + ", n) in COLUMN has it in";
        default -> "make it one in the query to have it in";
      };
    }

    private static boolean isNamedLikeKey(SourceColumn column) {
      return column.kind() == SourceColumn.Kind.WHOLE
          && column.name().toLowerCase(Locale.ROOT).endsWith("id");
    }
  }
}
