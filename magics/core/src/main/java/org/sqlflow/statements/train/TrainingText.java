package org.sqlflow.statements.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Token;

/**
 * The clauses of a TO TRAIN as written, to compose another statement from them.
 *
 * @param statement its names have their places in its text
 */
public record TrainingText(Statement.Train statement, Estimators estimators) {
  /** The words that begin a clause after TO TRAIN. */
  private static final List<String> CLAUSES = List.of("WITH", "COLUMN", "LABEL", "USING", "INTO");

  /** SQL without comments and without line breaks between its tokens. */
  static String line(String sql) {
    StringBuilder line = new StringBuilder();
    Scanner scanner = new Scanner(sql);
    int end = -1;
    for (Token token = scanner.tokenAt(0);
        !token.is(Token.Kind.END);
        token = scanner.tokenAt(token.end())) {
      line.append(end >= 0 && token.start() > end ? " " : "").append(scanner.text(token));
      end = token.end();
    }
    return line.toString();
  }

  /** A clause on one line after a space; nothing for none. */
  public static String spaced(String clause) {
    return clause.isEmpty() ? "" : " " + line(clause);
  }

  /**
   * The WITH clause for an estimator: the attributes as written, if the estimator has them, and the
   * changed ones.
   */
  public String attributes(String estimator, Map<String, String> changed) {
    AttributeDeclarations own = declarations(statement.estimator().text());
    AttributeDeclarations others = declarations(estimator);
    Map<String, String> all = new LinkedHashMap<>();
    String with = clause("WITH");
    int start = start() + tail().indexOf(with);
    List<Attribute> given = statement.attributes();
    for (int i = 0; i < given.size(); i++) {
      Optional<String> name =
          own.find(given.get(i).name().text())
              .map(AttributeDeclaration::name)
              .filter(declared -> others.find(declared).isPresent());
      int from = offset(given.get(i));
      int to = i + 1 < given.size() ? offset(given.get(i + 1)) : start + with.length();
      String written = line(statement.text().substring(from, to)).replaceFirst(",$", "");
      name.ifPresent(declared -> all.put(declared, written));
    }
    changed.forEach((name, value) -> all.put(name, name + " = " + value));
    return all.isEmpty() ? "" : "WITH " + String.join(", ", all.values());
  }

  private int offset(Attribute attribute) {
    return attribute.name().position().offset() - statement.position().offset();
  }

  AttributeDeclarations declarations(String estimator) {
    return new AttributeDeclarations(
        estimators.find(estimator).map(Estimator::attributes).orElse(List.of()));
  }

  /** Where the clauses start in the statement's text. */
  private int start() {
    int estimator = statement.estimator().position().offset() - statement.position().offset();
    return new Scanner(statement.text()).ofExtension().tokenAt(estimator).end();
  }

  private String tail() {
    return statement.text().substring(start());
  }

  /** A clause as it is written, with its keyword; all clauses of that keyword, or nothing. */
  public String clause(String keyword) {
    String tail = tail();
    Scanner scanner = new Scanner(tail).ofExtension();
    List<String> found = new ArrayList<>();
    int from = -1;
    int depth = 0;
    Token last = scanner.tokenAt(0);
    for (Token token = last; ; token = scanner.tokenAt(token.end())) {
      Token current = token;
      boolean isEnd = token.is(Token.Kind.END);
      boolean begins =
          depth == 0 && CLAUSES.stream().anyMatch(clause -> scanner.isWord(current, clause));
      if (from >= 0 && (isEnd || begins)) {
        found.add(tail.substring(from, last.end()));
        from = -1;
      }
      if (isEnd) {
        return String.join(" ", found);
      }
      if (begins && scanner.isWord(token, keyword)) {
        from = token.start();
      }
      depth += scanner.isSymbol(token, '(') || scanner.isSymbol(token, '[') ? 1 : 0;
      depth -= scanner.isSymbol(token, ')') || scanner.isSymbol(token, ']') ? 1 : 0;
      last = token;
    }
  }
}
