package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Answers an editor's questions about Java that is being written. */
final class JavaEditing {
  private JavaEditing() {}

  static JavaInterpreter.Completion complete(
      SourceCodeAnalysis analysis, UnderscoreSource source, int cursor) {
    int position = source.toRewritten(cursor);
    int[] anchor = {position};
    List<String> words =
        analysis.completionSuggestions(source.rewritten(), position, anchor).stream()
            .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
            .map(SourceCodeAnalysis.Suggestion::continuation)
            .filter(word -> !word.startsWith("$"))
            .distinct()
            .toList();
    return new JavaInterpreter.Completion(words, source.toOriginal(anchor[0]));
  }

  /**
   * The signatures of the call at the cursor, or of the name that the cursor is in or after.
   *
   * @param mayCall whether a call of this name alone, of no object or class, may be meant
   */
  static Optional<String> document(
      SourceCodeAnalysis analysis, UnderscoreSource source, int cursor, Predicate<String> mayCall) {
    String code = source.rewritten();
    int position = source.toRewritten(cursor);
    int end = position;
    while (end < code.length() && Character.isJavaIdentifierPart(code.codePointAt(end))) {
      end += Character.charCount(code.codePointAt(end));
    }
    boolean isName = end > 0 && Character.isJavaIdentifierPart(code.codePointBefore(end));
    // JShell documents only calls, so a name is completed to the start of one.
    if (isName) {
      String upToName = code.substring(0, end);
      Optional<String> called =
          isCall(upToName, mayCall)
              ? signatures(analysis, upToName + "(", end + 1)
              : Optional.empty();
      Optional<String> named = called.or(() -> signatures(analysis, upToName, upToName.length()));
      if (named.isPresent() || end == position) {
        return named;
      }
    }
    return signatures(analysis, code, position);
  }

  /**
   * Whether the name at the end of a text may be that of a call. Of a call without an object or a
   * class, JShell looks through all that is imported: it reads 900 classes, which take 7 MB.
   */
  private static boolean isCall(String code, Predicate<String> mayCall) {
    int start = code.length();
    while (start > 0 && Character.isJavaIdentifierPart(code.codePointBefore(start))) {
      start -= Character.charCount(code.codePointBefore(start));
    }
    List<JavaToken> before = JavaLexer.tokens(code.substring(0, start));
    JavaToken last = before.isEmpty() ? null : before.get(before.size() - 1);
    return last != null && (last.is(".") || last.is("new"))
        || before.stream().anyMatch(token -> token.is("{")) // a class around it may have the method
        || mayCall.test(code.substring(start));
  }

  private static Optional<String> signatures(
      SourceCodeAnalysis analysis, String code, int position) {
    String signatures =
        analysis.documentation(code, position, false).stream()
            .map(SourceCodeAnalysis.Documentation::signature)
            .distinct()
            .collect(Collectors.joining("\n"));
    return Optional.of(signatures).filter(text -> !text.isBlank());
  }

  static JavaInterpreter.Completeness completeness(
      SourceCodeAnalysis analysis, UnderscoreSource source) {
    String rest = source.rewritten();
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return JavaInterpreter.Completeness.INCOMPLETE;
        }
        case UNKNOWN -> {
          return JavaInterpreter.Completeness.INVALID;
        }
        default -> rest = info.remaining();
      }
    }
    return JavaInterpreter.Completeness.COMPLETE;
  }
}
