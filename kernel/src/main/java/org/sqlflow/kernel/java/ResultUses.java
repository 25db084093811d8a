package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sqlflow.kernel.java.JavaToken.Kind;

/** Finds where source names results of cells: {@code _}, {@code __} and {@code Out[3]}. */
final class ResultUses {
  private static final String OUT = "Out";

  private ResultUses() {}

  /**
   * A piece of source that names a result.
   *
   * @param back how many results back, or 0 where a cell is named
   * @param cell the cell's number, or 0
   */
  record Use(int start, int end, int back, int cell) {
    /** What gives the result, if there is one. */
    Optional<String> in(Results results) {
      return back > 0 ? results.back(back) : results.of(cell);
    }

    /** Why there is none. */
    String missing() {
      return switch (back) {
        case 0 ->
            "cell [" + cell + "] has no result: it gave none, did not run, or is too far back";
        case 1 -> "no result yet: run a %%sqlflow cell first";
        default -> "no result before the last one yet";
      };
    }
  }

  /**
   * The uses in a source, in their order.
   *
   * @param declared tells variables of the cells: {@code __} and {@code Out} may be the user's own
   */
  static List<Use> find(String source, Predicate<String> declared) {
    List<JavaToken> tokens = JavaLexer.tokens(source);
    List<Use> uses = new ArrayList<>();
    UnderscoreUses.find(tokens, "_").forEach(token -> uses.add(back(token, 1)));
    if (!isOwn(tokens, "__", declared)) {
      UnderscoreUses.find(tokens, "__").forEach(token -> uses.add(back(token, 2)));
    }
    if (!isOwn(tokens, OUT, declared)) {
      for (int i = 0; i + 3 < tokens.size(); i++) {
        out(tokens, i).ifPresent(uses::add);
      }
    }
    uses.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return List.copyOf(uses);
  }

  private static Use back(JavaToken token, int steps) {
    return new Use(token.start(), token.end(), steps, 0);
  }

  private static Optional<Use> out(List<JavaToken> tokens, int i) {
    String number = tokens.get(i + 2).text();
    boolean use =
        tokens.get(i).is(OUT)
            && (i == 0 || !tokens.get(i - 1).is("."))
            && tokens.get(i + 1).is("[")
            && tokens.get(i + 2).kind() == Kind.NUMBER
            && number.matches("[0-9]{1,9}")
            && tokens.get(i + 3).is("]");
    return use
        ? Optional.of(
            new Use(tokens.get(i).start(), tokens.get(i + 3).end(), 0, Integer.parseInt(number)))
        : Optional.empty();
  }

  /** Whether a name is declared, by an earlier cell or in this source. */
  private static boolean isOwn(List<JavaToken> tokens, String name, Predicate<String> declared) {
    if (declared.test(name)) {
      return true;
    }
    for (int i = 1; i < tokens.size(); i++) {
      JavaToken before = tokens.get(i - 1);
      boolean type = before.kind() == Kind.WORD && !UnderscoreUses.isBeforeExpression(before);
      if (tokens.get(i).is(name) && (type || before.is("]") || before.is(">"))) {
        return true;
      }
    }
    return false;
  }
}
