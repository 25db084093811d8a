package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sqlflow.kernel.error.CellException;

/**
 * A cell's source in which {@code _}, {@code __} and {@code Out[3]} are replaced by Java
 * expressions for these results, because {@code _} is a keyword of Java and the others need their
 * types. Maps positions between the two texts.
 */
final class UnderscoreSource {
  private static final String PLACEHOLDER = "$none";

  private final String original;
  private final String rewritten;
  private final List<Piece> pieces;

  /** The position of a use of a result, and of its replacement in the rewritten text. */
  private record Piece(int start, int end, int newStart, int newEnd) {}

  private UnderscoreSource(String original, String rewritten, List<Piece> pieces) {
    this.original = original;
    this.rewritten = rewritten;
    this.pieces = pieces;
  }

  /** A source to run. */
  static UnderscoreSource rewrite(String original, Results results, Predicate<String> declared) {
    List<ResultUses.Use> uses = ResultUses.find(original, declared);
    for (ResultUses.Use use : uses) {
      if (use.in(results).isEmpty()) {
        throw new CellException("NoResult", use.missing());
      }
    }
    return rewrite(original, uses, results);
  }

  /** A source that is being edited: uses without a result stay as they are. */
  static UnderscoreSource draft(String original, Results results, Predicate<String> declared) {
    List<ResultUses.Use> uses =
        ResultUses.find(original, declared).stream()
            .filter(use -> use.in(results).isPresent())
            .toList();
    return rewrite(original, uses, results);
  }

  /** A source whose syntax is checked: a placeholder replaces uses without a result. */
  static UnderscoreSource form(String original, Results results, Predicate<String> declared) {
    return rewrite(original, ResultUses.find(original, declared), results);
  }

  private static UnderscoreSource rewrite(
      String original, List<ResultUses.Use> uses, Results results) {
    StringBuilder text = new StringBuilder();
    List<Piece> pieces = new ArrayList<>();
    int copied = 0;
    for (ResultUses.Use use : uses) {
      text.append(original, copied, use.start());
      int newStart = text.length();
      text.append(use.in(results).orElse(PLACEHOLDER));
      pieces.add(new Piece(use.start(), use.end(), newStart, text.length()));
      copied = use.end();
    }
    text.append(original, copied, original.length());
    return new UnderscoreSource(original, text.toString(), List.copyOf(pieces));
  }

  String original() {
    return original;
  }

  String rewritten() {
    return rewritten;
  }

  /** A message about the rewritten source with the replacements undone. */
  String inOriginalWords(String text) {
    String result = text;
    for (Piece piece : pieces) {
      result =
          result.replace(
              rewritten.substring(piece.newStart(), piece.newEnd()),
              original.substring(piece.start(), piece.end()));
    }
    return result;
  }

  /** The position in the original of a character in the rewritten text. */
  int toOriginal(int position) {
    int shift = 0;
    for (Piece piece : pieces) {
      if (position <= piece.newStart()) {
        break;
      }
      if (position < piece.newEnd()) {
        return piece.start();
      }
      shift = piece.newEnd() - piece.end();
    }
    return Math.max(0, Math.min(position - shift, original.length()));
  }

  /** The position in the rewritten text of a character in the original. */
  int toRewritten(int position) {
    int shift = 0;
    for (Piece piece : pieces) {
      if (position < piece.end()) {
        break;
      }
      shift = piece.newEnd() - piece.end();
    }
    return position + shift;
  }
}
