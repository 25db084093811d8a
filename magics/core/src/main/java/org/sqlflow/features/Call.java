package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowBatch;
import org.sqlflow.features.trained.KnownModels;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Value;
import org.sqlflow.text.Text;

/**
 * A call of a column function. Each method reads an argument as the function needs it, or throws a
 * {@link FeatureException} at the argument's place. Arguments count from 0.
 */
public final class Call {
  private final ColumnEntry.Call call;
  private final ColumnFunction function;
  private final EntryReader entries;

  Call(ColumnEntry.Call call, ColumnFunction function, EntryReader entries) {
    this.call = call;
    this.function = function;
    this.entries = entries;
  }

  /** How many arguments there are. */
  public int size() {
    return call.arguments().size();
  }

  /** The place of the call. */
  public Position position() {
    return call.position();
  }

  /** The place of an argument. */
  public Position position(int index) {
    return position(argument(index));
  }

  private Argument argument(int index) {
    return call.arguments().get(index);
  }

  private static Position position(Argument argument) {
    if (argument instanceof Argument.Entry entry) {
      return entry.entry().position();
    }
    return argument instanceof Argument.Literal literal
        ? literal.value().position()
        : ((Argument.Group) argument).position();
  }

  /** Refuses too few arguments at the call, and too many at the first one that is too many. */
  void checkCount() {
    if (size() < function.fewest()) {
      throw wrong(call.position(), "");
    }
    if (size() > function.most()) {
      throw wrong(function.most());
    }
  }

  /** An error at an argument that shows how the function is called. */
  public FeatureException wrong(int index) {
    return wrong(position(index), "");
  }

  /** The same, with a detail that says what is wrong. */
  public FeatureException wrong(int index, String detail) {
    return wrong(position(index), detail);
  }

  private FeatureException wrong(Position position, String detail) {
    return new FeatureException(
        detail.isEmpty() ? function.usage() : detail + "; " + function.usage(), position);
  }

  /** The columns of an argument that is a name or a pattern. */
  public List<Column> columns(int index) {
    return columns(argument(index));
  }

  /** The columns of an item of a {@link #group}. */
  public List<Column> columns(Argument argument) {
    if (argument instanceof Argument.Entry entry && nested(argument).isEmpty()) {
      return entries.columns(entry.entry());
    }
    if (argument instanceof Argument.Literal literal
        && literal.value() instanceof Value.Text text) {
      return entries.columns(new ColumnEntry.Pattern(text.value(), text.position()));
    }
    throw wrong(position(argument), "");
  }

  /** Refuses a column of an argument that is not numeric. */
  public void requireNumber(Column column, int index) {
    entries.requireNumber(column, function.name(), position(index));
  }

  /** The name of a trained model. */
  public Name model(int index) {
    Argument argument = argument(index);
    if (argument instanceof Argument.Entry entry) {
      if (entry.entry() instanceof ColumnEntry.Named named) {
        String text = named.parts().stream().map(Name::text).collect(Collectors.joining("."));
        return new Name(text, named.column().quoted(), named.position());
      }
      if (entry.entry() instanceof ColumnEntry.Pattern pattern) {
        return new Name(pattern.regex(), true, pattern.position());
      }
    }
    if (argument instanceof Argument.Literal literal
        && literal.value() instanceof Value.Text text) {
      return new Name(text.value(), true, text.position());
    }
    throw wrong(index);
  }

  /** The trained model of a name, which must not read the label. */
  public KnownModels.Known known(Name name) {
    KnownModels.Known known = entries.models().find(name);
    GroupFeature.refuseLabel(known.model(), entries.label(), name);
    for (ColumnRead read : known.model().reads()) {
      Optional<Column> column = entries.schema().find(read.column());
      if (column.isEmpty()) {
        throw new FeatureException(
            name + " reads column " + read.column() + ", which the query does not have",
            name.position());
      }
      Optional<String> lacking = known.model().lacking(read, column.get());
      if (lacking.isPresent()) {
        throw new FeatureException(
            Text.of(
                "%s reads column %s, which is %s here, but it takes %s",
                name, read.column(), column.get().typeName(), lacking.get()),
            name.position());
      }
    }
    return known;
  }

  /** A word, or a string with one. */
  public String word(int index) {
    if (argument(index) instanceof Argument.Entry entry) {
      if (entry.entry() instanceof ColumnEntry.Named named && named.parts().size() == 1) {
        return named.column().text();
      }
      if (entry.entry() instanceof ColumnEntry.Pattern pattern) {
        return pattern.regex();
      }
    }
    if (argument(index) instanceof Argument.Literal literal
        && literal.value() instanceof Value.Text text) {
      return text.value();
    }
    throw wrong(index);
  }

