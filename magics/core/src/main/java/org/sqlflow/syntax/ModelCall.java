package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.syntax.Token.Kind;

/**
 * A call {@code predict('model', …)} within SQL.
 *
 * @param start where it starts in the SQL
 * @param end after its last parenthesis
 * @param model the name in its first argument, without quotes
 * @param arguments the others, as written
 */
public record ModelCall(int start, int end, String model, List<Argument> arguments) {
  private static final String FUNCTION = "predict";

  /**
   * An argument.
   *
   * @param text as written
   * @param isName whether it is a name, of one part or several
   * @param last the last part of a name; empty otherwise
   */
  public record Argument(String text, boolean isName, String last) {}

  /**
   * A call {@code predict(model, …)} that lacks the quotes around the model's name.
   *
   * @param start where the name starts in the SQL
   * @param model the name, with its version
   * @param rest what follows it, up to the end of the SQL
   */
  public record Bare(int start, String model, String rest) {}

  /** The first call in some SQL whose model has no quotes. */
  public static Optional<Bare> bare(String sql, LexicalRules rules) {
    Scanner scanner = new Scanner(sql, rules);
    Token before = scanner.tokenAt(0);
    for (Token token = before; !token.is(Kind.END); token = scanner.tokenAt(token.end())) {
      Token open = scanner.tokenAt(token.end());
      Token model = scanner.tokenAt(open.end());
      boolean isCall =
          scanner.isWord(token, FUNCTION)
              && !scanner.isSymbol(before, '.')
              && scanner.isSymbol(open, '(')
              && model.isName();
      if (isCall) {
        Token after = scanner.tokenAt(model.end());
        Token version = scanner.tokenAt(after.end());
        boolean isVersion = scanner.isSymbol(after, '@') && version.is(Kind.NUMBER);
        Token end = isVersion ? scanner.tokenAt(version.end()) : after;
        if (scanner.isSymbol(end, ',') || scanner.isSymbol(end, ')')) {
          String name = model.isQuotedName() ? scanner.content(model) : scanner.text(model);
          return Optional.of(
              new Bare(
                  model.start(),
                  isVersion ? name + "@" + scanner.text(version) : name,
                  sql.substring(end.start())));
        }
      }
      before = token;
    }
    return Optional.empty();
  }

  /** The last call in some SQL; the calls within another one come after it. */
  public static Optional<ModelCall> last(String sql, LexicalRules rules) {
    Scanner scanner = new Scanner(sql, rules);
    Optional<ModelCall> found = Optional.empty();
    Token before = scanner.tokenAt(0);
    for (Token token = before; !token.is(Kind.END); token = scanner.tokenAt(token.end())) {
      if (scanner.isWord(token, FUNCTION) && !scanner.isSymbol(before, '.')) {
        Optional<ModelCall> call = call(scanner, token);
        found = call.isPresent() ? call : found;
      }
      before = token;
    }
    return found;
  }

  private static Optional<ModelCall> call(Scanner scanner, Token function) {
    Token open = scanner.tokenAt(function.end());
    Token model = scanner.tokenAt(open.end());
    if (!scanner.isSymbol(open, '(') || !model.is(Kind.STRING)) {
      return Optional.empty();
    }
    List<Argument> arguments = new ArrayList<>();
    List<Token> argument = new ArrayList<>();
    int depth = 0;
    Token token = scanner.tokenAt(model.end());
    boolean isFirst = true;
    while (!token.is(Kind.END)) {
      boolean closes = isAny(scanner, token, ")]}");
      boolean isEnd = depth == 0 && scanner.isSymbol(token, ')');
      boolean isComma = depth == 0 && scanner.isSymbol(token, ',');
      if (isFirst && !isEnd && !isComma) {
        return Optional.empty(); // 'a' || 'b' names no model
      }
      if ((isEnd || isComma) && !isFirst) {
        arguments.add(argument(scanner, argument));
        argument.clear();
      }
      if (isEnd) {
        return Optional.of(
            new ModelCall(
                function.start(), token.end(), scanner.content(model), List.copyOf(arguments)));
      }
      if (!isComma) {
        argument.add(token);
        depth += isAny(scanner, token, "([{") ? 1 : closes ? -1 : 0;
      }
      isFirst = false;
      token = scanner.tokenAt(token.end());
    }
    return Optional.empty();
  }

  private static boolean isAny(Scanner scanner, Token token, String symbols) {
    return symbols.chars().anyMatch(symbol -> scanner.isSymbol(token, (char) symbol));
  }

  private static Argument argument(Scanner scanner, List<Token> tokens) {
    if (tokens.isEmpty()) {
      return new Argument("", false, "");
    }
    Token last = tokens.get(tokens.size() - 1);
    String text = scanner.text(tokens.get(0).start(), last.end());
    boolean isName = tokens.size() % 2 == 1;
    for (int i = 0; i < tokens.size(); i++) {
      isName &= i % 2 == 0 ? tokens.get(i).isName() : scanner.isSymbol(tokens.get(i), '.');
    }
    String part = isName && last.isQuotedName() ? scanner.content(last) : scanner.text(last);
    return new Argument(text, isName, isName ? part : "");
  }
}
