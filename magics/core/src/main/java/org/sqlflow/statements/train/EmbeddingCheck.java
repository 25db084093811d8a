package org.sqlflow.statements.train;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.statements.StatementException;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.ColumnEntry.Argument;
import org.sqlflow.syntax.Statement;

/** Refuses EMBEDDING of categories where the estimator cannot learn numbers for them. */
final class EmbeddingCheck {
  private static final String EMBEDDING = "EMBEDDING";

  private EmbeddingCheck() {}

  static void check(Statement.Train statement, Estimator estimator, Estimators estimators) {
    if (estimator.learnsEmbeddings()) {
      return;
    }
    statement.columns().stream()
        .flatMap(clause -> clause.entries().stream())
        .flatMap(EmbeddingCheck::calls)
        .filter(call -> call.function().text().equalsIgnoreCase(EMBEDDING))
        // EMBEDDING(m) has the outputs of a model that is already trained.
        .filter(call -> call.arguments().size() > 1)
        .findFirst()
        .ifPresent(
            call -> {
              String able =
                  estimators.all().stream()
                      .filter(other -> other.learnsEmbeddings() && other.task() == estimator.task())
                      .map(Estimator::name)
                      .collect(Collectors.joining(" and "));
              throw new StatementException(
                  estimator.name()
                      + " cannot learn an EMBEDDING"
                      + (able.isEmpty() ? "" : " (" + able + " can)")
                      + ": use "
                      + instead(call)
                      + ", which gives each category its own feature",
                  call.position());
            });
  }

  /** The call with its category alone. */
  private static String instead(ColumnEntry.Call call) {
    Argument first = call.arguments().get(0);
    if (first instanceof Argument.Entry entry) {
      if (entry.entry() instanceof ColumnEntry.Named named) {
        return "INDICATOR(" + named.column().text() + ")";
      }
      if (entry.entry() instanceof ColumnEntry.Call inner) {
        return "the " + inner.function().text().toUpperCase(Locale.ROOT) + "(…) alone";
      }
    }
    return "INDICATOR";
  }

  private static Stream<ColumnEntry.Call> calls(ColumnEntry entry) {
    return entry instanceof ColumnEntry.Call call
        ? Stream.concat(Stream.of(call), call.arguments().stream().flatMap(EmbeddingCheck::calls))
        : Stream.empty();
  }

  private static Stream<ColumnEntry.Call> calls(Argument argument) {
    if (argument instanceof Argument.Entry entry) {
      return calls(entry.entry());
    }
    return argument instanceof Argument.Group group
        ? group.items().stream().flatMap(EmbeddingCheck::calls)
        : Stream.empty();
  }
}
