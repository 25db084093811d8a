package org.sqlflow.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;

/**
 * The classes of a label, in the order of their codes: numbers ascending, texts by their
 * characters, so that the order of the rows does not matter.
 *
 * @param names each class once, as a text
 * @param type the type of the label's column if all classes are of it, else TEXT
 */
public record ClassNames(List<String> names, OutputColumn.Type type) {
  public ClassNames {
    names = List.copyOf(names);
    if (!OutputColumn.areOf(type, names)) {
      throw new IllegalArgumentException("not all classes are of type " + type);
    }
  }

  /** Whole numbers of 32 bits, or texts. */
  public ClassNames(List<String> names, boolean integers) {
    this(names, integers ? OutputColumn.Type.INTEGER : OutputColumn.Type.TEXT);
  }

  /**
   * The classes among some values.
   *
   * @param values the label's values as texts, repeated or not, none null
   * @param label the type of the label's column
   */
  public static ClassNames of(Collection<String> values, ColumnType label) {
    List<String> names = new ArrayList<>(values.stream().distinct().toList());
    OutputColumn.Type type =
        candidates(label).stream()
            .filter(one -> OutputColumn.areOf(one, names))
            .findFirst()
            .orElse(OutputColumn.Type.TEXT);
    names.sort(
        switch (type) {
          case INTEGER, LONG -> Comparator.comparingLong(Long::parseLong);
          case DOUBLE -> Comparator.comparingDouble(Double::parseDouble);
          default -> Comparator.naturalOrder();
        });
    return new ClassNames(names, type);
  }

  private static List<OutputColumn.Type> candidates(ColumnType label) {
    return switch (label) {
      case INTEGER -> List.of(OutputColumn.Type.INTEGER, OutputColumn.Type.LONG);
      case REAL -> List.of(OutputColumn.Type.DOUBLE);
      case BOOLEAN -> List.of(OutputColumn.Type.BOOLEAN);
      case TIME -> List.of(OutputColumn.Type.DATE, OutputColumn.Type.TIMESTAMP);
      case TEXT, LIST, OTHER -> List.of();
    };
  }

  /** How many classes there are. */
  public int size() {
    return names.size();
  }

  /** The code of each value; -1 for null and for a value that is not a class. */
  public int[] codes(String[] values) {
    Map<String, Integer> codes = new HashMap<>();
    for (String name : names) {
      codes.put(name, codes.size());
    }
    int[] coded = new int[values.length];
    for (int row = 0; row < coded.length; row++) {
      coded[row] = codes.getOrDefault(values[row], -1);
    }
    return coded;
  }

  /** A column of classes. */
  public OutputColumn output(String name) {
    return new OutputColumn(name, type, names);
  }

  /** The classes of some codes, as {@link #output} has them. */
  public ColumnVector column(int[] codes) {
    return new ColumnVector.Ints(codes);
  }
}
