package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionEnv;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaToken.Kind;

/** Java cells by JShell, in this process. Starts JShell when it is first needed, or warmed up. */
public final class JShellInterpreter implements JavaInterpreter {
  /** The variable behind {@code _} after a cell of SQL; no name that a person would choose. */
  private static final String RESULT = "$result";

  private static final long SOON_MS = 1000;
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
  private static final Logger LOG = Logger.getLogger(JShellInterpreter.class.getName());

  private final Object starting = new Object();
  private final JavaErrors errors = new JavaErrors();
  private volatile Optional<Engine> engine = Optional.empty();
  private volatile boolean running;
  private Optional<String> underscore = Optional.empty();
  private Optional<Class<?>> resultType = Optional.empty();

  /** JShell and the execution that it was given. */
  private record Engine(JShell shell, SharedExecution execution) {}

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

  private Engine engine() {
    synchronized (starting) {
      if (engine.isEmpty()) {
        engine = Optional.of(start());
      }
      return engine.get();
    }
  }

  private static Engine start() {
    SharedExecution execution = new SharedExecution();
    JShell shell = JShell.builder().executionEngine(new Provider(execution), Map.of()).build();
    shell.addToClasspath(System.getProperty("java.class.path"));
    for (String name : IMPORTS) {
      shell.eval("import " + name + ";");
    }
    shell.eval("1 + 1").forEach(event -> shell.drop(event.snippet()));
    return new Engine(shell, execution);
  }

