package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Statement.Attribute;
import org.sqlflow.syntax.Statement.ColumnClause;
import org.sqlflow.syntax.Statement.Evaluate;
import org.sqlflow.syntax.Statement.Explain;
import org.sqlflow.syntax.Statement.Extended;
import org.sqlflow.syntax.Statement.Predict;
import org.sqlflow.syntax.Statement.Train;

/** Writes statements in any of the ways in which each may be written. */
final class StatementText {
  private static final List<String> GAPS =
      List.of(
          " ",
          "\n",
          " \t\r\n ",
          "\u00a0",
          "-- it's TO TRAIN ;\n",
          "/* \" ; /* TO PREDICT t.c */ ' */",
          " -- [\r");

  private final Random style;

  StatementText(Random style) {
    this.style = style;
  }

  String write(Extended statement) {
    List<String> clauses = new ArrayList<>();
    String target = "";
    if (statement instanceof Train train) {
      target = word("TRAIN") + gap() + name(train.estimator());
      with(train.attributes()).ifPresent(clauses::add);
      train.label().ifPresent(label -> clauses.add(clause("LABEL", label(label))));
      train.using().ifPresent(using -> clauses.add(clause("USING", name(using))));
      clauses.add(clause("INTO", name(train.into())));
      clauses.addAll(train.columns().stream().map(this::columns).toList());
    } else if (statement instanceof Predict predict) {
      List<Name> parts = new ArrayList<>(predict.table());
      parts.add(predict.column());
      target = word("PREDICT") + gap() + parts(parts);
      with(predict.attributes()).ifPresent(clauses::add);
      clauses.add(clause("USING", name(predict.using())));
    } else if (statement instanceof Evaluate evaluate) {
      target = word("EVALUATE") + gap() + name(evaluate.model());
      with(evaluate.attributes()).ifPresent(clauses::add);
      evaluate.label().ifPresent(label -> clauses.add(clause("LABEL", label(label))));
      table(evaluate.into()).ifPresent(clauses::add);
    } else if (statement instanceof Explain explain) {
      target = word("EXPLAIN") + gap() + name(explain.model());
      with(explain.attributes()).ifPresent(clauses::add);
      explain.columns().map(this::columns).ifPresent(clauses::add);
      explain.using().ifPresent(using -> clauses.add(clause("USING", name(using))));
      table(explain.into()).ifPresent(clauses::add);
    }
    if (!(statement instanceof Train train) || train.columns().size() < 2) {
      Collections.shuffle(clauses, style); // several COLUMN clauses have an order
    }
    String to = statement.query().text() + "\n" + word("TO") + gap() + target;
    return clauses.stream().map(clause -> gap() + clause).collect(Collectors.joining("", to, ""));
  }

  /** Between two statements, or behind the last. */
  String end() {
    return maybe(gap()) + ";" + maybe(gap());
  }

  private Optional<String> table(List<Name> parts) {
    return parts.isEmpty() ? Optional.empty() : Optional.of(clause("INTO", parts(parts)));
  }

  private String clause(String keyword, String body) {
    return word(keyword) + gap() + body;
  }

  private Optional<String> with(List<Attribute> attributes) {
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(word("WITH"));
    for (Attribute attribute : attributes) {
      text.append(gap()).append(attribute.name()).append(maybe(gap())).append('=');
      text.append(maybe(gap())).append(value(attribute.value()));
      text.append(maybe(maybe(gap()) + ","));
    }
    return Optional.of(text.toString());
  }

  private String columns(ColumnClause clause) {
    String entries = listed(clause.entries(), this::entry);
    String target = clause.target().map(name -> gap() + clause("FOR", name(name))).orElse("");
    return clause("COLUMN", entries) + target;
  }

  private String entry(ColumnEntry entry) {
    if (entry instanceof ColumnEntry.Star star) {
      return star.except().isEmpty()
          ? "*"
          : "*"
              + maybe(gap())
              + word(one("EXCEPT", "EXCLUDE"))
              + maybe(gap())
              + "("
              + listed(star.except(), this::name)
              + ")";
    }
    if (entry instanceof ColumnEntry.Pattern pattern) {
      return quoted(pattern.regex(), '"');
    }
    if (entry instanceof ColumnEntry.Call call) {
      return name(call.function())
          + maybe(gap())
          + "("
          + listed(call.arguments(), this::argument)
          + ")";
    }
    List<Name> parts = ((ColumnEntry.Named) entry).parts();
    return parts.size() == 1 && parts.get(0).quoted()
        ? quoted(parts.get(0).text(), '`') // in double quotes it would be a pattern
        : parts(parts);
  }

  private String argument(Argument argument) {
    if (argument instanceof Argument.Entry entry) {
      return entry(entry.entry());
    }
    if (argument instanceof Argument.Literal literal) {
      return literal.value() instanceof Value.Text text
          ? quoted(text.value(), '\'')
          : value(literal.value());
    }
    return "[" + listed(((Argument.Group) argument).items(), this::argument) + "]";
  }

  private String value(Value value) {
    if (value instanceof Value.Whole whole) {
      return sign(whole.value() < 0) + Long.toString(whole.value()).replace("-", "");
    }
    if (value instanceof Value.Real real) {
      boolean negative = Double.compare(real.value(), 0.0) < 0;
      return sign(negative) + Double.toString(real.value()).replaceFirst("^-", "");
    }
    if (value instanceof Value.Text text) {
      return text.quoted() ? quoted(text.value(), one('\'', '"')) : text.value();
    }
    if (value instanceof Value.Items items) {
      return "[" + listed(items.values(), this::value) + "]";
    }
    return word(value instanceof Value.Truth truth ? String.valueOf(truth.value()) : "NULL");
  }

  private String sign(boolean negative) {
    return negative ? "-" + maybe(" ") : maybe("+");
  }

  private <T> String listed(List<T> items, Function<T, String> write) {
    StringBuilder text = new StringBuilder();
    for (T item : items) {
      text.append(text.isEmpty() ? "" : maybe(gap()) + "," + maybe(gap()))
          .append(write.apply(item));
    }
    return text.toString();
  }

  private String parts(List<Name> parts) {
    return parts.stream().map(this::name).collect(Collectors.joining("."));
  }

  private String label(Name name) {
    return name.quoted() ? quoted(name.text(), one('"', '`', '\'')) : name.text();
  }

  private String name(Name name) {
    return name.quoted() ? quoted(name.text(), one('"', '`')) : name.text();
  }

  private static String quoted(String text, char quote) {
    String one = String.valueOf(quote);
    return one + text.replace(one, one + one) + one;
  }

  /** A keyword in capitals or not. */
  private String word(String keyword) {
    return style.nextBoolean() ? keyword : keyword.toLowerCase(Locale.ROOT);
  }

  private String gap() {
    StringBuilder gap = new StringBuilder();
    for (int more = 1 + style.nextInt(2); more > 0; more--) {
      gap.append(GAPS.get(style.nextInt(GAPS.size())));
    }
    return gap.toString();
  }

  private String maybe(String text) {
    return style.nextBoolean() ? text : "";
  }

  @SafeVarargs
  private <T> T one(T... ways) {
    return ways[style.nextInt(ways.length)];
  }
}
