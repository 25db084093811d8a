package org.sqlflow.statements.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.export.ExportException;
import org.sqlflow.export.ExportFile;
import org.sqlflow.export.OnnxModel;
import org.sqlflow.export.PmmlModel;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.models.ClassificationModel;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Model;
import org.sqlflow.models.RegressionModel;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.report.Output;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.StatementListener;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelFile;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.SyntaxException;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;
import org.sqlflow.text.Visible;

/** EXPORT MODEL: writes a model to a file, in the format that its extension names. */
public final class ExportModel {
  private static final String GROUP = "group_id";
  private static final String CODE = "code";
  private static final String PREDICTION = "prediction";
  private static final String TABLE = "your_table";

  /** Classes that a note names. */
  private static final int MOST_CLASSES = 10;

  private static final String INSTEAD =
      "TO PREDICT writes its predictions to a table, and a .sqlflow file takes it elsewhere";

  /** How a file of SQL begins. */
  private static final String SQL_HEAD = "-- A model of SQLFlow as SQL: ";

  private final Statement.ExportModel statement;
  private final Workspace workspace;
  private final StatementListener listener;

  /** Nothing is written before {@link #run}. */
  public ExportModel(
      Statement.ExportModel statement, Workspace workspace, StatementListener listener) {
    this.statement = statement;
    this.workspace = workspace;
    this.listener = listener;
  }

  /** The formats, by the extensions of files. */
  private enum Language {
    SQL(".sql", SQL_HEAD),
    SQLFLOW(".sqlflow", ModelFile.HEAD),
    ONNX(".onnx", OnnxModel.HEAD),
    PMML(".pmml", PmmlModel.HEAD);

    private final String ending;
    private final String mark;

    Language(String ending, String mark) {
      this.ending = ending;
      this.mark = mark;
    }
  }

  /**
   * Writes the file; its extension says the format.
   *
   * @throws StatementException if the format cannot hold the model, or the file cannot be written
   */
  public void run() {
    Language language = language();
    Path file = workspace.file(statement.path());
    StoredModel stored = workspace.model(statement.model());
    Model model = workspace.restored(stored);
    checkFile(file, language);
    Written written =
        switch (language) {
          case SQL -> sql(stored, model);
          case SQLFLOW ->
              new Written(
                  ModelFile.bytes(stored),
                  Text.of(
                      "IMPORT MODEL '%s' stores it in another database.",
                      statement.path().value().replace("'", "''")));
          case ONNX -> onnx(stored, model);
          case PMML -> pmml(stored, model);
        };
    listener.checkCancelled();
    try {
      ExportFile.write(file, written.content, language.mark);
    } catch (ExportException refused) {
      throw new StatementException(refused.getMessage(), statement.path().position());
    }
    listener.output(
        new Output.Note(
            List.of(
                Text.of(
                    "%s (%s) was written to %s (%s). %s",
                    SqlNames.model(stored.name()),
                    stored.type(),
                    statement.path().value(),
                    size(written.content.length),
                    written.note))));
  }

  /** A file's content, and what to do with it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Written(byte[] content, String note) {}

  private static String size(long bytes) {
    return bytes < 10_000
        ? Text.of("%,d bytes", bytes)
        : bytes < 10_000_000
            ? Text.of("%,d KB", bytes / 1000)
            : Text.of("%,d MB", bytes / 1_000_000);
  }

  private Language language() {
    String path = statement.path().value();
    String lower = path.toLowerCase(Locale.ROOT);
    return Arrays.stream(Language.values())
        .filter(language -> lower.endsWith(language.ending))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> endings =
                  Arrays.stream(Language.values()).map(language -> language.ending).toList();
              int dot = path.lastIndexOf('.');
              String nearest =
                  dot < 0
                      ? ""
                      : NearestName.question(path.substring(dot), endings)
                          .map("; "::concat)
                          .orElse("");
              return new StatementException(
                  Text.of(
                      "EXPORT MODEL writes files that end in %s, and '%s' does not%s",
                      endings.stream().collect(Collectors.joining(", ")), path, nearest),
                  statement.path().position());
            });
  }

  private void checkFile(Path file, Language language) {
    try {
      ExportFile.check(file, language.mark);
    } catch (ExportException refused) {
      throw new StatementException(refused.getMessage(), statement.path().position());
    }
  }

  private Written sql(StoredModel stored, Model model) {
    ModelSql sql = ModelSql.of(stored, model, statement.model(), INSTEAD);
    Rows rows = rows(stored);
    boolean hasLabel = model instanceof ClassificationModel || model instanceof RegressionModel;
    String column = model instanceof ClusteringModel ? GROUP : hasLabel ? PREDICTION : CODE;
    List<OutputColumn> outputs = model.outputs(column, Set.of());
    String select = sql.select(rows.schema, rows.query, outputs, workspace);
    String columns =
        stored.encoding().columns().stream()
            .map(workspace.database().names()::inSql)
            .collect(Collectors.joining(", "));
    String head =
        Text.of(
            "%s%s (%s), trained %s, for %s.\n"
                + "-- Each row of source gets %s, as TO PREDICT … USING %s computes it. source can"
                + " be any query\n-- with the columns %s.%s\n",
            SQL_HEAD,
            line(stored.name()),
            stored.type(),
            line(stored.history().started()),
            line(workspace.database().product()),
            outputs.stream().map(OutputColumn::name).collect(Collectors.joining(", ")),
            line(SqlNames.model(stored.name())),
            line(columns),
            sql.ofMissing());
    return new Written(
        (head + select + ";\n").getBytes(StandardCharsets.UTF_8),
        rows.known
            ? "It is one SELECT over the training's query, which you can replace by another one."
            : Text.of("It is one SELECT: replace %s by your table.", TABLE));
  }

  /** Writes a model's formula in a language that may not be able to express it. */
  private <T> T in(String language, StoredModel stored, Model model, Function<Formula, T> writing) {
    Formula formula = Formulas.of(stored, model, statement.model(), language, INSTEAD);
    try {
      return writing.apply(formula);
    } catch (ExportException refused) {
      throw new StatementException(
          Text.of("%s cannot be written as %s: %s", stored.name(), language, refused.getMessage()),
          statement.model().position());
    }
  }