  /** The numbers of an argument: numeric columns, or calls that give one number each. */
  public List<NumericFeature> numbers(int index) {
    List<NumericFeature> numbers = new ArrayList<>();
    if (nested(index).isPresent()) {
      for (Feature feature : entries.read(nested(index).get())) {
        if (!(feature instanceof NumericFeature number)) {
          throw wrong(index);
        }
        numbers.add(number);
      }
      return numbers;
    }
    for (Column column : columns(index)) {
      numbers.add(entries.number(column, function.name(), position(index)));
    }
    return numbers;
  }

  /** The call that is an argument, if it is one. */
  public Optional<ColumnEntry.Call> nested(int index) {
    return nested(argument(index));
  }

  /** The call that an argument or an item is, if it is one. */
  public static Optional<ColumnEntry.Call> nested(Argument argument) {
    return argument instanceof Argument.Entry entry
            && entry.entry() instanceof ColumnEntry.Call inner
        ? Optional.of(inner)
        : Optional.empty();
  }

  /** The categories of an argument that is a call. */
  public List<CategoryFeature> categories(int index) {
    return categories(argument(index));
  }

  /** The categories of an item of a {@link #group} that is a call. */
  public List<CategoryFeature> categories(Argument argument) {
    List<CategoryFeature> categories = new ArrayList<>();
    for (Feature feature : entries.read(nested(argument).orElseThrow())) {
      if (!(feature instanceof CategoryFeature category)) {
        throw wrong(position(argument), "");
      }
      categories.add(category);
    }
    return categories;
  }

  /** A whole number from {@code least} to {@code most}. */
  public int whole(int index, int least, int most) {
    return whole(argument(index), least, most);
  }

  private int whole(Argument argument, int least, int most) {
    if (!(argument instanceof Argument.Literal literal
        && literal.value() instanceof Value.Whole whole)) {
      throw wrong(position(argument), "");
    }
    if (whole.value() < least || whole.value() > most) {
      String range = "expected a whole number from %,d to %,d";
      throw wrong(position(argument), Text.of(range, least, most));
    }
    return (int) whole.value();
  }

  /** The size of a vector: a whole number, or SQLFlow's list of a shape's dimensions. */
  public int shape(int index) {
    if (!(argument(index) instanceof Argument.Group shape) || shape.items().isEmpty()) {
      return whole(index, 1, CategoryFeature.MOST);
    }
    long product = 1;
    for (Argument dimension : shape.items()) {
      product *= whole(dimension, 1, CategoryFeature.MOST);
      if (product > CategoryFeature.MOST) {
        throw wrong(
            position(index), Text.of("a vector has at most %,d numbers", CategoryFeature.MOST));
      }
    }
    return (int) product;
  }

  /** Numbers in strictly ascending order. */
  public List<Double> bounds(int index) {
    List<Double> bounds = new ArrayList<>();
    for (Argument item : group(index)) {
      double bound = number(item);
      double last = bounds.isEmpty() ? Double.NEGATIVE_INFINITY : bounds.get(bounds.size() - 1);
      if (!(bound > last)) {
        String order = "the bounds must ascend, but %s follows %s";
        throw wrong(position(item), Text.of(order, RowBatch.text(bound), RowBatch.text(last)));
      }
      bounds.add(bound);
    }
    return List.copyOf(bounds);
  }

  /** Any number that is not infinite. */
  public double number(int index) {
    return number(argument(index));
  }

  /** The features that an argument means: columns, a pattern or a call. */
  public List<Feature> features(int index) {
    if (argument(index) instanceof Argument.Entry entry) {
      return entries.read(entry.entry());
    }
    return List.copyOf(numbers(index));
  }

  private double number(Argument item) {
    if (item instanceof Argument.Literal literal) {
      if (literal.value() instanceof Value.Whole whole) {
        return whole.value();
      }
      if (literal.value() instanceof Value.Real real && Double.isFinite(real.value())) {
        return real.value();
      }
    }
    throw wrong(position(item), "");
  }

  /** The items of a list that is not empty. */
  public List<Argument> group(int index) {
    if (argument(index) instanceof Argument.Group group && !group.items().isEmpty()) {
      return group.items();
    }
    throw wrong(index);
  }

  /** A string, or a word in its place. */
  public String delimiter(int index, Map<String, String> words) {
    String delimiter = "";
    if (argument(index) instanceof Argument.Literal literal
        && literal.value() instanceof Value.Text text) {
      delimiter = text.value();
    } else if (argument(index) instanceof Argument.Entry entry) {
      if (entry.entry() instanceof ColumnEntry.Pattern quoted) {
        return quoted.regex();
      }
      String word = entry.entry() instanceof ColumnEntry.Named named ? named.column().text() : "";
      delimiter = words.getOrDefault(word.toUpperCase(Locale.ROOT), "");
    }
    if (delimiter.isEmpty()) {
      throw wrong(index);
    }
    return delimiter;
  }
}
