package org.sqlflow.kernel.java;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** Runs Java cells with JShell in this process. JShell starts when it is first needed. */
public final class JShellInterpreter implements JavaInterpreter {
  private static final long SOON_MS = 3000;

  /** Snippets after which a new JShell replaces the old one: they take about ten megabytes. */
  private static final int MOST_SNIPPETS = 500;

  private static final Logger LOG = Logger.getLogger(JShellInterpreter.class.getName());

  private final Object starting = new Object();

  /** Held while a cell runs, and while a new JShell replaces the old one. */
  private final Object changing = new Object();

  private final List<Path> jars = new ArrayList<>();
  private final int mostSnippets;
  private long snippets;
  private long renewAt;
  private final JavaErrors errors = new JavaErrors();
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile Optional<JShellEngine> engine = Optional.empty();
  private volatile boolean running;
  private final Results results = new Results();
  private final KernelSession session;

  /** An interpreter for the cells of a session. */
  public JShellInterpreter(KernelSession session) {
    this(session, MOST_SNIPPETS);
  }

  /** An interpreter that replaces JShell after {@code mostSnippets} snippets. */
  JShellInterpreter(KernelSession session, int mostSnippets) {
    this.session = session;
    this.mostSnippets = mostSnippets;
    this.renewAt = mostSnippets;
  }

  private JShellEngine engine() {
    synchronized (starting) {
      if (engine.isEmpty()) {
        engine = Optional.of(JShellEngine.start(session));
      }
      return engine.get();
    }
  }

  /** JShell, if it starts within the time that an editor waits. */
  private Optional<JShellEngine> engineSoon() {
    if (engine.isEmpty() && asked.compareAndSet(false, true)) {
      Thread start = new Thread(this::warmUp, "sqlflow-java-start");
      start.setDaemon(true);
      start.start();
    }
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
    synchronized (changing) {
      running = true;
      try {
        JShellEngine current = engine();
        Outcome outcome = run(current, code, cell, last);
        outcome.variable().flatMap(name -> results.add(cell, name)).ifPresent(current::forget);
        return outcome.value();
      } finally {
        running = false;
        engine.ifPresent(ended -> ended.execution().forgetStop());
        renewSoon();
      }
    }
  }

  /** Replaces a large JShell in the background, while the user reads the output. */
  private void renewSoon() {
    if (snippets >= renewAt) {
      renewAt = Long.MAX_VALUE;
      Thread renewal = new Thread(this::renew, "sqlflow-java-renewal");
      renewal.setDaemon(true);
      renewal.start();
    }
  }

  /** Replaces JShell by a new one if everything can be copied; returns whether it did. */
  boolean renew() {
    synchronized (changing) {
      Optional<JShellEngine> renewed = Optional.empty();
      try {
        renewed = engine.flatMap(current -> current.renewed(jars));
      } catch (RuntimeException | LinkageError e) {
        LOG.log(Level.FINE, "JShell is not renewed", e);
      }
      renewed.ifPresent(
          fresh -> {
            engine = Optional.of(fresh);
            errors.keepOnly(fresh.shell().snippets().map(Snippet::id).collect(Collectors.toSet()));
            snippets = 0;
          });
      // What cannot be copied now may be replaced by later cells: try again after many more.
      renewAt = renewed.isPresent() ? mostSnippets : 2 * Math.max(snippets, mostSnippets);
      return renewed.isPresent();
    }
  }

  /** A cell's value, and the variable that holds it, if any. */
  private record Outcome(Optional<Value> value, Optional<String> variable) {}

