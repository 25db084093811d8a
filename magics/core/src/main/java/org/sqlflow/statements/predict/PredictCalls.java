package org.sqlflow.statements.predict;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.database.Database;
import org.sqlflow.database.DatabaseException;
import org.sqlflow.database.RowFunction;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelException;
import org.sqlflow.statements.StatementException;
import org.sqlflow.statements.Workspace;
import org.sqlflow.store.ModelFile;
import org.sqlflow.store.StoreException;
import org.sqlflow.store.StoredModel;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.ModelCall;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.Statement;
import org.sqlflow.syntax.Statement.StandardSql;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * The calls {@code predict('model', row)} in a statement: each becomes a call of a Java function
 * for the model, with the columns that it needs. Only for databases that call Java.
 */
public final class PredictCalls {
  private static final String FUNCTION = "predict";
  private static final int LONGEST = 60;
  private static final String PREFIX = "sqlflow_predict_";

  /** Begins a text argument that means a number or a list. */
  static final char MARK = 1;

  private static final Pattern CREATES_LASTING =
      Pattern.compile(
          "(?is)(?:\\s|--[^\\n"
              + "]*|/\\*.*?\\*/)*+CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:TEMP(?:ORARY)?\\s+)?"
              + "(VIEW|MACRO|FUNCTION)\\b.*");

  private final Workspace workspace;
  private final LexicalRules rules;
  private final StandardSql written;
  private final List<Edit> edits = new ArrayList<>();
  private StandardSql sql;

  /** The replacement of a call, by its place in the text at that time. */
  private record Edit(int start, int end, int length) {}

  private PredictCalls(StandardSql sql, Workspace workspace, LexicalRules rules) {
    this.workspace = workspace;
    this.rules = rules;
    this.written = sql;
    this.sql = sql;
  }

  /**
   * A statement that the database can run, with what is needed to find places in the original.
   *
   * @param statement the statement; the original itself if it has no such calls
   */
  public record Ready(Statement statement, Optional<PredictCalls> calls) {
    /** The same error at its place in the original. */
    public StatementException placed(StatementException error) {
      return calls.isEmpty() || error.offset().isEmpty()
          ? error
          : new StatementException(
              error.getMessage(),
              calls.get().original(error.offset().getAsInt()),
              error.getCause());
    }
  }

  /**
   * Finds the calls of a statement.
   *
   * @param rules how the database reads strings and comments
   * @throws StatementException at a call that does not name a model, or whose arguments do not fit
   *     it
   */
  public static Ready in(Statement statement, Workspace workspace, LexicalRules rules) {
    Optional<StandardSql> own =
        statement instanceof StandardSql standard
            ? Optional.of(standard)
            : statement instanceof Statement.Extended extended
                ? Optional.of(extended.query())
                : Optional.empty();
    Optional<ModelCall> last = own.flatMap(sql -> ModelCall.last(sql.text(), rules));
    Optional<ModelCall.Bare> bare =
        last.isPresent() ? Optional.empty() : own.flatMap(sql -> ModelCall.bare(sql.text(), rules));
    if (last.isEmpty() && bare.isEmpty()
        || !workspace.database().callsJava()
        || workspace.database().functions().stream().anyMatch(FUNCTION::equalsIgnoreCase)) {
      return new Ready(statement, Optional.empty());
    }
    PredictCalls calls = new PredictCalls(own.get(), workspace, rules);
    bare.ifPresent(calls::checkBare);
    if (bare.isPresent()) {
      return new Ready(statement, Optional.empty());
    }
    try {
      calls.replaceAll();
    } catch (ModelException | StoreException error) {
      throw new StatementException(error.getMessage(), own.get().position());
    }
    return new Ready(
        statement instanceof Statement.Extended extended ? extended.on(calls.sql) : calls.sql,
        Optional.of(calls));
  }

  /** Refuses a model's name without quotes, which would be a column to the database. */
  private void checkBare(ModelCall.Bare bare) {
    if (isModel(bare.model())) {
      Position position = position(bare.start());
      throw new StatementException(
          Text.of(
              "predict takes the model's name as a text: %s('%s'%s",
              FUNCTION, bare.model().replace("'", "''"), ending(bare.rest())),
          position);
    }
  }

  /** The arguments that follow a model's name, if they are short. */
  private static String ending(String rest) {
    int end = rest.indexOf(')');
    boolean isShort = end >= 0 && end < LONGEST && rest.indexOf('(') < 0;
    return isShort ? rest.substring(0, end + 1) : ", \u2026)";
  }

  private boolean isModel(String name) {
    try {
      return workspace.store().find(name).isPresent();
    } catch (ModelException | StoreException | DatabaseException unreadable) {
      return false;
    }
  }

  private Position position(int at) {
    Position start = written.position();
    return new Position(start.offset() + at, start.line(), start.column());
  }

