package org.sqlflow.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.OutputColumn;

/**
 * The classes of a label, in the order of their codes: whole numbers ascending, texts by their
 * characters, so that the order of the rows does not matter.
 *
 * @param names each class once, as a text
 * @param integers whether every class is a whole number that fits 32 bits and the label's column
 *     has whole numbers: predictions are INTEGER then, else TEXT
 */
public record ClassNames(List<String> names, boolean integers) {
  public ClassNames {
    names = List.copyOf(names);
    if (integers && !names.stream().allMatch(ClassNames::isInteger)) {
      throw new IllegalArgumentException("a class is no whole number");
    }
  }

  /**
   * The classes among some values.
   *
   * @param values the label's values as texts, repeated or not, none null
   * @param wholeNumbers whether the label's column has whole numbers
   */
  public static ClassNames of(Collection<String> values, boolean wholeNumbers) {
    List<String> names = new ArrayList<>(values.stream().distinct().toList());
    boolean integers = wholeNumbers && names.stream().allMatch(ClassNames::isInteger);
    names.sort(integers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
    return new ClassNames(names, integers);
  }

  private static boolean isInteger(String name) {
    try {
      int number = Integer.parseInt(name);
      return number != ColumnVector.Ints.NONE && Integer.toString(number).equals(name);
    } catch (NumberFormatException noInteger) {
      return false;
    }
  }

  /** How many classes there are. */
  public int size() {
    return names.size();
  }

  /** The code of each value; -1 for null and for a value that is no class. */
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

  /** The type of a column of classes. */
  public OutputColumn.Type outputType() {
    return integers ? OutputColumn.Type.INTEGER : OutputColumn.Type.TEXT;
  }

  /** The classes of some codes, as the vector of {@link #outputType}. */
  public ColumnVector column(int[] codes) {
    if (integers) {
      int[] values = new int[codes.length];
      for (int row = 0; row < values.length; row++) {
        values[row] = Integer.parseInt(names.get(codes[row]));
      }
      return new ColumnVector.Ints(values);
    }
    String[] values = new String[codes.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = names.get(codes[row]);
    }
    return new ColumnVector.Texts(values);
  }
}
