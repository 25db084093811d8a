package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Value;
import org.sqlflow.text.Text;

/** Entries of COLUMN as features that are yet to be learnt. */
final class FunctionReader {
  /** SQLFlow's words for delimiters. */
  private static final Map<String, String> DELIMITERS =
      Map.of("COMMA", ",", "SEMICOLON", ";", "SPACE", " ", "TAB", "\t");

  private final OfferedColumns columns;
  private final Optional<SourceColumn> label;

  FunctionReader(OfferedColumns columns, Optional<SourceColumn> label) {
    this.columns = columns;
    this.label = label;
  }

  /** The features of an entry: one, or one for each column that its pattern matches. */
  List<Feature> read(ColumnEntry entry) {
    if (entry instanceof ColumnEntry.Call call) {
      return read(call);
    }
    List<Feature> features = new ArrayList<>();
    for (SourceColumn column : columnsOf(entry)) {
      requireNumber(column, "a model", entry.position());
      features.add(NumericFeature.of(column.name(), false));
    }
    return features;
  }

  private List<Feature> read(ColumnEntry.Call call) {
    ColumnFunction function = ColumnFunction.of(call.function());
    if (function == ColumnFunction.EMBEDDING) {
      throw new FeatureException(
          "EMBEDDING is for the supervised networks, and no estimator here takes it yet: INDICATOR"
              + " in its place gives each category a feature of its own",
          call.position());
    }
    Call checked = new Call(call, function);
    checked.checkCount();
    return switch (function) {
      case NUMERIC -> numeric(checked);
      case LOG -> log(checked);
      case BUCKET -> bucket(checked);
      case CATEGORY_ID -> categoryId(checked);
      case CATEGORY_HASH -> categoryHash(checked);
      case INDICATOR -> indicator(checked);
      case CROSS -> List.of(cross(checked));
      case DENSE -> dense(checked);
      case EMBEDDING -> throw new IllegalStateException("refused above");
    };
  }

  private List<Feature> numeric(Call call) {
    int size = call.size() > 1 ? call.whole(1, 1, CategoryFeature.MOST) : 1;
    if (size > 1) {
      throw call.wrong(1, "a vector of so many numbers is DENSE(c, " + size + ")");
    }
    return List.copyOf(numbers(call));
  }

  private List<Feature> log(Call call) {
    List<Feature> features = new ArrayList<>();
    for (NumericFeature number : numbers(call)) {
      if (number.log()) {
        throw call.wrong(0);
      }
      features.add(NumericFeature.of(number.column(), true));
    }
    return features;
  }

  private List<Feature> bucket(Call call) {
    List<Double> bounds = call.bounds(1);
    List<Feature> features = new ArrayList<>();
    for (NumericFeature number : numbers(call)) {
      features.add(new BucketFeature(number.column(), number.log(), bounds, 0));
    }
    return features;
  }

  private List<Feature> categoryId(Call call) {
    int size = call.whole(1, 1, CategoryFeature.MOST);
    List<Feature> features = new ArrayList<>();
    for (SourceColumn column : columnsOf(call)) {
      requireNumber(column, "CATEGORY_ID", call.position(0));
      features.add(new CategoryIdFeature(column.name(), size));
    }
    return features;
  }

  private List<Feature> categoryHash(Call call) {
    int size = call.whole(1, 1, CategoryFeature.MOST);
    return columnsOf(call).stream()
        .<Feature>map(column -> new CategoryHashFeature(column.name(), size))
        .toList();
  }

  private List<Feature> indicator(Call call) {
    if (call.nested(0).isPresent()) {
      List<Feature> features = read(call.nested(0).get());
      if (!features.stream().allMatch(CategoryFeature.class::isInstance)) {
        throw call.wrong(0);
      }
      return features;
    }
    return columnsOf(call).stream()
        .<Feature>map(column -> IndicatorFeature.of(column.name()))
        .toList();
  }

  private Feature cross(Call call) {
    int size = call.whole(1, 1, CategoryFeature.MOST);
    List<Feature> parts = new ArrayList<>();
    for (Argument item : call.group(0)) {
      parts.addAll(parts(call, item));
    }
    if (parts.size() < 2) {
      throw call.wrong(0);
    }
    return new CrossFeature(parts, size);
  }