  /** JShell if it is there within a moment: an editor's question is not worth a longer wait. */
  private Optional<Engine> engineSoon() {
    long end = System.nanoTime() + SOON_MS * 1_000_000;
    try {
      while (engine.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return engine;
  }

  @Override
  public boolean isReady() {
    return engine.isPresent();
  }

  @Override
  public void warmUp() {
    engine().shell().sourceCodeAnalysis();
  }

  @Override
  public Optional<Value> run(String code, int cell, LastResult last) {
    running = true;
    try {
      Engine current = engine();
      UnderscoreSource source = source(code);
      Optional<Value> value = Optional.empty();
      Optional<String> variable = Optional.empty();
      String rest = source.rewritten().stripLeading();
      while (!rest.isEmpty()) {
        CompletionInfo info = current.shell().sourceCodeAnalysis().analyzeCompletion(rest);
        if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
          break;
        }
        boolean whole = info.completeness().isComplete();
        String piece = whole ? info.source() : rest;
        int start = source.rewritten().length() - rest.length();
        variable = Optional.empty();
        value = namedTable(piece, last);
        if (value.isEmpty()) {
          variable = evaluate(current, source, piece, start, cell);
          value = variable.map(name -> read(current, name));
        }
        rest = whole ? info.remaining().stripLeading() : "";
      }
      underscore = variable.or(() -> underscore);
      return value;
    } finally {
      running = false;
      engine.ifPresent(current -> current.execution().forgetStop());
    }
  }

  @Override
  public Optional<Value> evaluate(String expression, int cell) {
    Optional<String> before = underscore;
    try {
      return run(expression, cell, name -> name);
    } finally {
      underscore = before;
    }
  }

  private UnderscoreSource source(String code) {
    if (underscore.isEmpty() && UnderscoreSource.usesUnderscore(code)) {
      throw new CellException("NoResult", "no result yet: run a %%sqlflow cell first");
    }
    return UnderscoreSource.rewrite(code, underscore.orElse("_"));
  }

  private Optional<Value> namedTable(String piece, LastResult last) {
    return underscore
        .flatMap(name -> ToDataframesCall.match(JavaLexer.tokens(piece), piece, name))
        .map(call -> new Value(last.toDataframes(call.name())));
  }

  /** Runs a snippet; gives the variable that holds its value, if it has one. */
  private Optional<String> evaluate(
      Engine current, UnderscoreSource source, String piece, int start, int cell) {
    // In brackets, the value of a lone variable gets a variable of its own, as _ needs it.
    boolean lone = isLoneName(piece);
    String snippet = lone ? "(" + piece.replace(";", "").strip() + ")" : piece;
    int offset = lone ? start - 1 : start;
    Optional<String> variable = Optional.empty();
    for (SnippetEvent event : current.shell().eval(snippet)) {
      errors.remember(event.snippet().id(), cell, source.original(), source.toOriginal(start));
      if (current.execution().isStopWanted()) {
        throw CellException.interrupted();
      }
      if (event.causeSnippet() == null) {
        variable = outcome(current, event, source, offset);
      }
    }
    return variable;
  }

  private Optional<String> outcome(
      Engine current, SnippetEvent event, UnderscoreSource source, int offset) {
    if (event.status() == Snippet.Status.REJECTED) {
      throw JavaErrors.compile(
          source,
          offset,
          current.shell().diagnostics(event.snippet()).toList(),
          underscore.orElse(RESULT));
    }
    if (event.exception() != null) {
      throw errors.runtime(event.exception());
    }
    if (event.snippet() instanceof jdk.jshell.DeclarationSnippet declared
        && event.status() == Snippet.Status.RECOVERABLE_DEFINED) {
      System.err.println(
          declared.name()
              + " can be used when this is declared: "
              + current.shell().unresolvedDependencies(declared).collect(Collectors.joining(", ")));
    }
    return event.snippet() instanceof VarSnippet value
            && value.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
        ? Optional.of(value.name())
        : Optional.empty();
  }

  private static boolean isLoneName(String piece) {
    List<JavaToken> tokens =
        JavaLexer.tokens(piece).stream().filter(token -> !token.is(";")).toList();
    return tokens.size() == 1
        && tokens.get(0).kind() == Kind.WORD
        && !JavaNames.isReserved(tokens.get(0).text());
  }

  private static Value read(Engine current, String variable) {
    try {
      return new Value(current.execution().read(variable));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the value of " + variable + " is out of reach", e);
    }
  }

  @Override
  public Optional<Object> variable(String name) {
    return engine
        .filter(current -> current.shell().variables().anyMatch(known -> known.name().equals(name)))
        .map(current -> read(current, name).value());
  }

  @Override
  public void bind(String name, Class<?> type, Object value) {
    Engine current = engine();
    current.shell().eval(type.getCanonicalName() + " " + name + ";");
    write(current, name, value);
  }

  @Override
  public void bindLast(Class<?> type, Object value) {
    if (resultType.isPresent() && resultType.get() == type) {
      write(engine(), RESULT, value);
    } else {
      bind(RESULT, type, value);
    }
    resultType = Optional.of(type);
    underscore = Optional.of(RESULT);
  }

  private static void write(Engine current, String name, Object value) {
    try {
      current.execution().write(name, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the variable " + name + " is out of reach", e);
    }
  }

  @Override
  public void interrupt() {
    Optional<Engine> current = engine;
    if (!running || current.isEmpty()) {
      return;
    }
    try {
      current.get().execution().requestStop();
    } catch (ExecutionControl.ExecutionControlException e) {
      LOG.log(Level.WARNING, "the Java cell could not be stopped", e);
    }
  }

  @Override
  public Completion complete(String code, int cursor) {
    Optional<Engine> current = engineSoon();
    if (current.isEmpty()) {
      return new Completion(List.of(), cursor);
    }
    UnderscoreSource source = UnderscoreSource.rewrite(code, underscore.orElse("_"));
    int[] anchor = {source.toRewritten(cursor)};
    List<String> words =
        current
            .get()
            .shell()
            .sourceCodeAnalysis()
            .completionSuggestions(source.rewritten(), source.toRewritten(cursor), anchor)
            .stream()
            .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
            .map(SourceCodeAnalysis.Suggestion::continuation)
            .filter(word -> !word.startsWith("$"))
            .distinct()
            .toList();
    return new Completion(words, source.toOriginal(anchor[0]));
  }

  @Override
  public Optional<String> document(String code, int cursor) {
    Optional<Engine> current = engineSoon();
    if (current.isEmpty()) {
      return Optional.empty();
    }
    UnderscoreSource source = UnderscoreSource.rewrite(code, underscore.orElse("_"));
    String signatures =
        current
            .get()
            .shell()
            .sourceCodeAnalysis()
            .documentation(source.rewritten(), source.toRewritten(cursor), false)
            .stream()
            .map(SourceCodeAnalysis.Documentation::signature)
            .distinct()
            .collect(Collectors.joining("\n"));
    return Optional.of(signatures).filter(text -> !text.isBlank());
  }

  @Override
  public Completeness completeness(String code) {
    SourceCodeAnalysis analysis = engine().shell().sourceCodeAnalysis();
    String rest = UnderscoreSource.rewrite(code, RESULT).rewritten();
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return Completeness.INCOMPLETE;
        }
        case UNKNOWN -> {
          return Completeness.INVALID;
        }
        default -> rest = info.remaining();
      }
    }
    return Completeness.COMPLETE;
  }
}
