package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sqlflow.kernel.error.CellException;

/**
 * A cell's source with {@code _}, {@code __} and {@code Out[3]} written as the Java that gives
 * these results, because {@code _} is a keyword of Java and the others need their types. Knows
 * where each character came from.
 */
final class UnderscoreSource {
  private static final String ANY_NAME = "$none";

  private final String original;
  private final String rewritten;
  private final List<Piece> pieces;

  /** A use of a result, and where what stands for it is in the rewritten text. */
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

  /** A source that is being written: what has no result yet stays as it is. */
  static UnderscoreSource draft(String original, Results results, Predicate<String> declared) {
    List<ResultUses.Use> uses =
        ResultUses.find(original, declared).stream()
            .filter(use -> use.in(results).isPresent())
            .toList();
    return rewrite(original, uses, results);
  }

  /** A source of which only the form matters: any name stands for what has no result yet. */
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
      text.append(use.in(results).orElse(ANY_NAME));
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

  /** A text about the rewritten source in the words of the original. */
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

  /** Where a character of the rewritten text stands in the original. */
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

  /** Where a character of the original stands in the rewritten text. */
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