  private Outcome run(JShellEngine current, String code, int cell, LastResult last) {
    UnderscoreSource source = UnderscoreSource.rewrite(code, results, this::isDeclared);
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
      value = namedTable(source, start, piece, last);
      if (value.isEmpty()) {
        variable = evaluate(current, source, piece, start, cell);
        value = variable.map(name -> new Value(current.read(name)));
      }
      if (value.filter(v -> v.value() instanceof DisplayHandle).isPresent()) {
        value = Optional.empty(); // already shown
        variable = Optional.empty();
      }
      rest = whole ? info.remaining().stripLeading() : "";
    }
    return new Outcome(value, variable);
  }

  @Override
  public Optional<Value> evaluate(String expression, int cell) {
    synchronized (changing) {
      running = true;
      try {
        return run(engine(), expression, cell, name -> name).value();
      } finally {
        running = false;
        engine.ifPresent(ended -> ended.execution().forgetStop());
      }
    }
  }

  private static Optional<Value> namedTable(
      UnderscoreSource source, int start, String piece, LastResult last) {
    int from = source.toOriginal(start);
    int to = Math.max(from, source.toOriginal(start + piece.length()));
    String written = source.original().substring(from, to);
    return ToDataframesCall.match(JavaLexer.tokens(written), written)
        .map(call -> new Value(last.toDataframes(call.name())));
  }

  /** Runs a snippet; returns the variable that holds its value, if it has one. */
  private Optional<String> evaluate(
      JShellEngine current, UnderscoreSource source, String piece, int start, int cell) {
    // In brackets, the value of a lone variable gets its own variable, as _ needs it.
    Optional<JavaToken> lone = loneName(piece);
    String snippet = lone.map(name -> "(" + name.text() + ")").orElse(piece);
    int offset = start + lone.map(name -> name.start() - 1).orElse(0);
    Optional<String> variable = Optional.empty();
    snippets++;
    for (SnippetEvent event : current.shell().eval(snippet)) {
      errors.remember(event.snippet().id(), cell, source.original(), source.toOriginal(start));
      if (current.execution().isStopWanted()) {
        throw current.execution().gaveUp()
            ? CellException.notStopped()
            : CellException.interrupted();
      }
      if (event.causeSnippet() == null) {
        variable = outcome(current, event, source, offset);
        current.dropUnnamed(event.snippet());
      }
    }
    return variable;
  }

  private Optional<String> outcome(
      JShellEngine current, SnippetEvent event, UnderscoreSource source, int offset) {
    if (event.status() == Snippet.Status.REJECTED) {
      throw JavaErrors.compile(
          source, offset, current.shell().diagnostics(event.snippet()).toList());
    }
    if (event.exception() != null) {
      throw errors.runtime(event.exception());
    }
    if (event.snippet() instanceof jdk.jshell.DeclarationSnippet declared
        && (event.status() == Snippet.Status.RECOVERABLE_DEFINED
            || event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED)) {
      System.err.println(
          declared.name()
              + " can be used after these are declared: "
              + current.shell().unresolvedDependencies(declared).collect(Collectors.joining(", ")));
    }
    return event.snippet() instanceof VarSnippet value
            && value.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
        ? Optional.of(value.name())
        : Optional.empty();
  }

  /** The name, if a snippet is nothing but a variable's name. */
  private static Optional<JavaToken> loneName(String piece) {
    List<JavaToken> tokens =
        JavaLexer.tokens(piece).stream().filter(token -> !token.is(";")).toList();
    return tokens.size() == 1
            && tokens.get(0).kind() == Kind.WORD
            && !JavaNames.isReserved(tokens.get(0).text())
        ? Optional.of(tokens.get(0))
        : Optional.empty();
  }

  @Override
  public Optional<Object> variable(String name) {
    return engine.filter(current -> current.isDeclared(name)).map(current -> current.read(name));
  }

  @Override
  public void addJars(List<Path> added) {
    synchronized (changing) {
      added.forEach(jar -> engine().shell().addToClasspath(jar.toString()));
      jars.addAll(added);
    }
  }

  @Override
  public boolean isDeclared(String name) {
    return engine.filter(current -> current.isDeclared(name)).isPresent();
  }

  @Override
  public void bind(String name, Class<?> type, Object value) {
    synchronized (changing) {
      snippets++;
      engine().declare(name, type, value);
    }
  }

  @Override
  public void addResult(int cell) {
    synchronized (changing) {
      Optional<String> earliest = results.add(cell, JShellEngine.SESSION + ".result(" + cell + ")");
      engine.ifPresent(current -> earliest.ifPresent(current::forget));
    }
  }

  @Override
  public List<String> tables() {
    return engine.stream()
        .flatMap(current -> current.shell().variables())
        .filter(variable -> variable.typeName().matches("(tech\\.tablesaw\\.api\\.)?Table"))
        .map(VarSnippet::name)
        .filter(name -> !name.startsWith("$"))
        .sorted()
        .distinct()
        .toList();
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
        .map(current -> JavaEditing.complete(analysis(current), draft(code), cursor))
        .orElseGet(() -> new Completion(List.of(), cursor));
  }

  @Override
  public Optional<String> document(String code, int cursor) {
    return engineSoon()
        .flatMap(
            current ->
                JavaEditing.document(analysis(current), draft(code), cursor, current::mayCall));
  }

  @Override
  public Completeness completeness(String code) {
    return JavaEditing.completeness(
        analysis(engine()), UnderscoreSource.form(code, results, this::isDeclared));
  }

  private UnderscoreSource draft(String code) {
    return UnderscoreSource.draft(code, results, this::isDeclared);
  }

  private static SourceCodeAnalysis analysis(JShellEngine current) {
    return current.shell().sourceCodeAnalysis();
  }
}
