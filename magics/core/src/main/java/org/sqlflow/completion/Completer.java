package org.sqlflow.completion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlflow.completion.Completion.Suggestion;
import org.sqlflow.completion.Place.Wanted;
import org.sqlflow.data.Column;
import org.sqlflow.database.TableName;
import org.sqlflow.features.ColumnFunction;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeType;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.report.tables.AttributeTable;
import org.sqlflow.statements.evaluate.EvaluateAttributes;
import org.sqlflow.statements.explain.Explainers;
import org.sqlflow.statements.lifecycle.MonitorAttributes;
import org.sqlflow.statements.predict.PredictAttributes;
import org.sqlflow.store.ModelName;
import org.sqlflow.store.ModelStore;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.text.SqlNames;

/** Suggests how to continue statements that are being written. Safe for use by several threads. */
public final class Completer {
  private static final int MOST_SUGGESTIONS = 500;

  private static final AttributeDeclarations NO_ATTRIBUTES = new AttributeDeclarations(List.of());

  private final Estimators types;
  private final Catalog catalog;
  private final LexicalRules rules;

  /**
   * Suggests from the estimators and from the content of a database.
   *
   * @param rules how the database reads strings and comments
   */
  public Completer(Estimators types, Catalog catalog, LexicalRules rules) {
    this.types = types;
    this.catalog = catalog;
    this.rules = rules;
  }

  /** Attributes that statements often set, the most frequent first. */
  private static final List<String> FREQUENT =
      List.of(
          "model.n_clusters",
          "model.encode_units",
          "model.pretrain_epochs",
          "model.run_pretrain",
          "model.existed_pretrain_model",
          "model.train_max_iters",
          "model.pretrain_lr",
          "model.train_lr");

  /** The attributes that WITH takes at a place. */
  static AttributeDeclarations attributes(Place place, Estimators types, Catalog catalog) {
    Optional<String> operation = place.statement().operation();
    if (operation.filter("PREDICT"::equals).isPresent()) {
      return PredictAttributes.ofSomeModel();
    }
    if (operation.filter("EVALUATE"::equals).isPresent()) {
      return EvaluateAttributes.all();
    }
    if (operation.filter("MONITOR"::equals).isPresent()) {
      return MonitorAttributes.all();
    }
    if (operation.filter("RETRAIN"::equals).isPresent()) {
      return new AttributeDeclarations(
          place
              .statement()
              .subject()
              .map(model -> estimatorOf(model, types, catalog))
              .orElse(CommonAttributes.declarations()));
    }
    if (operation.filter("EXPLAIN"::equals).isPresent()) {
      return Explainers.attributes(place.statement().explainer());
    }
    return operation
        .filter("TRAIN"::equals)
        .flatMap(train -> place.statement().subject())
        .flatMap(types::find)
        .map(Estimator::attributes)
        .map(AttributeDeclarations::new)
        .orElse(NO_ATTRIBUTES);
  }

  /**
   * The attributes of the estimator that trained a model; the common attributes if it is unknown.
   */
  private static List<AttributeDeclaration> estimatorOf(
      String model, Estimators types, Catalog catalog) {
    return catalog
        .model(ModelName.of(model).model())
        .flatMap(known -> types.find(known.type()))
        .map(Estimator::attributes)
        .orElse(CommonAttributes.declarations());
  }

  /**
   * Suggestions for the place of the cursor.
   *
   * @param text statements, which may be incomplete or wrong
   * @param cursor the index of the character after the cursor
   */
  public Completion complete(String text, int cursor) {
    return Place.of(text, rules, cursor)
        .map(place -> new Offer(text, cursor, place).completion())
        .orElseGet(() -> Completion.none(cursor));
  }

  /** Collects the suggestions for one place. */
  private final class Offer {
    private final String text;
    private final Place place;
    private final String typed;
    private final List<Suggestion> suggestions = new ArrayList<>();

    Offer(String text, int cursor, Place place) {
      this.text = text;
      this.place = place;
      this.typed = text.substring(Math.min(place.start(), cursor), cursor);
    }

    Completion completion() {
      for (Wanted kind : place.wanted()) {
        switch (kind) {
          case ESTIMATOR -> estimators();
          case MODEL -> models();
          case EXPLAINER -> Explainers.names().forEach(name -> add(name, "explainer"));
          case ATTRIBUTE -> attributeNames();
          case VALUE -> values();
          case COLUMN_FUNCTION -> columnFunctions();
          case QUERY_COLUMN -> queryColumns();
          case SOURCE_COLUMN -> sourceColumns();
          case TABLE -> tables();
          case SQL_FUNCTION -> functions();
        }
      }
      if (place.qualifier().isEmpty()) {
        keywords();
      }
      List<Suggestion> distinct = suggestions.stream().distinct().limit(MOST_SUGGESTIONS).toList();
      return new Completion(distinct, place.start(), place.end());
    }

    private void add(String name, String type) {
      if (startsWith(name, typed)) {
        suggestions.add(new Suggestion(name, type));
      }
    }

    /** Adds a name in quotes where it needs them; what was typed has none. */
    private void addQuoted(String name, String written, String type) {
      if (startsWith(name, typed) || startsWith(written, typed)) {
        suggestions.add(new Suggestion(written, type));
      }
    }

    private void estimators() {
      types.all().forEach(type -> add(type.name(), "estimator"));
      if (!typed.isEmpty()) {
        types.all().stream()
            .filter(type -> !startsWith(type.name(), typed))
            .flatMap(type -> type.aliases().stream())
            .forEach(alias -> add(alias, "estimator"));
      }
    }

