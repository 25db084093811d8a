package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.syntax.Statement.Evaluate;
import org.sqlflow.syntax.Statement.Explain;
import org.sqlflow.syntax.Statement.Extended;
import org.sqlflow.syntax.Statement.Predict;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.syntax.Statement.Train;

/** Statements of all shapes; their texts and positions are not filled in. */
final class Statements {
  private static final Position NOWHERE = new Position(0, 1, 1);

  /** Words that mean something elsewhere, beside ordinary ones. */
  private static final List<String> WORDS =
      List.of("a", "t_1", "_x", "Größe", "名前", "𝒳y", "limit", "group", "run", "train", "e", "q");

  private static final List<String> DOTTED = List.of("t.c", "model.n_clusters", "a.b.c");

  private static final List<String> MODELS = List.of("m", "team/x:v1", "a.b-c", "my_model/2");

  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM t",
          "select 'it''s; TO TRAIN x' AS \"TO\" FROM t -- TO RUN",
          "WITH q AS (SELECT 1 AS a) FROM q",
          "SELECT $$;$$, E'\\'', [1, 2] FROM (VALUES (1)) v(a) /* ; */ WHERE a < 'b\\'",
          "(SELECT a FROM t)");

  private Statements() {}

  static Arbitrary<Extended> any() {
    return Arbitraries.oneOf(train(), predict(), evaluate(), explain());
  }

  /** Any text at all, with the marks that mean something often among it. */
  static Arbitrary<String> text() {
    Arbitrary<String> telling =
        Arbitraries.of(
            "'",
            "\"",
            "`",
            "\\",
            "--",
            "/*",
            "*/",
            ";",
            "$$",
            "]",
            ")",
            "\n",
            "\u0000",
            "TO TRAIN ");
    Arbitrary<String> pieces = Arbitraries.oneOf(telling, letters());
    return pieces.list().ofMaxSize(6).map(list -> String.join("", list));
  }

  private static Arbitrary<String> letters() {
    return Arbitraries.strings().all().ofMaxLength(4);
  }

  private static Arbitrary<Name> quotedName() {
    return text().filter(text -> !text.isEmpty()).map(text -> new Name(text, true, NOWHERE));
  }

  private static Arbitrary<Name> name(List<String> bare) {
    return Arbitraries.oneOf(
        Arbitraries.of(bare).map(text -> new Name(text, false, NOWHERE)), quotedName());
  }

  private static Arbitrary<Name> word() {
    return name(WORDS);
  }

  private static Arbitrary<Name> model() {
    return name(MODELS);
  }

  private static Arbitrary<List<Name>> table() {
    return word().list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<StandardSql> query() {
    return Arbitraries.of(QUERIES).map(sql -> new StandardSql(sql, NOWHERE));
  }

  private static Arbitrary<Train> train() {
    return Combinators.combine(
            query(),
            model(),
            attributes(),
            columnClauses(),
            name(DOTTED).optional(),
            model().optional(),
            model())
        .as(
            (query, estimator, attributes, columns, label, using, into) ->
                new Train("", NOWHERE, query, estimator, attributes, columns, label, using, into));
  }

  private static Arbitrary<Predict> predict() {
    return Combinators.combine(query(), table(), word(), attributes(), model())
        .as(
            (query, table, column, attributes, using) ->
                new Predict("", NOWHERE, query, table, column, attributes, using));
  }

  private static Arbitrary<Evaluate> evaluate() {
    return Combinators.combine(
            query(), model(), attributes(), name(DOTTED).optional(), table().optional())
        .as(
            (query, model, attributes, label, into) ->
                new Evaluate("", NOWHERE, query, model, attributes, label, into.orElse(List.of())));
  }

  private static Arbitrary<Explain> explain() {
    return Combinators.combine(
            query(),
            model(),
            attributes(),
            columnClauses().map(Statements::first),
            model().optional(),
            table().optional())
        .as(
            (query, model, attributes, columns, using, into) ->
                new Explain(
                    "", NOWHERE, query, model, attributes, columns, using, into.orElse(List.of())));
  }

  private static Optional<ColumnClause> first(List<ColumnClause> clauses) {
    return clauses.stream().filter(clause -> clause.target().isEmpty()).findFirst();
  }

  private static Arbitrary<List<Attribute>> attributes() {
    Arbitrary<String> names = Arbitraries.of("a", "train.scale", "model.encode_units", "b_2", "ü");
    Arbitrary<Attribute> attribute =
        Combinators.combine(names, value())
            .as((name, value) -> new Attribute(new Name(name, false, NOWHERE), value));
    return attribute.list().ofMaxSize(4).uniqueElements(a -> a.name().text());
  }

  private static Arbitrary<Value> value() {
    return Arbitraries.recursive(Statements::single, Statements::items, 0, 3);
  }

  private static Arbitrary<Value> items(Arbitrary<Value> value) {
    return value.list().ofMaxSize(3).map(values -> new Value.Items(values, NOWHERE));
  }

  private static Arbitrary<Value> single() {
    return Arbitraries.oneOf(
        numbers(),
        text().map(text -> new Value.Text(text, true, NOWHERE)),
        Arbitraries.of(WORDS).map(text -> new Value.Text(text, false, NOWHERE)),
        Arbitraries.of(true, false).map(truth -> new Value.Truth(truth, NOWHERE)),
        Arbitraries.just(new Value.Null(NOWHERE)));
  }

  private static Arbitrary<Value> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(whole -> new Value.Whole(whole, NOWHERE)),
        Arbitraries.doubles().map(real -> new Value.Real(real, NOWHERE)),
        Arbitraries.of(Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e-300)
            .map(real -> new Value.Real(real, NOWHERE)));
  }

  /** Each further clause names its target. */
  private static Arbitrary<List<ColumnClause>> columnClauses() {
    Arbitrary<ColumnClause> first =
        Combinators.combine(entries(), name(DOTTED).optional())
            .as((entries, target) -> new ColumnClause(entries, target, NOWHERE));
    Arbitrary<ColumnClause> further =
        Combinators.combine(entries(), name(DOTTED))
            .as((entries, target) -> new ColumnClause(entries, Optional.of(target), NOWHERE));
    return Arbitraries.oneOf(
        Arbitraries.just(List.of()),
        first.map(List::of),
        Combinators.combine(first, further).as(List::of));
  }

  private static Arbitrary<List<ColumnEntry>> entries() {
    Arbitrary<ColumnEntry> star =
        word().list().ofMaxSize(2).map(except -> new ColumnEntry.Star(except, NOWHERE));
    return Arbitraries.oneOf(star, column(), call(2)).list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<ColumnEntry> column() {
    Arbitrary<ColumnEntry> named =
        word().list().ofMinSize(1).ofMaxSize(2).map(parts -> new ColumnEntry.Named(parts, NOWHERE));
    Arbitrary<ColumnEntry> pattern =
        text()
            .filter(text -> !text.isEmpty())
            .map(regex -> new ColumnEntry.Pattern(regex, NOWHERE));
    return Arbitraries.oneOf(named, pattern);
  }

  private static Arbitrary<ColumnEntry> call(int depth) {
    return Combinators.combine(
            Arbitraries.of("NUMERIC", "bucket", "CROSS").map(n -> new Name(n, false, NOWHERE)),
            argument(depth).list().ofMaxSize(3))
        .as((function, arguments) -> new ColumnEntry.Call(function, arguments, NOWHERE));
  }

  private static Arbitrary<Argument> argument(int depth) {
    Arbitrary<Value> text = text().map(value -> new Value.Text(value, true, NOWHERE));
    Arbitrary<Argument> literal = Arbitraries.oneOf(numbers(), text).map(Argument.Literal::new);
    Arbitrary<Argument> entry = column().map(Argument.Entry::new);
    if (depth == 0) {
      return Arbitraries.oneOf(literal, entry);
    }
    Arbitrary<Argument> call = call(depth - 1).map(Argument.Entry::new);
    Arbitrary<Argument> group =
        argument(depth - 1).list().ofMaxSize(3).map(items -> new Argument.Group(items, NOWHERE));
    return Arbitraries.oneOf(literal, entry, call, group);
  }
}
