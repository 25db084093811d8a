package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import org.sqlflow.kernel.error.CellErrors;
import org.sqlflow.kernel.error.CellException;

/** Converts errors of javac and of running snippets: with lines of cells, without JVM frames. */
final class JavaErrors {
  private static final int MOST_SHOWN = 5;

  /** Exceptions whose message needs no type and no stack trace. */
  private static final Set<String> OWN =
      Set.of("org.sqlflow.magic.MagicException", "org.sqlflow.kernel.error.CellException");

  private final Map<String, Place> places = new HashMap<>();

  /** Where a snippet is: lines count from 0. */
  private record Place(int cell, int line) {}

  /** Remembers where a snippet is, for exceptions that it throws later. */
  void remember(String snippet, int cell, String code, int offset) {
    places.put(snippet, new Place(cell, line(code, offset)));
  }

  /** Forgets all other snippets. */
  void keepOnly(Set<String> snippets) {
    places.keySet().retainAll(snippets);
  }

  /** Errors of javac. */
  static CellException compile(UnderscoreSource source, int snippetStart, List<Diag> diagnostics) {
    List<String> shown = new ArrayList<>();
    List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
    for (Diag error : errors.subList(0, Math.min(MOST_SHOWN, errors.size()))) {
      shown.add(compileError(source, snippetStart, error));
    }
    if (errors.size() > MOST_SHOWN) {
      shown.add("and " + (errors.size() - MOST_SHOWN) + " more");
    }
    return new CellException(CellException.COMPILE_ERROR, String.join("\n", shown));
  }

  private static String compileError(UnderscoreSource source, int snippetStart, Diag error) {
    String code = source.original();
    int start = source.toOriginal(snippetStart + (int) Math.max(0, error.getStartPosition()));
    int end = source.toOriginal(snippetStart + (int) Math.max(0, error.getEndPosition()));
    int point = source.toOriginal(snippetStart + (int) Math.max(0, error.getPosition()));
    Optional<JavaToken> member = memberAt(code, point);
    if (member.isPresent()) {
      start = point + member.get().start();
      end = point + member.get().end();
    }
    start = Math.min(start, Math.max(0, code.stripTrailing().length() - 1));
    int lineStart = code.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = code.indexOf('\n', start) < 0 ? code.length() : code.indexOf('\n', start);
    int carets = Math.max(1, Math.min(end, lineEnd) - start);
    String place = "line " + (line(code, start) + 1) + ":" + (start - lineStart + 1) + ": ";
    String text = code.substring(lineStart, lineEnd);
    String before = text.substring(0, start - lineStart).replaceAll("[^\\t]", " ");
    List<String> message =
        error
            .getMessage(null)
            .lines()
            .filter(line -> !line.strip().matches("location: class|location: +class REPL.*"))
            .map(line -> source.inOriginalWords(line).stripTrailing())
            .map(JavaErrors::withInvisibleNamed)
            .toList();
    return place
        + message.get(0)
        + "\n    "
        + text
        + "\n    "
        + before
        + "^".repeat(carets)
        + message.stream().skip(1).map(line -> "\n" + line).reduce("", String::concat);
  }

  /** Names invisible characters, which text from web pages contains and Java rejects. */
  private static String withInvisibleNamed(String line) {
    return line.matches("illegal character: '\\\\u(?:00a0|200[0-9a-b]|202f|205f|2060|3000|feff)'")
        ? line + ", which looks like a blank or nothing: type a blank in its place, or delete it"
        : line;
  }

  /** The name after a dot, if the error is about it; its position is relative to the dot. */
  private static Optional<JavaToken> memberAt(String code, int point) {
    return code.startsWith(".", point)
        ? JavaLexer.tokens(code.substring(point)).stream().skip(1).limit(1).findFirst()
        : Optional.empty();
  }

  /** An exception that user code threw. */
  CellException runtime(JShellException thrown) {
    if (!(thrown instanceof EvalException exception)) {
      return new CellException("UnresolvedReference", thrown.getMessage());
    }
    String type = exception.getExceptionClassName();
    Optional<String> message = Optional.ofNullable(exception.getMessage());
    if (OWN.contains(type)) {
      return new CellException(CellErrors.SQLFLOW, message.orElse(""), exception);
    }
    StringBuilder text = new StringBuilder(simpleName(type));
    message.ifPresent(words -> text.append(": ").append(words));
    String last = "";
    for (StackTraceElement frame : exception.getStackTrace()) {
      String line = frame(frame);
      if (!line.isEmpty() && !line.equals(last)) {
        text.append('\n').append(line);
        last = line;
      }
    }
    if (type.equals(OutOfMemoryError.class.getName())) {
      text.append('\n').append(CellErrors.outOfMemory());
    }
    Throwable cause = exception.getCause();
    if (cause instanceof EvalException inner) {
      text.append("\ncaused by ").append(simpleName(inner.getExceptionClassName()));
      Optional.ofNullable(inner.getMessage()).ifPresent(words -> text.append(": ").append(words));
    }
    return new CellException(simpleName(type), text.toString(), exception);
  }

  private String frame(StackTraceElement frame) {
    String file = Optional.ofNullable(frame.getFileName()).orElse("");
    Place place = file.startsWith("#") ? places.get(file.substring(1)) : null;
    if (place == null) {
      return "";
    }
    String method = frame.getMethodName();
    String where =
        method == null || method.isEmpty() || method.startsWith("do_it$") ? "" : method + ", ";
    return "  at "
        + where
        + "line "
        + (place.line() + frame.getLineNumber())
        + " of cell ["
        + place.cell()
        + "]";
  }

  private static String simpleName(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  private static int line(String code, int offset) {
    return (int)
        code.substring(0, Math.min(offset, code.length())).chars().filter(c -> c == '\n').count();
  }
}