    private void models() {
      catalog.models().forEach(name -> addQuoted(name, SqlNames.model(name), "model"));
      int mark = typed.indexOf('@');
      if (mark > 0) {
        String model = typed.substring(0, mark);
        catalog.versions(model).forEach(number -> add(ModelName.of(model, number), "version"));
      }
    }

    /**
     * Adds attributes whose name starts with the typed text, then those whose last part does; the
     * frequent ones first in both groups.
     */
    private void attributeNames() {
      List<String> missing =
          Completer.attributes(place, types, catalog).all().stream()
              .filter(attribute -> !isGiven(attribute))
              .map(AttributeDeclaration::name)
              .sorted(Comparator.comparingInt(Completer::rank))
              .toList();
      missing.forEach(name -> add(name, "attribute"));
      missing.stream()
          .filter(name -> startsWith(name.substring(name.indexOf('.') + 1), typed))
          .forEach(name -> suggestions.add(new Suggestion(name, "attribute")));
    }

    private boolean isGiven(AttributeDeclaration attribute) {
      return place.statement().given().contains(attribute.name())
          || attribute.aliases().stream().anyMatch(place.statement().given()::contains);
    }

    private void values() {
      Optional<AttributeDeclaration> attribute =
          place
              .statement()
              .attribute()
              .flatMap(name -> Completer.attributes(place, types, catalog).find(name));
      attribute.ifPresent(
          declared -> {
            AttributeType type = declared.type();
            if (type instanceof AttributeType.Choice choice) {
              choice.words().forEach(word -> add(word, "value"));
            } else if (type instanceof AttributeType.Words words) {
              words.words().forEach(word -> add(word, "value"));
            } else if (type instanceof AttributeType.Truth) {
              add("true", "value");
              add("false", "value");
            } else if (type instanceof AttributeType.Text) {
              models();
            } else if (!AttributeTable.defaultOf(declared).isEmpty()) {
              add(AttributeTable.defaultOf(declared), "value");
            }
            if (type instanceof AttributeType.Candidates) {
              add(AttributeType.Candidates.AUTO, "value");
            }
          });
    }

    private void columnFunctions() {
      if (place.qualifier().isEmpty()) {
        for (ColumnFunction function : ColumnFunctions.STANDARD.all()) {
          add(function.name() + bracket(), "function");
        }
      }
    }

    private String bracket() {
      return text.startsWith("(", place.end()) ? "" : "(";
    }

    private void queryColumns() {
      catalog
          .columns(place.statement().query())
          .forEach(column -> addQuoted(column.name(), SqlNames.inClause(column.name()), "column"));
    }

    private void sourceColumns() {
      List<String> qualifier = place.qualifier();
      for (Place.Source source : place.statement().sources()) {
        if (qualifier.isEmpty() || isNamed(source, qualifier.get(qualifier.size() - 1))) {
          columns(QuerySources.columns(source, place, catalog));
        }
      }
      if (qualifier.isEmpty()) {
        place.statement().sources().stream()
            .flatMap(source -> source.alias().stream())
            .forEach(alias -> add(alias, "table"));
      }
    }

    private void columns(List<Column> columns) {
      columns.forEach(
          column -> addQuoted(column.name(), catalog.names().inSql(column.name()), "column"));
    }

    private static boolean isNamed(Place.Source source, String name) {
      String sql = source.sql().replace("\"", "");
      String last = sql.substring(sql.lastIndexOf('.') + 1);
      return source.alias().orElse(last).equalsIgnoreCase(name);
    }

    private void tables() {
      List<String> qualifier = place.qualifier();
      if (qualifier.isEmpty()) {
        place
            .statement()
            .withNames()
            .forEach(name -> addQuoted(name, catalog.names().inSql(name), "table"));
      }
      for (TableName table : catalog.tables()) {
        String name = catalog.names().inSql(table.name());
        if (!qualifier.isEmpty()) {
          if (table.schema().equalsIgnoreCase(String.join(".", qualifier))) {
            addQuoted(table.name(), name, "table");
          }
        } else if (table.current()) {
          if (!ModelStore.isReserved(table.name())) {
            addQuoted(table.name(), name, "table");
          }
        } else {
          addQuoted(table.name(), table.schema() + "." + name, "table");
          add(table.schema() + "." + name, "table");
        }
      }
      boolean target = place.statement().operation().filter("PREDICT"::equals).isPresent();
      if (target && !qualifier.isEmpty()) {
        String table = String.join(".", qualifier.stream().map(catalog.names()::inSql).toList());
        columns(catalog.columns("SELECT * FROM " + table));
      }
    }

    private void functions() {
      if (!typed.isEmpty() && place.qualifier().isEmpty()) {
        catalog.functions().forEach(name -> add(name + bracket(), "function"));
      }
    }

    private void keywords() {
      boolean small =
          typed.isEmpty()
              ? place.statement().lowerCase()
              : typed.equals(typed.toLowerCase(Locale.ROOT));
      for (String keyword : place.keywords()) {
        add(small ? keyword.toLowerCase(Locale.ROOT) : keyword, "keyword");
      }
    }
  }

  /**
   * The position of an attribute among the frequent ones; the same last position for all others.
   */
  private static int rank(String attribute) {
    int place = FREQUENT.indexOf(attribute);
    return place < 0 ? FREQUENT.size() : place;
  }

  private static boolean startsWith(String name, String typed) {
    return name.regionMatches(true, 0, typed, 0, typed.length());
  }
}
