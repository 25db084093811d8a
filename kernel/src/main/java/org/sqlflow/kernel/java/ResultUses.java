package org.sqlflow.kernel.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.sqlflow.kernel.java.JavaToken.Kind;

/** Finds uses of results of cells in source: {@code _}, {@code __} and {@code Out[3]}. */
final class ResultUses {
  private static final String OUT = "Out";

  private ResultUses() {}

  /**
   * A use of a result.
   *
   * @param back how many results back, or 0 if the cell's number is given
   * @param cell the cell's number, or 0
   */
  record Use(int start, int end, int back, int cell) {
    /** The Java expression for the result, if there is a result. */
    Optional<String> in(Results results) {
      return back > 0 ? results.back(back) : results.of(cell);
    }

    /** Why there is no result. */
    String missing() {
      return switch (back) {
        case 0 -> "cell [" + cell + "] has no result, did not run, or ran too long ago";
        case 1 -> "no result yet; run a %%sqlflow cell first";
        default -> "there is no result before the last one yet";
      };
    }
  }

  /**
   * The uses in a source, in order.
   *
   * @param declared recognizes variables of the cells: a cell may declare {@code __} or {@code Out}
   */
  static List<Use> find(String source, Predicate<String> declared) {
    List<JavaToken> tokens = JavaLexer.tokens(source);
    List<Use> uses = new ArrayList<>();
    Underscores.find(tokens, "_").forEach(token -> uses.add(back(token, 1)));
    if (!isOwn(tokens, "__", declared)) {
      Underscores.find(tokens, "__").forEach(token -> uses.add(back(token, 2)));
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
      boolean type = before.kind() == Kind.WORD && !Underscores.isBeforeExpression(before);
      if (tokens.get(i).is(name) && (type || before.is("]") || before.is(">"))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Finds where {@code _} means the last result. It does not in strings and comments, nor where it
   * is an unnamed variable or pattern of Java 22: {@code _ -> …}, {@code (_, x) -> …}, {@code var _
   * = …}, {@code catch (X _)}, {@code case Point(int x, _) -> …}.
   */
  private static final class Underscores {
    /** Keywords that are followed by an expression, and so are not types. */
    private static final Set<String> BEFORE_EXPRESSION =
        Set.of(
            "return", "throw", "case", "else", "yield", "assert", "do", "instanceof", "new", "in");

    private final List<JavaToken> tokens;

    private Underscores(List<JavaToken> tokens) {
      this.tokens = tokens;
    }

    /** The tokens with this text that mean a result. */
    static List<JavaToken> find(List<JavaToken> tokens, String word) {
      Underscores uses = new Underscores(tokens);
      return IntStream.range(0, tokens.size())
          .filter(i -> tokens.get(i).is(word) && uses.isUse(i))
          .mapToObj(tokens::get)
          .toList();
    }

    /** Whether a word is followed by an expression, and so is not a type. */
    static boolean isBeforeExpression(JavaToken word) {
      return BEFORE_EXPRESSION.contains(word.text());
    }

    private boolean isUse(int i) {
      return !is(i - 1, ".")
          && !isArrow(i + 1)
          && !declared(i)
          && !lambdaParameter(i)
          && !inPattern(i);
    }

    private boolean is(int i, String text) {
      return i >= 0 && i < tokens.size() && tokens.get(i).is(text);
    }

    private boolean isArrow(int i) {
      return is(i, "-") && is(i + 1, ">") && tokens.get(i).end() == tokens.get(i + 1).start();
    }

    /** Whether a type precedes it. */
    private boolean declared(int i) {
      if (i == 0) {
        return false;
      }
      JavaToken before = tokens.get(i - 1);
      if (before.kind() == Kind.WORD) {
        return !isBeforeExpression(before);
      }
      return before.is("]") || (before.is(">") && typeArgumentsEndAt(i - 1));
    }

    private boolean typeArgumentsEndAt(int end) {
      int depth = 0;
      for (int i = end; i > 0; i--) {
        JavaToken token = tokens.get(i);
        if (token.is(">")) {
          depth++;
        } else if (token.is("<")) {
          depth--;
          if (depth == 0) {
            return tokens.get(i - 1).kind() == Kind.WORD;
          }
        } else if (token.kind() != Kind.WORD && !",.?&[]@".contains(token.text())) {
          return false;
        }
      }
      return false;
    }

    private boolean lambdaParameter(int i) {
      int open = openingOf(i);
      if (open < 0 || !(is(i - 1, "(") || is(i - 1, ",")) || !(is(i + 1, ")") || is(i + 1, ","))) {
        return false;
      }
      int close = closingOf(open);
      return close > 0 && isArrow(close + 1);
    }

    /** Whether it is a component of a record pattern, which follows case or instanceof. */
    private boolean inPattern(int i) {
      if (!(is(i - 1, "(") || is(i - 1, ",")) || !(is(i + 1, ")") || is(i + 1, ","))) {
        return false;
      }
      int open = openingOf(i);
      while (open > 0 && tokens.get(open - 1).kind() == Kind.WORD) {
        int before = beforeType(open - 1);
        if (is(before, "case") || is(before, "instanceof")) {
          return true;
        }
        if (is(before, ",") && openingOf(before) < 0) {
          return caseListBefore(before);
        }
        if (!is(before, ",") && !is(before, "(")) {
          return false;
        }
        int outer = openingOf(before + 1);
        if (outer < 0 || is(outer, "{")) {
          return caseListBefore(before);
        }
        open = outer;
      }
      return false;
    }

    /** The position before a qualified type name that ends here. */
    private int beforeType(int end) {
      int i = end;
      while (is(i - 1, ".") && i >= 2 && tokens.get(i - 2).kind() == Kind.WORD) {
        i -= 2;
      }
      return i - 1;
    }

    private boolean caseListBefore(int comma) {
      for (int i = comma; i >= 0; i--) {
        JavaToken token = tokens.get(i);
        if (token.is("case")) {
          return true;
        }
        if (token.is(")")) {
          i = openingOf(i);
        } else if (token.kind() != Kind.WORD && !token.is(",") && !token.is(".")) {
          return false;
        }
      }
      return false;
    }

    /** The innermost bracket that is open before a token, or -1. */
    private int openingOf(int inside) {
      int depth = 0;
      for (int i = inside - 1; i >= 0; i--) {
        JavaToken token = tokens.get(i);
        if (token.is(")") || token.is("}") || token.is("]")) {
          depth++;
        } else if (token.is("(") || token.is("{") || token.is("[")) {
          if (depth == 0) {
            return i;
          }
          depth--;
        }
      }
      return -1;
    }

    private int closingOf(int open) {
      int depth = 0;
      for (int i = open; i < tokens.size(); i++) {
        if (tokens.get(i).is("(")) {
          depth++;
        } else if (tokens.get(i).is(")")) {
          depth--;
          if (depth == 0) {
            return i;
          }
        }
      }
      return -1;
    }
  }
}
