package org.sqlflow.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlflow.completion.Inspection.Fact;
import org.sqlflow.completion.Place.Wanted;
import org.sqlflow.data.Column;
import org.sqlflow.database.TableName;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.report.tables.AttributeTable;
import org.sqlflow.statements.explain.Explainers;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.text.SqlNames;

/** Explains the words of statements that are being written. Safe for use by several threads. */
public final class Inspector {
  private final Estimators types;
  private final Catalog catalog;
  private final LexicalRules rules;

  /**
   * Explains estimators, keywords and the content of a database.
   *
   * @param rules how the database reads strings and comments
   */
  public Inspector(Estimators types, Catalog catalog, LexicalRules rules) {
    this.types = types;
    this.catalog = catalog;
    this.rules = rules;
  }

  /**
   * What the word at a cursor means: the word that the cursor is in or at, else the last one before
   * it.
   */
  public Optional<Inspection> inspect(String text, int cursor) {
    int at = lastWord(text, Math.max(0, Math.min(cursor, text.length())));
    return Place.ofWord(text, rules, at)
        .filter(place -> place.start() < place.end())
        .flatMap(place -> explain(place, text.substring(place.start(), place.end())));
  }

  /** Goes back over spaces, an equals sign and an opening bracket to the end of a word. */
  private static int lastWord(String text, int cursor) {
    boolean inWord =
        cursor < text.length() && Character.isUnicodeIdentifierPart(text.codePointAt(cursor));
    int at = cursor;
    while (!inWord && at > 0 && " \t=([".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at;
  }

  private Optional<Inspection> explain(Place place, String word) {
    return place.wanted().stream()
        .flatMap(kind -> explain(kind, place, word).stream())
        .findFirst()
        .or(() -> KeywordHelp.of(word));
  }

  private Optional<Inspection> explain(Wanted kind, Place place, String word) {
    return switch (kind) {
      case ESTIMATOR -> types.find(word).map(Inspector::estimator);
      case MODEL ->
          catalog
              .model(word)
              .or(() -> catalog.model(ModelName.of(word).model()))
              .map(Inspector::model);
      case EXPLAINER ->
          Explainers.meaning(word)
              .map(meaning -> explainer(word.toLowerCase(Locale.ROOT), meaning));
      case ATTRIBUTE ->
          Completer.attributes(place, types, catalog).find(word).map(Inspector::attribute);
      case VALUE ->
          place
              .statement()
              .attribute()
              .flatMap(name -> Completer.attributes(place, types, catalog).find(name))
              .map(Inspector::attribute);
      case COLUMN_FUNCTION -> columnFunction(word);
      case QUERY_COLUMN -> column(catalog.columns(place.statement().query()), word);
      case SOURCE_COLUMN -> sourceColumn(place, word);
      case TABLE -> table(place, word);
      case SQL_FUNCTION -> Optional.empty();
    };
  }

  private static Inspection explainer(String name, String meaning) {
    List<Fact> facts =
        Explainers.attributes(Optional.of(name)).all().stream()
            .map(a -> new Fact(a.name() + defaultIn(a), a.meaning()))
            .toList();
    return new Inspection(name + ", an explainer", meaning, facts);
  }

  private static Inspection estimator(Estimator type) {
    String also =
        type.aliases().isEmpty() ? "" : " Also " + String.join(", ", type.aliases()) + ".";
    List<Fact> facts =
        type.attributes().stream()
            .map(a -> new Fact(a.name() + defaultIn(a), a.meaning()))
            .toList();
    return new Inspection(type.name() + ", an estimator", type.summary() + also, facts);
  }

  private static String defaultIn(AttributeDeclaration attribute) {
    String value = AttributeTable.defaultOf(attribute);
    return value.isEmpty() ? "" : " = " + value;
  }

  private static Inspection attribute(AttributeDeclaration attribute) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("value", attribute.type().describe()));
    String value = AttributeTable.defaultOf(attribute);
    facts.add(new Fact("default", value.isEmpty() ? "none" : value));
    if (!attribute.aliases().isEmpty()) {
      facts.add(new Fact("also", String.join(", ", attribute.aliases())));
    }
    return new Inspection(attribute.name() + ", an attribute", attribute.meaning() + ".", facts);
  }

  private static Optional<Inspection> columnFunction(String word) {
    return ColumnFunctions.STANDARD
        .find(word)
        .map(
            function ->
                new Inspection(
                    function.name() + ", a function of COLUMN",
                    "It takes " + function.takes() + ".",
                    List.of(new Fact("example", function.example()))));
  }

  private static Inspection model(StoredModel.Summary model) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("type", model.type()));
    facts.add(new Fact("versions", String.valueOf(model.versions())));
    model.history().ifPresent(history -> addHistory(history, facts));
    return new Inspection(
        model.name() + ", a model",
        "DESCRIBE MODEL " + SqlNames.model(model.name()) + " shows more.",
        facts);
  }

  private static void addHistory(StoredModel.History history, List<Fact> facts) {
    TrainingSummary summary = history.summary();
    facts.add(new Fact("trained at", history.started()));
    facts.add(new Fact("rows", String.format(Locale.ROOT, "%,d", summary.rows())));
    summary
        .metrics()
        .forEach(
            (name, value) -> facts.add(new Fact(name, String.format(Locale.ROOT, "%.4f", value))));
    history
        .groupNames()
        .names()
        .forEach((group, name) -> facts.add(new Fact("group " + group, name)));
    facts.add(new Fact("statement", history.statement()));
  }

  private static Optional<Inspection> column(List<Column> columns, String word) {
    return columns.stream()
        .filter(column -> column.name().equalsIgnoreCase(word))
        .findFirst()
        .map(column -> new Inspection(column.name() + ", a column", "", List.of(type(column))));
  }

  private static Fact type(Column column) {
    return new Fact("type", column.typeName());
  }

  private Optional<Inspection> sourceColumn(Place place, String word) {
    return place.statement().sources().stream()
        .flatMap(source -> column(QuerySources.columns(source, place, catalog), word).stream())
        .findFirst();
  }

  private Optional<Inspection> table(Place place, String word) {
    Optional<TableName> known =
        catalog.tables().stream().filter(table -> table.name().equalsIgnoreCase(word)).findFirst();
    String name =
        String.join(
            ".",
            Stream.concat(place.qualifier().stream(), Stream.of(word))
                .map(catalog.names()::inSql)
                .toList());
    return known.map(
        table ->
            new Inspection(
                table.name() + ", a table",
                "",
                catalog.columns("SELECT * FROM " + name).stream()
                    .map(column -> new Fact(column.name(), column.typeName()))
                    .toList()));
  }
}
