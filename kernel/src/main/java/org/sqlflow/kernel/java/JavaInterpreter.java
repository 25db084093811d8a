package org.sqlflow.kernel.java;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs Java cells and knows their variables. */
public interface JavaInterpreter {
  /** Access to the last result for a Java cell. */
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

  /** Lets the cells use the classes of jars, from the next one on. */
  void addJars(List<Path> jars);

  /** Whether the cells declared a variable. */
  boolean isDeclared(String name);

  /** Declares a variable, maybe again, with a value. */
  void bind(String name, Class<?> type, Object value);

  /** The session keeps a result of this cell: {@code _} means it from now on. */
  void addResult(int cell);

  /** The names of variables that hold tables. */
  List<String> tables();

  /**
   * Stops the running cell, if there is one; from any thread. A cell that is just starting may miss
   * it, so repeat it until the cell has ended.
   */
  void interrupt();

  /** Whether a variable can be bound without waiting. */
  boolean isReady();

  /** Starts what the first cell needs. */
  void warmUp();

  /** What can stand at a place of the source; empty rather than late. */
  Completion complete(String code, int cursor);

  /**
   * Words and their place.
   *
   * @param start the first character that they replace
   */
  record Completion(List<String> words, int start) {}

  /** The signature at a place of the source. */
  Optional<String> document(String code, int cursor);

  /** Whether a cell could run as it is written. */
  Completeness completeness(String code);

  /** How far a cell is written. */
  enum Completeness {
    COMPLETE,
    INCOMPLETE,
    INVALID,
    UNKNOWN
  }
}