  private void replaceAll() {
    Optional<ModelCall> call = ModelCall.last(sql.text(), rules);
    while (call.isPresent()) {
      String text = sql.text();
      String instead = function(call.get());
      edits.add(new Edit(call.get().start(), call.get().end(), instead.length()));
      sql =
          new StandardSql(
              text.substring(0, call.get().start()) + instead + text.substring(call.get().end()),
              sql.position());
      call = ModelCall.last(sql.text(), rules);
    }
  }

  /** The place in the cell for a place in the rewritten statement. */
  private int original(int offset) {
    int at = offset - written.position().offset();
    for (int i = edits.size() - 1; i >= 0; i--) {
      Edit edit = edits.get(i);
      if (at >= edit.start + edit.length) {
        at += edit.end - edit.start - edit.length;
      } else if (at > edit.start) {
        at = edit.start;
      }
    }
    return written.position().offset() + at;
  }

  private Position position(ModelCall call) {
    Position start = written.position();
    return new Position(original(start.offset() + call.start()), start.line(), start.column());
  }

  private String function(ModelCall call) {
    Position position = position(call);
    StoredModel stored = workspace.model(new Name(call.model(), true, position));
    String name = SqlNames.model(stored.name());
    if (CREATES_LASTING.matcher(written.text()).matches()) {
      throw new StatementException(
          Text.of(
              "predict is a function of this session, so nothing lasting can call it; SELECT …"
                  + " TO PREDICT v.group_id WITH predict.view = true USING %s makes a view",
              name),
          position);
    }
    Model model = workspace.restored(stored);
    List<OutputColumn> outputs = model.outputs(FUNCTION, Set.of());
    if (outputs.size() != 1 || outputs.get(0).type() == OutputColumn.Type.REAL) {
      throw new StatementException(
          Text.of(
              "%s gives several numbers per row, and predict can give only one value: use TO"
                  + " PREDICT",
              name),
          position);
    }
    List<ColumnRead> reads = stored.encoding().reads();
    List<String> values = values(stored, call, position);
    List<String> arguments = new ArrayList<>();
    for (ColumnRead read : reads) {
      arguments.add(
          argument(read.form(), values.get(stored.encoding().columns().indexOf(read.column()))));
    }
    String function = PREFIX + digest(stored);
    workspace
        .database()
        .register(
            new RowFunction(
                function,
                reads.stream().map(read -> read.form() == ColumnRead.Form.NUMBERS).toList(),
                outputs.get(0),
                new RowScoring(stored, workspace)));
    return function + "(" + String.join(", ", arguments) + ")";
  }

  /** An expression for each of the model's columns. */
  private List<String> values(StoredModel stored, ModelCall call, Position position) {
    Database database = workspace.database();
    List<String> columns = stored.encoding().columns();
    List<ModelCall.Argument> given = call.arguments();
    if (given.isEmpty()) {
      return columns.stream().map(database::quote).toList();
    }
    boolean isRow =
        given.size() == 1
            && given.get(0).isName()
            && columns.stream().noneMatch(given.get(0).last()::equalsIgnoreCase);
    if (isRow) {
      return columns.stream()
          .map(column -> given.get(0).text() + "." + database.quote(column))
          .toList();
    }
    if (given.size() != columns.size()) {
      throw new StatementException(
          Text.of(
              "predict takes the name of a table, or the %d %s that %s was trained on, in this"
                  + " order: %s",
              columns.size(),
              columns.size() == 1 ? "column" : "columns",
              SqlNames.model(stored.name()),
              columns.stream().map(database.names()::inSql).collect(Collectors.joining(", "))),
          position);
    }
    return given.stream().map(argument -> "(" + argument.text() + ")").toList();
  }

  /**
   * A function's argument. Numbers and lists that are passed as texts get a mark, so that the
   * function can recognize them.
   */
  private static String argument(ColumnRead.Form form, String value) {
    return switch (form) {
      case NUMBERS -> "CAST(" + value + " AS DOUBLE)";
      case TEXTS ->
          Text.of(
              "CASE WHEN typeof(%1$s) IN ('DOUBLE', 'FLOAT') OR typeof(%1$s) LIKE 'DECIMAL%%' THEN"
                  + " chr(%2$d) || CAST(TRY_CAST(%1$s AS DOUBLE) AS VARCHAR) ELSE CAST(%1$s AS"
                  + " VARCHAR) END",
              value, (int) MARK);
      case LISTS ->
          Text.of(
              "CASE WHEN typeof(%1$s) LIKE '%%]' THEN chr(%2$d) || CAST(%1$s AS VARCHAR) ELSE"
                  + " CAST(%1$s AS VARCHAR) END",
              value, (int) MARK);
    };
  }

  /**
   * A digest for the function's name, so that another model of the same name is another function.
   */
  private static String digest(StoredModel stored) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(ModelFile.bytes(stored.named(FUNCTION)));
      return new BigInteger(1, digest).toString(36).substring(0, 24);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
