package org.sqlflow.kernel.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.sqlflow.kernel.cell.Cells;

/**
 * The values of {@code -p name=value}. As in papermill, a value that looks like a number or a truth
 * value becomes one; a text that would change as a number, such as {@code 007}, stays a text.
 *
 * @param values by name, in the order given
 */
record CellValues(Map<String, Object> values) {
  private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9]\\d*)\\.\\d+(?:[eE]-?\\d+)?");

  /** Reads the values as they were typed. */
  static CellValues of(Map<String, String> typed) {
    Map<String, Object> values = new LinkedHashMap<>();
    typed.forEach((name, text) -> values.put(name, value(text)));
    return new CellValues(values);
  }

  private static Object value(String text) {
    if (WHOLE.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return number == (int) number ? (Object) (int) number : (Object) number;
    }
    if (DECIMAL.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    return switch (text) {
      case "true", "True" -> true;
      case "false", "False" -> false;
      default -> text;
    };
  }

  /**
   * Checks that each name is used: if one is misspelt, the default would be used without notice.
   *
   * @throws CommandException if one is not
   */
  void checkUsedIn(SourceFile file) {
    for (String name : values.keySet()) {
      Pattern word =
          Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])");
      if (file.code().stream().noneMatch(code -> word.matcher(code.text()).find())) {
        throw new CommandException(
            "-p " + name + ": " + file.name() + " has no ${" + name + "}; check the name");
      }
    }
  }

  /** Sets the variables of cells to the values. */
  void applyTo(Cells cells) {
    values.forEach(cells::set);
  }
}
