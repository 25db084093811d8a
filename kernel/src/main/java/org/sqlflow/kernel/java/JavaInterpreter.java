package org.sqlflow.kernel.java;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs Java cells and knows their variables. */
public interface JavaInterpreter {
  /** Gives a Java cell access to the last result. */
  interface LastResult {
    /**
     * Stores the last result as a table in a variable, for {@code _.to_dataframes(name)}.
     *
     * @return what to show
     */
    Object toDataframes(String name);
  }

  /**
   * Runs a cell.
   *
   * @param code Java
   * @param cell the cell's number, named in errors
   * @return the value of its last statement, if that is an expression with a value
   * @throws org.sqlflow.kernel.error.CellException if it does not compile, throws or is interrupted
   */
  Optional<Value> run(String code, int cell, LastResult last);

  /** The value of an expression outside of cells, if it has one; {@code _} does not change. */
  Optional<Value> evaluate(String expression, int cell);

  /** The value of a cell; null is a value. */
  record Value(Object value) {}

  /** The value of a variable of the cells; empty if there is none, or it is null. */
  Optional<Object> variable(String name);

  /** Makes the classes of jars available to later cells. */
  void addJars(List<Path> jars);

  /** Whether the cells declared a variable. */
  boolean isDeclared(String name);

  /** Declares a variable with a value; replaces an earlier one of that name. */
  void bind(String name, Class<?> type, Object value);

  /** Makes {@code _} the result of this cell, which the session keeps. */
  void addResult(int cell);

  /** The names of variables that hold tables. */
  List<String> tables();

  /**
   * Stops the running cell, if there is one. Safe for any thread. A cell that is just starting may
   * miss the request, so repeat it until the cell has ended.
   */
  void interrupt();

  /** Whether a variable can be bound without waiting. */
  boolean isReady();

  /** Starts what the first cell needs. */
  void warmUp();

  /** Completes the source at the cursor; empty if that would take too long. */
  Completion complete(String code, int cursor);

  /**
   * Suggested words.
   *
   * @param start the position of the first character that they replace
   */
  record Completion(List<String> words, int start) {}

  /** The signatures of the call or name at the cursor. */
  Optional<String> document(String code, int cursor);

  /** Whether a cell is complete enough to run. */
  Completeness completeness(String code);

  /** Whether a cell can run, needs more lines or has a syntax error; unknown without a compiler. */
  enum Completeness {
    COMPLETE,
    INCOMPLETE,
    INVALID,
    UNKNOWN
  }
}