  private Written onnx(StoredModel stored, Model model) {
    String about = Text.of("%s, trained %s", stored.type(), stored.history().started());
    byte[] content =
        in(
            "ONNX",
            stored,
            model,
            formula -> OnnxModel.of(stored.name(), about, formula, stored.encoding()));
    boolean isFilled = stored.encoding().onNull() == OnNull.MEAN;
    String gives =
        model instanceof ClusteringModel
            ? isFilled ? GROUP : GROUP + ", -1 for a row that lacks a value"
            : model instanceof ClassificationModel classes
                ? PREDICTION + " and the probabilities of " + listed(classes.classes().names())
                : model instanceof RegressionModel ? PREDICTION : CODE;
    return new Written(
        content,
        Text.of(
            "It takes the columns by their names, NaN for NULL, and gives %s.%s",
            gives, ofTexts(stored)));
  }

  private static String listed(List<String> classes) {
    List<String> shown = classes.stream().limit(MOST_CLASSES).map(Visible::value).toList();
    return String.join(", ", shown)
        + (shown.size() < classes.size() ? " …" : "")
        + ", in this order";
  }

  /** What to do with texts that hold numbers. */
  private static String ofTexts(StoredModel stored) {
    String columns =
        stored.encoding().features().stream()
            .map(WeightedFeature::plain)
            .filter(feature -> feature instanceof NumericFeature n && !n.format().isEmpty())
            .map(feature -> ((NumericFeature) feature).column())
            .distinct()
            .collect(Collectors.joining(", "));
    return columns.isEmpty()
        ? ""
        : Text.of(
            " %s: it takes the numbers, read out of the texts (1234.5 for '1,234.50 $').", columns);
  }

  private Written pmml(StoredModel stored, Model model) {
    String content =
        in(
            "PMML",
            stored,
            model,
            formula ->
                PmmlModel.of(
                    stored.name(),
                    stored.type(),
                    stored.history().label(),
                    formula,
                    stored.encoding()));
    return new Written(
        content.getBytes(StandardCharsets.UTF_8),
        (model instanceof ClusteringModel
                ? "It is a ClusteringModel of PMML 4.4, whose clusters have the numbers of the"
                    + " groups."
                : "It is a RegressionModel of PMML 4.4, which predicts "
                    + stored.history().label()
                    + ".")
            + ofTexts(stored));
  }

  private static String line(String text) {
    return text.replaceAll("\\R", " ");
  }

  /**
   * What the SELECT reads.
   *
   * @param known whether it is the training's query
   */
  private record Rows(String query, Schema schema, boolean known) {}

  /** The training's query if it still has the columns; else any table with them. */
  private Rows rows(StoredModel stored) {
    Database database = workspace.database();
    Optional<String> query = query(stored.history().statement());
    if (query.isPresent()) {
      try {
        Schema schema = database.describe(query.get());
        if (stored.encoding().columns().stream().allMatch(name -> schema.find(name).isPresent())) {
          return new Rows(query.get(), schema, true);
        }
      } catch (DatabaseException gone) {
        // The table of the training no longer exists.
      }
    }
    List<Column> columns =
        stored.encoding().columns().stream()
            .map(name -> new Column(name, typeOf(stored, name), ""))
            .toList();
    String names =
        columns.stream()
            .map(column -> database.quote(column.name()))
            .collect(Collectors.joining(", "));
    return new Rows("SELECT " + names + " FROM " + TABLE, new Schema(columns), false);
  }

  private static ColumnType typeOf(StoredModel stored, String column) {
    ColumnRead first =
        stored.encoding().reads().stream()
            .filter(read -> read.column().equals(column))
            .findFirst()
            .orElseThrow();
    return switch (first.form()) {
      case NUMBERS -> ColumnType.REAL;
      case TEXTS -> ColumnType.TEXT;
      case LISTS -> ColumnType.LIST;
    };
  }

  private Optional<String> query(String training) {
    try {
      return SqlflowParser.parse(training).stream()
          .filter(Statement.Train.class::isInstance)
          .map(train -> ((Statement.Train) train).query().text().strip())
          .filter(query -> !query.contains("${"))
          .findFirst();
    } catch (SyntaxException unreadable) {
      return Optional.empty();
    }
  }
}