  private List<Feature> parts(Call call, Argument item) {
    List<Feature> features =
        item instanceof Argument.Entry entry && entry.entry() instanceof ColumnEntry.Call nested
            ? read(nested)
            : columnsOf(call, item).stream()
                .<Feature>map(column -> IndicatorFeature.of(column.name()))
                .toList();
    if (!features.stream().allMatch(CategoryFeature.class::isInstance)) {
      throw call.wrong(Call.position(item), "");
    }
    // Nothing is to be learnt of a value that is hashed anyway.
    return features.stream()
        .map(
            feature ->
                feature instanceof IndicatorFeature all
                    ? new CategoryHashFeature(all.column(), CategoryHashFeature.WHOLE)
                    : feature)
        .toList();
  }

  private List<Feature> dense(Call call) {
    int size = call.shape(1);
    String delimiter = call.size() > 2 ? call.delimiter(2, DELIMITERS) : ",";
    List<Feature> features = new ArrayList<>();
    for (SourceColumn column : columnsOf(call)) {
      boolean vector =
          column.kind() == SourceColumn.Kind.LIST || column.kind() == SourceColumn.Kind.TEXT;
      if (!vector && !(column.isNumber() && size == 1)) {
        String what = "column %s is %s, and DENSE takes lists of numbers or texts of them";
        String way = column.isNumber() ? ": name the column itself" : "";
        throw new FeatureException(
            Text.of(what, column.name(), column.typeName()) + way, call.position(0));
      }
      features.add(
          vector
              ? DenseFeature.of(column.name(), size, delimiter)
              : NumericFeature.of(column.name(), false));
    }
    return features;
  }

  /** The numbers of a call's first argument: columns, or functions that give one number each. */
  private List<NumericFeature> numbers(Call call) {
    List<NumericFeature> numbers = new ArrayList<>();
    if (call.nested(0).isPresent()) {
      for (Feature feature : read(call.nested(0).get())) {
        if (!(feature instanceof NumericFeature number)) {
          throw call.wrong(0);
        }
        numbers.add(number);
      }
      return numbers;
    }
    for (SourceColumn column : columnsOf(call)) {
      requireNumber(column, call.name(), call.position(0));
      numbers.add(NumericFeature.of(column.name(), false));
    }
    return numbers;
  }

  private List<SourceColumn> columnsOf(Call call) {
    return columnsOf(call, call.argument(0));
  }

  private List<SourceColumn> columnsOf(Call call, Argument argument) {
    if (argument instanceof Argument.Entry entry && !(entry.entry() instanceof ColumnEntry.Call)) {
      return columnsOf(entry.entry());
    }
    if (argument instanceof Argument.Literal literal
        && literal.value() instanceof Value.Text text) {
      return columnsOf(new ColumnEntry.Pattern(text.value(), text.position()));
    }
    throw call.wrong(Call.position(argument), "");
  }

  private List<SourceColumn> columnsOf(ColumnEntry entry) {
    if (entry instanceof ColumnEntry.Pattern pattern) {
      List<SourceColumn> found = columns.matching(pattern.regex(), pattern.position());
      return found.size() == 1
          ? found
          : found.stream().filter(column -> label.filter(column::equals).isEmpty()).toList();
    }
    return List.of(columns.find(((ColumnEntry.Named) entry).column()));
  }

  private static void requireNumber(SourceColumn column, String reader, Position position) {
    if (column.isNumber()) {
      return;
    }
    String name = column.name();
    String remedy =
        switch (column.kind()) {
          case TEXT ->
              "INDICATOR(%1$s) gives each of its values a feature, CATEGORY_HASH(%1$s, 100) is for"
                  + " many values";
          case TIME ->
              "make it a number in the query, such as epoch(%1$s) or month(%1$s), or write"
                  + " INDICATOR(%1$s)";
          case LIST -> "write DENSE(%1$s, n), n being the length of its lists";
          default -> "leave it out, or make it a number in the query";
        };
    throw new FeatureException(
        Text.of("column %s is %s, and %s takes numbers: ", name, column.typeName(), reader)
            + Text.of(remedy, name),
        position);
  }
}
