package org.sqlflow.completion;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Explanations of the keywords of the language. */
final class KeywordHelp {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry(
              "TO",
              "query TO TRAIN estimator … INTO model, query TO PREDICT table.column USING model,"
                  + " query TO EVALUATE model, query TO EXPLAIN model, query TO RETRAIN model,"
                  + " query TO COMPARE model, model, query TO MONITOR model, query TO DESCRIBE:"
                  + " what to do with the query's rows."),
          Map.entry(
              "RETRAIN",
              "query TO RETRAIN model [WITH attributes] [INTO model]: the model's own statement on"
                  + " new rows. The groups keep their numbers where they are the same, and the"
                  + " report says which split, merged, vanished or are new. Without INTO it is the"
                  + " next version of the model."),
          Map.entry(
              "COMPARE",
              "query TO COMPARE model, model [INTO table]: how two models, or two versions such as"
                  + " m@1 and m@2, group the query's rows: which groups are the same, and which"
                  + " rows move."),
          Map.entry(
              "MONITOR",
              "query TO MONITOR model [WITH monitor.watch = 0.1] [INTO table]: how the query's rows"
                  + " differ from those of the training, and a verdict: stable, watch or retrain."),
          Map.entry(
              "VERSIONS",
              "SHOW VERSIONS IN MODEL model: each training under a name adds a version; m@2 is the"
                  + " second one of m."),
          Map.entry(
              "ALTER",
              "ALTER MODEL model SET DEFAULT_VERSION = 2: the version that the model's name means"
                  + " from now on. ALTER MODEL model NAME GROUPS (0 = 'a name', …): names groups"
                  + " for all reports. ALTER TABLE is the database's own."),
          Map.entry(
              "DEFAULT_VERSION",
              "ALTER MODEL model SET DEFAULT_VERSION = 2: the version that the model's name means"
                  + " from now on."),
          Map.entry(
              "TRAIN",
              "query TO TRAIN estimator [WITH attributes] [COLUMN entries] [LABEL column] [USING"
                  + " model] INTO model: trains a model on the query's rows and stores it in the"
                  + " database."),
          Map.entry(
              "PREDICT",
              "query TO PREDICT table.column [WITH predict.extra_outputs = […]] USING model: writes"
                  + " the query's rows into the table, with the prediction in the column. With"
                  + " predict.view = true it makes a view that predicts when it is read."),
          Map.entry(
              "EVALUATE",
              "query TO EVALUATE model [WITH evaluate.bootstrap = 50] [LABEL column] [INTO table]:"
                  + " how well the groups are separated and match a label, compared with plain"
                  + " k-means on the same rows; with the bootstrap also how stable each is."),
          Map.entry(
              "EXPLAIN",
              "query TO EXPLAIN model [WITH attributes] [COLUMN columns] [USING explainer] [INTO"
                  + " table]: what is typical of each group, in original units; with COLUMN, how the"
                  + " groups differ in columns that are not features. Without a query in front of"
                  + " it, EXPLAIN shows the database's query plan."),
          Map.entry(
              "DESCRIBE",
              "query TO DESCRIBE [INTO table]: what each column of the query holds, what it looks"
                  + " like, such as a key or numbers in texts, and which column function or"
                  + " expression fits. DESCRIBE MODEL model: a summary of a model. Without a query"
                  + " in front of it, DESCRIBE table lists the table's columns."),
          Map.entry(
              "WITH",
              "WITH name = value …: attributes; commas between them are optional. Values are"
                  + " numbers, strings, words, true, false and lists in brackets."),
          Map.entry(
              "COLUMN",
              "COLUMN entry, …: in TO TRAIN the features of the model, in TO EXPLAIN the columns to"
                  + " compare the groups by. An entry is a column, a function of columns, *, *"
                  + " EXCEPT (a, b), or a quoted pattern such as \"m[0-9]+\". In TO TRAIN without"
                  + " COLUMN: every numeric and boolean column that is not a key."),
          Map.entry(
              "LABEL",
              "LABEL column: in TO TRAIN a column to exclude from the features, in TO EVALUATE"
                  + " the true groups to compare with."),
          Map.entry(
              "USING",
              "USING name: in TO PREDICT the model that predicts; in TO EXPLAIN the explainer, such"
                  + " as rules, which says what the groups are by conditions on columns, or"
                  + " examples; in TO TRAIN the model, or Keras file, whose encoder the training"
                  + " starts from."),
          Map.entry(
              "INTO",
              "INTO name: in TO TRAIN the name to store the model under, otherwise"
                  + " the table for the report."),
          Map.entry("MODELS", "SHOW MODELS: the models of the database."),
          Map.entry(
              "MODEL",
              "DESCRIBE MODEL model: a summary of a model. DESCRIBE MODEL TYPE estimator: its"
                  + " attributes. DROP MODEL [IF EXISTS] model: deletes it with all its versions;"
                  + " DROP MODEL m@1: one of them. EXPORT MODEL model TO 'file' and IMPORT MODEL"
                  + " 'file' [AS model]: a model as a file. ALTER MODEL model NAME GROUPS (0 = 'a"
                  + " name'): names its groups."),
          Map.entry(
              "EXPORT",
              "EXPORT MODEL model TO 'file': writes a model to a file. The extension says the"
                  + " format: .sql, one SELECT for this database; .sqlflow, for IMPORT MODEL; .onnx;"
                  + " .pmml."),
          Map.entry(
              "IMPORT",
              "IMPORT MODEL 'file' [AS model]: stores the model of a .sqlflow file in the"
                  + " database."),
          Map.entry(
              "NAME",
              "ALTER MODEL model NAME GROUPS (0 = 'a name', 1 = NULL): names groups for all"
                  + " reports; NULL takes a name away."),
          Map.entry(
              "GROUPS",
              "ALTER MODEL model NAME GROUPS (0 = 'a name', 1 = NULL): names groups for all"
                  + " reports; NULL takes a name away."),
          Map.entry("TYPE", "DESCRIBE MODEL TYPE estimator: an estimator's attributes."),
          Map.entry(
              "SHOW",
              "SHOW MODELS: the models of the database. SHOW VERSIONS IN MODEL model: its versions."
                  + " SHOW TRAIN model: the statement that trained it. SHOW TABLES: the database's"
                  + " tables."));

  private KeywordHelp() {}

  static Optional<Inspection> of(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return Optional.ofNullable(TEXTS.get(upper)).map(text -> Inspection.of(upper, text));
  }
}
