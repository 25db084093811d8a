package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaToken.Kind;

/** Java cells by JShell, in this process. Starts JShell when it is first needed, or warmed up. */
public final class JShellInterpreter implements JavaInterpreter {
  /** The variable behind {@code _} after a cell of SQL; no name that a person would choose. */
  private static final String RESULT = "$result";

  private static final long SOON_MS = 1000;
  private static final Logger LOG = Logger.getLogger(JShellInterpreter.class.getName());

  private final Object starting = new Object();
  private final JavaErrors errors = new JavaErrors();
  private volatile Optional<JShellEngine> engine = Optional.empty();
  private volatile boolean running;
  private Optional<String> underscore = Optional.empty();
  private Optional<Class<?>> resultType = Optional.empty();

  private JShellEngine engine() {
    synchronized (starting) {
      if (engine.isEmpty()) {
        engine = Optional.of(JShellEngine.start());
      }
      return engine.get();
    }
  }

  /** JShell if it is there within a moment: an editor's question is not worth a longer wait. */
  private Optional<JShellEngine> engineSoon() {
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
      JShellEngine current = engine();
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
          value = variable.map(name -> new Value(current.read(name)));
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
    return source(code, "_");
  }

  private Optional<Value> namedTable(String piece, LastResult last) {
    return underscore
        .flatMap(name -> ToDataframesCall.match(JavaLexer.tokens(piece), piece, name))
        .map(call -> new Value(last.toDataframes(call.name())));
  }

  /** Runs a snippet; gives the variable that holds its value, if it has one. */
  private Optional<String> evaluate(
      JShellEngine current, UnderscoreSource source, String piece, int start, int cell) {
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
      JShellEngine current, SnippetEvent event, UnderscoreSource source, int offset) {
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

  @Override
  public Optional<Object> variable(String name) {
    return engine
        .filter(current -> current.shell().variables().anyMatch(known -> known.name().equals(name)))
        .map(current -> current.read(name));
  }

  @Override
  public void bind(String name, Class<?> type, Object value) {
    JShellEngine current = engine();
    current.shell().eval(type.getCanonicalName() + " " + name + ";");
    current.write(name, value);
  }

  @Override
  public void bindLast(Class<?> type, Object value) {
    if (resultType.isPresent() && resultType.get() == type) {
      engine().write(RESULT, value);
    } else {
      bind(RESULT, type, value);
    }
    resultType = Optional.of(type);
    underscore = Optional.of(RESULT);
  }

  @Override
  public void interrupt() {
    Optional<JShellEngine> current = engine;
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
    return engineSoon()
        .map(current -> JavaEditing.complete(analysis(current), source(code, "_"), cursor))
        .orElseGet(() -> new Completion(List.of(), cursor));
  }

  @Override
  public Optional<String> document(String code, int cursor) {
    return engineSoon()
        .flatMap(current -> JavaEditing.document(analysis(current), source(code, "_"), cursor));
  }

  @Override
  public Completeness completeness(String code) {
    return JavaEditing.completeness(analysis(engine()), source(code, RESULT));
  }

  private UnderscoreSource source(String code, String otherwise) {
    return UnderscoreSource.rewrite(code, underscore.orElse(otherwise));
  }

  private static SourceCodeAnalysis analysis(JShellEngine current) {
    return current.shell().sourceCodeAnalysis();
  }
}
