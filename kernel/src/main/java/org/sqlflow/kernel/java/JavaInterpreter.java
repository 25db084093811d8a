package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Optional;

/** Runs Java cells and knows their variables. */
public interface JavaInterpreter {
  /** What a Java cell may be told about the last result. */
  interface LastResult {
    /**
     * Makes the last result a table with a name, as {@code _.to_dataframes(name)} asks.
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

  /** The value of an expression beside the cells, if it has one; {@code _} stays as it is. */
  Optional<Value> evaluate(String expression, int cell);

  /** The value of a cell; null is a value. */
  record Value(Object value) {}

  /** The value of a variable of the cells; empty if there is none, or it is null. */
  Optional<Object> variable(String name);

  /** Declares a variable, or declares it anew, with a value. */
  void bind(String name, Class<?> type, Object value);

  /** The session keeps a result of this cell: {@code _} means it from now on. */
  void addResult(int cell);

  /** The names of variables that hold tables. */
  List<String> tables();

  /**
   * Stops the cell that runs, if one does; from any thread. The cell may just be starting and not
   * notice, so this is to be repeated until it has ended.
   */
  void interrupt();

  /** Whether a variable can be bound without waiting. */
  boolean isReady();

  /** Starts what the first cell needs. */
  void warmUp();

  /** Ways to go on at a place of the source; empty rather than late. */
  Completion complete(String code, int cursor);

  /**
   * Words and where they belong.
   *
   * @param start the first character that they replace
   */
  record Completion(List<String> words, int start) {}

  /** What stands at a place of the source: signature, and documentation where there is any. */
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
