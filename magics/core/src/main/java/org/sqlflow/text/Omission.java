package org.sqlflow.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Advice on leaving a column out of a training, to fit its COLUMN clause: with EXCEPT where a star
 * takes the column, else by removing it from the list. Immutable.
 *
 * @param unnamed the columns that a star, or no clause at all, takes
 * @param except the columns that the star leaves out already
 * @param isAlone whether there are no other columns, so that the clause can be written as a whole
 */
public record Omission(Set<String> unnamed, List<String> except, boolean isAlone) {
  public Omission {
    unnamed = Set.copyOf(unnamed);
    except = List.copyOf(except);
  }

  /** For a training without COLUMN, which takes these columns. */
  public static Omission of(Set<String> unnamed) {
    return new Omission(unnamed, List.of(), true);
  }

  /** Whether a star takes all of these columns. */
  private boolean isExcepted(List<String> columns) {
    return unnamed.containsAll(columns);
  }

  /** Such as "leave it out with COLUMN * EXCEPT (a)"; "leave a out of COLUMN". */
  public String leaving(List<String> columns) {
    return isExcepted(columns)
        ? (columns.size() == 1 ? "leave it out with " : "leave them out with ") + clause(columns)
        : "leave " + written(columns, " and ") + " out of COLUMN";
  }

  /** Such as "keep one with COLUMN * EXCEPT (b)"; "keep one: leave b out of COLUMN". */
  public String keepingOne(List<String> others) {
    return keeping("keep one", others);
  }

  /** The same for several columns with copies, such as "keep one of each with …". */
  public String keepingOneOfEach(List<String> others) {
    return keeping("keep one of each", others);
  }

  private String keeping(String what, List<String> others) {
    return isExcepted(others)
        ? what + " with " + clause(others)
        : what + ": leave " + written(others, " and ") + " out of COLUMN";
  }

  private String clause(List<String> columns) {
    Set<String> all = new LinkedHashSet<>(except);
    all.addAll(columns);
    String star = "* EXCEPT (" + written(List.copyOf(all), ", ") + ")";
    return isAlone ? "COLUMN " + star : star + " in COLUMN";
  }

  private static String written(List<String> columns, String between) {
    return columns.stream().map(SqlNames::inClause).collect(Collectors.joining(between));
  }
}
