package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Value;
import org.sqlflow.text.Text;

/** A call of a column function: its arguments as what they must be, or an error at their place. */
record Call(ColumnEntry.Call call, ColumnFunction function) {
  String name() {
    return function.name();
  }

  int size() {
    return call.arguments().size();
  }

  Argument argument(int index) {
    return call.arguments().get(index);
  }

  Position position(int index) {
    return position(argument(index));
  }

  static Position position(Argument argument) {
    if (argument instanceof Argument.Entry entry) {
      return entry.entry().position();
    }
    return argument instanceof Argument.Literal literal
        ? literal.value().position()
        : ((Argument.Group) argument).position();
  }

  /** Refuses too few arguments at the function, too many at the first that is one too many. */
  void checkCount() {
    if (!function.takes(size())) {
      boolean tooMany = size() > function.most();
      throw wrong(tooMany ? position(function.most()) : call.position(), "");
    }
  }

  /** The call within the call, if the argument is one. */
  Optional<ColumnEntry.Call> nested(int index) {
    return argument(index) instanceof Argument.Entry entry
            && entry.entry() instanceof ColumnEntry.Call inner
        ? Optional.of(inner)
        : Optional.empty();
  }

  /** A whole number from {@code least} to {@code most}. */
  int whole(int index, int least, int most) {
    return whole(argument(index), least, most);
  }

  private int whole(Argument argument, int least, int most) {
    if (!(argument instanceof Argument.Literal literal
        && literal.value() instanceof Value.Whole whole)) {
      throw wrong(position(argument), "");
    }
    if (whole.value() < least || whole.value() > most) {
      String range = "here stands a whole number from %,d to %,d";
      throw wrong(position(argument), Text.of(range, least, most));
    }
    return (int) whole.value();
  }

  /** How many numbers a vector holds: a whole number, or SQLFlow's list of a shape's sides. */
  int shape(int index) {
    if (!(argument(index) instanceof Argument.Group sides) || sides.items().isEmpty()) {
      return whole(index, 1, CategoryFeature.MOST);
    }
    long product = 1;
    for (Argument side : sides.items()) {
      product *= whole(side, 1, CategoryFeature.MOST);
      if (product > CategoryFeature.MOST) {
        throw wrong(position(index), Text.of("it holds at most %,d", CategoryFeature.MOST));
      }
    }
    return (int) product;
  }

  /** Numbers that ascend strictly. */
  List<Double> bounds(int index) {
    List<Double> bounds = new ArrayList<>();
    for (Argument item : group(index)) {
      double bound = number(item);
      double last = bounds.isEmpty() ? Double.NEGATIVE_INFINITY : bounds.get(bounds.size() - 1);
      if (!(bound > last)) {
        String order = "the bounds must ascend, and %s stands after %s";
        throw wrong(
            position(item), Text.of(order, FeatureRows.text(bound), FeatureRows.text(last)));
      }
      bounds.add(bound);
    }
    return List.copyOf(bounds);
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
  List<Argument> group(int index) {
    if (argument(index) instanceof Argument.Group group && !group.items().isEmpty()) {
      return group.items();
    }
    throw wrong(index);
  }

  /** A string, or a word that stands for one. */
  String delimiter(int index, Map<String, String> words) {
    String word = "";
    if (argument(index) instanceof Argument.Literal literal
        && literal.value() instanceof Value.Text text) {
      word = text.value();
    } else if (argument(index) instanceof Argument.Entry entry) {
      if (entry.entry() instanceof ColumnEntry.Pattern quoted) {
        return quoted.regex();
      }
      word = entry.entry() instanceof ColumnEntry.Named named ? named.column().text() : "";
      word = words.getOrDefault(word.toUpperCase(Locale.ROOT), "");
    }
    if (word.isEmpty()) {
      throw wrong(index);
    }
    return word;
  }

  FeatureException wrong(int index) {
    return wrong(position(index), "");
  }

  FeatureException wrong(int index, String detail) {
    return wrong(position(index), detail);
  }

  /** An error that shows how the function is written; the detail says what is wrong here. */
  FeatureException wrong(Position position, String detail) {
    return new FeatureException(
        detail.isEmpty() ? function.usage() : detail + "; " + function.usage(), position);
  }
}
