package org.sqlflow.completion;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sqlflow.completion.Place.Wanted;
import org.sqlflow.syntax.Grammar.Operation;
import org.sqlflow.syntax.Scanner;
import org.sqlflow.syntax.Splitter;
import org.sqlflow.syntax.Token;
import org.sqlflow.syntax.Token.Kind;

/** Finds what fits at a place from the tokens before it. */
final class PlaceReader {
  private static final String DOT = ".";
  private static final Set<Wanted> WITH_SEPARATORS =
      EnumSet.of(Wanted.MODEL, Wanted.ESTIMATOR, Wanted.EXPLAINER);

  private final PlaceTokens tokens;
  private final PlaceTokens dotted;

  PlaceReader(PlaceTokens tokens) {
    this.tokens = tokens;
    this.dotted = tokens.joined(DOT);
  }

  /** What fits: kinds of names, and keywords. */
  record Fit(Set<Wanted> wanted, List<String> keywords, Optional<String> attribute) {
    static final Fit NOTHING = keywords(List.of());

    static Fit keywords(List<String> words) {
      return new Fit(Set.of(), words, Optional.empty());
    }

    static Fit names(Wanted first, Wanted... others) {
      return new Fit(EnumSet.of(first, others), List.of(), Optional.empty());
    }

    Fit or(List<String> words) {
      return new Fit(wanted, words, attribute);
    }
  }

  Place read() {
    PlaceTokens wide = tokens.joined(PlaceTokens.MODEL_SEPARATORS);
    Fit fit = fit(wide);
    if (fit.wanted().stream().anyMatch(WITH_SEPARATORS::contains)) {
      return place(wide.whole(), fit, List.of());
    }
    fit = fit(dotted);
    if (fit.wanted().contains(Wanted.ATTRIBUTE) || fit.wanted().contains(Wanted.VALUE)) {
      return place(dotted.whole(), fit, List.of());
    }
    List<String> qualifier = tokens.qualifier();
    boolean dotAlone = qualifier.isEmpty() && tokens.isSymbol(tokens.before().size() - 1, '.');
    if (dotAlone) {
      return place(tokens, Fit.NOTHING, List.of());
    }
    return place(tokens, qualifier.isEmpty() ? fit : fit.or(List.of()), qualifier);
  }

  private Place place(PlaceTokens at, Fit fit, List<String> qualifier) {
    return new Place(
        at.word().start(),
        at.word().end(),
        fit.wanted(),
        fit.keywords(),
        qualifier,
        context(at, fit.attribute()));
  }

  private Fit fit(PlaceTokens at) {
    if (at.before().isEmpty()) {
      return Fit.keywords(SqlPlace.statements(at.commands()));
    }
    int to = indexOfTo(at.before());
    if (to < 0) {
      return new SqlPlace(at).fit();
    }
    return to == at.before().size() - 1
        ? Fit.keywords(Operation.names())
        : new ExtensionPlace(at, to).fit();
  }

  /** The index of the TO that is followed by an operation, or by nothing yet; -1 without one. */
  private int indexOfTo(List<Token> before) {
    Scanner scanner = tokens.scanner();
    boolean query = Splitter.isQuery(scanner, before.get(0));
    for (int i = 0; i < before.size(); i++) {
      boolean own = i > 0 && scanner.isSymbol(before.get(i - 1), '.');
      if (scanner.isWord(before.get(i), "TO") && !own) {
        boolean last = i == before.size() - 1;
        if (last ? query : runs(before.get(i + 1))) {
          return i;
        }
      }
    }
    return -1;
  }

  private boolean runs(Token word) {
    return Operation.at(tokens.scanner(), word).filter(o -> o.instead().isEmpty()).isPresent();
  }

  private Place.Context context(PlaceTokens at, Optional<String> attribute) {
    Scanner scanner = tokens.scanner();
    List<Token> before = at.before();
    int to = before.isEmpty() ? -1 : indexOfTo(before);
    Optional<Token> first = before.stream().findFirst();
    boolean lower =
        first
            .filter(t -> scanner.text(t).equals(scanner.text(t).toLowerCase(Locale.ROOT)))
            .isPresent();
    int start = first.map(Token::start).orElse(at.word().start());
    if (to < 0) {
      return new Place.Context(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          attribute,
          Set.of(),
          scanner.text(start, at.word().start()),
          new QuerySources(at).sources(),
          new QuerySources.Named(at).text(),
          new QuerySources.Named(at).names(),
          lower);
    }
    Optional<Operation> operation =
        to + 1 < before.size() ? Operation.at(scanner, before.get(to + 1)) : Optional.empty();
    return new Place.Context(
        operation.map(Operation::name),
        operation.flatMap(o -> new ExtensionPlace(at, to).subject()),
        operation.flatMap(o -> new ExtensionPlace(at, to).explainer()),
        attribute,
        given(before.subList(to, before.size()), at.after()),
        scanner.text(start, before.get(to).start()).strip(),
        List.of(),
        "",
        List.of(),
        lower);
  }

  /** Every name before an equals sign. */
  private Set<String> given(List<Token> before, List<Token> after) {
    Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (List<Token> part : List.of(before, after)) {
      for (int i = 1; i < part.size(); i++) {
        if (tokens.scanner().isSymbol(part.get(i), '=') && part.get(i - 1).is(Kind.WORD)) {
          given.add(dottedName(part, i - 1));
        }
      }
    }
    return given;
  }

  private String dottedName(List<Token> part, int last) {
    int first = last;
    while (first >= 2
        && tokens.scanner().isSymbol(part.get(first - 1), '.')
        && part.get(first - 2).isName()) {
      first -= 2;
    }
    return tokens.scanner().text(part.get(first).start(), part.get(last).end());
  }
}
