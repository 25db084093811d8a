package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import org.sqlflow.syntax.Grammar.Command;
import org.sqlflow.syntax.Token.Kind;
import org.sqlflow.text.Text;

/** Forms of statements that people may expect, refused with the statement to write. */
final class OtherForms {
  private final Scanner scanner;
  private final Complaints complaints;

  OtherForms(Scanner scanner) {
    this.scanner = scanner;
    this.complaints = new Complaints(scanner);
  }

  /** Refuses a statement that starts with a token, if it has such a form. */
  void refuse(Token first) {
    List<Token> tokens = tokens(first);
    if (isWords(tokens, 0, "LOAD", "MODEL") && tokens.size() > 2) {
      String file =
          isFile(tokens.get(2))
              ? scanner.text(tokens.get(2))
              : "'" + scanner.text(tokens.get(2)) + ".sqlflow'";
      boolean isNamed = isWords(tokens, 3, "INTO") || isWords(tokens, 3, "AS");
      String as = isNamed && tokens.size() > 4 ? " AS " + from(tokens, 4) : "";
      throw complaints.at(
          first, Text.of("LOAD MODEL is called IMPORT MODEL: write IMPORT MODEL %s%s", file, as));
    }
    if (isWords(tokens, 0, "CREATE")) {
      refuseView(tokens);
    }
  }

  /** Refuses what stands after a command, if it has such a form. */
  void refuseAfter(Command command, int start, Token after) {
    boolean isImport = command.words().equals(List.of("IMPORT", "MODEL"));
    Token name = scanner.tokenAt(after.end());
    if (isImport && scanner.isWord(after, "INTO") && name.isName()) {
      String before = scanner.text(start, after.start()).strip();
      throw complaints.at(
          after,
          Text.of(
              "IMPORT MODEL names the model with AS: write %s AS %s", before, scanner.text(name)));
    }
  }

  /** {@code CREATE VIEW v AS PREDICTION OF m ON (query)}. */
  private void refuseView(List<Token> tokens) {
    int view = isWords(tokens, 1, "OR", "REPLACE") ? 3 : 1;
    int as = view + 1;
    while (as < tokens.size() && !scanner.isWord(tokens.get(as), "AS")) {
      as++;
    }
    if (!isWords(tokens, view, "VIEW") || !isWords(tokens, as, "AS", "PREDICTION", "OF")) {
      return;
    }
    int on = as + 3;
    while (on < tokens.size() && !scanner.isWord(tokens.get(on), "ON")) {
      on++;
    }
    Token last = tokens.get(tokens.size() - 1);
    boolean bracketed = on + 1 < tokens.size() && scanner.isSymbol(last, ')');
    String query =
        bracketed
            ? scanner.text(tokens.get(on + 1).end(), last.start()).strip()
            : on + 1 < tokens.size() ? from(tokens, on + 1) : "SELECT …";
    throw complaints.at(
        tokens.get(as + 1),
        Text.of(
            "a view that predicts is written %s TO PREDICT %s.group_id WITH predict.view = true"
                + " USING %s",
            query, between(tokens, view + 1, as, "v"), between(tokens, as + 3, on, "m")));
  }

  private String between(List<Token> tokens, int from, int to, String otherwise) {
    return from < to && to <= tokens.size()
        ? scanner.text(tokens.get(from).start(), tokens.get(to - 1).end())
        : otherwise;
  }

  private String from(List<Token> tokens, int from) {
    return between(tokens, from, tokens.size(), "");
  }

  private boolean isWords(List<Token> tokens, int from, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (from + i >= tokens.size() || !scanner.isWord(tokens.get(from + i), words[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFile(Token token) {
    return token.is(Kind.STRING) || token.is(Kind.DOUBLE_QUOTED);
  }

  /** The tokens of a statement. */
  private List<Token> tokens(Token first) {
    List<Token> tokens = new ArrayList<>();
    Token token = first;
    while (!token.is(Kind.END) && !scanner.isSymbol(token, ';')) {
      tokens.add(token);
      token = scanner.tokenAt(token.end());
    }
    return tokens;
  }
}
