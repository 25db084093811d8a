package org.sqlflow.kernel.java;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sqlflow.kernel.error.CellException;

/** The interpreter of a kernel that runs on a Java without a compiler: it refuses Java cells. */
public final class NoJava implements JavaInterpreter {
  @Override
  public Optional<Value> run(String code, int cell, LastResult last) {
    throw new CellException(
        "NoJavaCompiler",
        "Java cells need a JDK, but this kernel runs on a Java runtime without jdk.jshell ("
            + System.getProperty("java.home")
            + ").\n%%sqlflow cells and _.to_dataframes(name) work. For Java cells, install a JDK 17"
            + " or newer\nand reinstall the kernel with its java.");
  }

  @Override
  public Optional<Value> evaluate(String expression, int cell) {
    return run(expression, cell, name -> "");
  }

  @Override
  public Optional<Object> variable(String name) {
    return Optional.empty();
  }

  @Override
  public void addJars(List<Path> jars) {}

  @Override
  public boolean isDeclared(String name) {
    return false;
  }

  @Override
  public void bind(String name, Class<?> type, Object value) {}

  @Override
  public void addResult(int cell) {}

  @Override
  public List<String> tables() {
    return List.of();
  }

  @Override
  public void interrupt() {}

  @Override
  public boolean isReady() {
    return false;
  }

  @Override
  public void warmUp() {}

  @Override
  public Completion complete(String code, int cursor) {
    return new Completion(List.of(), cursor);
  }

  @Override
  public Optional<String> document(String code, int cursor) {
    return Optional.empty();
  }

  @Override
  public Completeness completeness(String code) {
    return Completeness.UNKNOWN;
  }
}
