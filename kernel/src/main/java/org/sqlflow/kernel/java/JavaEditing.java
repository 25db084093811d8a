package org.sqlflow.kernel.java;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** What an editor asks about Java that is being written. */
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

  static Optional<String> document(
      SourceCodeAnalysis analysis, UnderscoreSource source, int cursor) {
    int position = source.toRewritten(cursor);
    String signatures =
        analysis.documentation(source.rewritten(), position, false).stream()
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
