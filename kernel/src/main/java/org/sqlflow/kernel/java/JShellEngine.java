package org.sqlflow.kernel.java;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.StatementSnippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionEnv;
import org.sqlflow.kernel.process.TablesawStart;

/** JShell with this process's class path, and the objects that run its snippets. */
record JShellEngine(
    JShell shell,
    SharedExecution execution,
    SnippetClasses classes,
    SnippetNames names,
    PackageIndex packages) {
  private static final List<String> IMPORTS =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.nio.file.*",
          "java.time.*",
          "java.util.*",
          "java.util.function.*",
          "java.util.regex.*",
          "java.util.stream.*",
          "tech.tablesaw.api.*",
          "tech.tablesaw.selection.Selection",
          "static tech.tablesaw.aggregate.AggregateFunctions.*",
          "org.sqlflow.magic.Result");

  /** The variable of the session, which no declaration in a cell can hide. */
  static final String SESSION = "$session";

  private static final List<String> HELPERS =
      List.of(
          "org.sqlflow.kernel.java.DisplayHandle display(Object value) { return"
              + " $session.display(value); }",
          "void clearOutput() { $session.clearOutput(false); }",
          "void clearOutput(boolean wait) { $session.clearOutput(wait); }",
          "Object html(String source) { return $session.html(source); }");

  private static final class Provider extends LocalExecutionControlProvider {
    private final SharedExecution execution;

    Provider(SharedExecution execution) {
      this.execution = execution;
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return execution;
    }
  }

  /** Starts JShell with a session, and warms it up: about a second. */
  static JShellEngine start(KernelSession session) {
    TablesawStart.load();
    SnippetClasses classes = new SnippetClasses();
    SharedExecution execution = new SharedExecution(classes);
    SnippetNames names = new SnippetNames();
    PackageIndex packages = new PackageIndex();
    JShell shell = shell(execution, names, packages, List.of());
    for (String name : IMPORTS) {
      shell.eval("import " + name + ";");
    }
    shell.eval("1 + 1").forEach(event -> shell.drop(event.snippet()));
    JShellEngine engine = new JShellEngine(shell, execution, classes, names, packages);
    engine.declare(SESSION, KernelSession.class, session);
    engine.declare("sqlflow", Session.class, session);
    HELPERS.forEach(shell::eval);
    return engine;
  }

  private static JShell shell(
      SharedExecution execution, SnippetNames names, PackageIndex packages, List<Path> jars) {
    JShell shell =
        JShell.builder()
            .executionEngine(new Provider(execution), Map.of())
            .idGenerator((snippet, number) -> names.id())
            .tempVariableNameGenerator(names::variable)
            .fileManager(packages::of)
            .build();
    shell.addToClasspath(System.getProperty("java.class.path"));
    jars.forEach(jar -> shell.addToClasspath(jar.toString()));
    return shell;
  }

  /**
   * Copies the variables, methods, types and imports to a new JShell, which takes about a second.
   * JShell keeps every snippet that it ever ran, and becomes slower the more there are.
   *
   * @param jars the jars that were added to the class path
   * @return empty if the new JShell would not be the same; then this one stays in use
   */
  Optional<JShellEngine> renewed(List<Path> jars) {
    classes.tryAnother();
    Optional<JShell> another = Optional.empty();
    try {
      JShell fresh = shell(execution, names, packages, jars);
      another = Optional.of(fresh);
      SameSnippets same = new SameSnippets(shell, fresh, classes, names);
      if (same.repeat()) {
        classes.useOther(same.variables());
        shell.close();
        return Optional.of(new JShellEngine(fresh, execution, classes, names, packages));
      }
    } finally {
      if (classes.isTrying()) {
        classes.abandonOther();
        another.ifPresent(JShell::close);
      }
    }
    return Optional.empty();
  }

  /** Gives a variable a value; declares it first if it is new or its type has changed. */
  void declare(String name, Class<?> type, Object value) {
    String typeName = type.getCanonicalName();
    boolean isDeclared =
        shell.variables().anyMatch(v -> v.name().equals(name) && v.typeName().equals(typeName));
    if (!isDeclared) {
      shell.eval(typeName + " " + name + ";");
    }
    write(name, value);
  }

  /** Releases the value of an expression, unless a later declaration uses it. */
  void forget(String variable) {
    shell
        .variables()
        .filter(v -> v.name().equals(variable))
        .filter(v -> v.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
        .filter(v -> shell.sourceCodeAnalysis().dependents(v).isEmpty())
        .toList()
        .forEach(
            v -> {
              clear(variable);
              shell.drop(v);
            });
  }

  /**
   * Makes JShell forget a statement, which no later code can refer to. JShell would keep its source
   * and compiled form, about 15 kB, until the kernel ends. What it defined or started stays.
   */
  void dropUnnamed(Snippet snippet) {
    boolean isUnnamed = snippet instanceof StatementSnippet || snippet instanceof ExpressionSnippet;
    if (isUnnamed && shell.status(snippet).isActive()) {
      shell.drop(snippet);
    }
  }

  private void clear(String variable) {
    try {
      execution.clear(variable);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't access the variable " + variable, e);
    }
  }

  /** Whether a variable exists and is usable, because its type is declared too. */
  boolean isDeclared(String variable) {
    return shell
        .variables()
        .anyMatch(known -> known.name().equals(variable) && shell.status(known).isDefined());
  }

  /** Whether cells may call a method by its name alone: one of theirs, or a static import. */
  boolean mayCall(String method) {
    return shell.methods().anyMatch(known -> known.name().equals(method))
        || shell.imports().filter(ImportSnippet::isStatic).anyMatch(i -> imports(i, method));
  }

  private boolean imports(ImportSnippet snippet, String method) {
    int dot = snippet.fullname().lastIndexOf('.');
    String name = snippet.fullname().substring(dot + 1);
    if (!name.equals("*")) {
      return name.equals(method);
    }
    try {
      String type = snippet.fullname().substring(0, dot);
      return Arrays.stream(Class.forName(type, false, classes.classPath()).getMethods())
          .anyMatch(known -> known.getName().equals(method));
    } catch (ClassNotFoundException | LinkageError e) {
      return true; // a class in a class, or one of the cells
    }
  }

  /** The value of a variable. */
  Object read(String variable) {
    try {
      return execution.read(variable);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't read the variable " + variable, e);
    }
  }

  /** Gives a declared variable a value. */
  void write(String variable, Object value) {
    try {
      execution.write(variable, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't access the variable " + variable, e);
    }
  }
}
