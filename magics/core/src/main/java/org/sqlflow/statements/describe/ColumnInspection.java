package org.sqlflow.statements.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.columns.ColumnProfile;
import org.sqlflow.columns.ColumnSurvey;
import org.sqlflow.columns.ColumnWords;
import org.sqlflow.columns.Diagnosis;
import org.sqlflow.columns.Finding;
import org.sqlflow.columns.SqlStyle;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.database.Database;
import org.sqlflow.database.RowLimit;
import org.sqlflow.features.TextColumns;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.text.Omission;
import org.sqlflow.text.Text;

/**
 * What a training finds out about the query's columns besides the model: it looks at the rows of
 * the features as they are read, and at the columns of texts that are left out. Where reading just
 * the first rows is cheap, texts are read separately; elsewhere they are read with the features,
 * since the query should run only once.
 */
public final class ColumnInspection {
  /** How many rows of texts are read separately. */
  private static final int FIRST_ROWS = ColumnSurvey.MOST_SAMPLED;

  /**
   * The most columns of texts that are read with the features of all rows: each costs as much as a
   * feature.
   */
  private static final int MOST_READ_ALONG = 16;

  /** If fewer than one in so many columns is used, the report begins with that. */
  private static final int FEW = 3;

  private final Database database;
  private final String query;
  private final Schema schema;
  private final Set<String> predictions;
  private final ColumnWords words;
  private Optional<Diagnosis> texts = Optional.empty();
  private Optional<ColumnSurvey> survey = Optional.empty();
  private List<ColumnRead> further = List.of();
  private Optional<FeatureSelection> chosen = Optional.empty();
  private boolean isChosen;

  /**
   * @param query the SQL whose columns are looked at
   * @param schema its columns
   * @param predictions columns that hold predictions of earlier models
   */
  public ColumnInspection(Database database, String query, Schema schema, Set<String> predictions) {
    this.database = database;
    this.query = query;
    this.schema = schema;
    this.predictions = predictions;
    this.words = words(database);
  }

  /** What was found, for a training that failed; empty before its columns were chosen. */
  public Optional<Words> unused() {
    return chosen.map(features -> found(features.leftOut()));
  }

  /** How findings are worded for users of a database. */
  static ColumnWords words(Database database) {
    return new ColumnWords(new SqlStyle(database.names(), database::number, database.readsFiles()));
  }

  /** The columns that hold what an earlier model predicted. */
  public Set<String> predictions() {
    return predictions;
  }

  /** The columns of texts, which are examined only when needed. */
  public TextColumns textColumns(boolean asNumbers, TextColumns.Categories asCategories) {
    return new TextColumns(this::texts, Optional.of(words), asNumbers, asCategories);
  }

  private Diagnosis texts() {
    if (texts.isEmpty()) {
      texts = Optional.of(firstRows(textReads(Set.of())));
    }
    return texts.get();
  }

  private List<ColumnRead> textReads(Set<String> without) {
    return schema.columns().stream()
        .filter(column -> column.type() == ColumnType.TEXT && !without.contains(column.name()))
        .map(column -> ColumnRead.texts(column.name()))
        .distinct()
        .toList();
  }

  private Diagnosis firstRows(List<ColumnRead> reads) {
    if (reads.isEmpty()) {
      return Diagnosis.NONE;
    }
    ColumnSurvey first = new ColumnSurvey(schema, reads, 0);
    int[] left = {FIRST_ROWS};
    try (RowSource rows = database.read(query, reads, RowLimit.atMost(FIRST_ROWS - 1))) {
      rows.read(
          batch -> {
            if (left[0] > 0) {
              RowBatch some =
                  batch.rows() <= left[0]
                      ? batch
                      : new RowBatch(left[0], batch.names(), batch.columns());
              left[0] -= some.rows();
              first.add(some);
            }
          });
    }
    return first.diagnosis(predictions);
  }

  /**
   * Prepares to examine the rows of a training.
   *
   * @param reads of the training, as the database reads them
   * @param isChosen whether the statement names the columns to use
   * @return the survey that is to be given the rows
   */
  public ColumnSurvey survey(FeatureSelection features, List<ColumnRead> reads, boolean isChosen) {
    this.chosen = Optional.of(features);
    this.isChosen = isChosen;
    Set<String> leftOut = new HashSet<>();
    features.leftOut().forEach(column -> leftOut.add(column.column()));
    List<ColumnRead> unread =
        textReads(Set.of()).stream().filter(read -> leftOut.contains(read.column())).toList();
    List<ColumnRead> own = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ColumnRead read : reads) {
      if (read.form() != ColumnRead.Form.LISTS && names.add(read.column())) {
        own.add(read);
      }
    }
    if (database.samplesRows()) {
      texts = texts.or(() -> Optional.of(firstRows(unread)));
    } else if (texts.isEmpty()) {
      further = unread.stream().limit(MOST_READ_ALONG).toList();
      own.addAll(further);
    }
    survey = Optional.of(new ColumnSurvey(schema, own, 0));
    return survey.get();
  }

  /** What to read of each row in addition to what the training reads. */
  public List<ColumnRead> further() {
    return further;
  }

  /**
   * What was found, in words.
   *
   * @param leftOut the columns that are left out
   */
  public Words found(List<LeftOut> leftOut) {
    return found(leftOut, false);
  }

  /**
   * The same.
   *
   * @param labelled whether the training learns to predict a label
   */
  public Words found(List<LeftOut> leftOut, boolean labelled) {
    Diagnosis all = diagnosis();
    Set<String> left = new LinkedHashSet<>();
    leftOut.forEach(column -> left.add(column.column()));
    Set<String> used = new LinkedHashSet<>();
    survey.map(ColumnSurvey::reads).orElse(List.of()).forEach(read -> used.add(read.column()));
    further.forEach(read -> used.remove(read.column()));
    used.removeAll(left);
    // The label is read too, but is not a feature.
    chosen.ifPresent(
        features -> used.retainAll(features.reads().stream().map(ColumnRead::column).toList()));
    List<String> first = new ArrayList<>();
    long columns = schema.columns().size();
    if (!isChosen && FEW * used.size() < columns) {
      first.add(
          Text.of(
              "Only %,d of %,d columns %s used.",
              used.size(), columns, used.size() == 1 ? "is" : "are"));
    }
    first.addAll(words.numbersInText(all, left));
    // For a column that was chosen, the training's own reason is better.
    List<LeftOut> known = chosen.map(FeatureSelection::leftOut).orElse(leftOut);
    List<LeftOut> reasons =
        leftOut.stream()
            .map(
                column ->
                    schema
                        .find(column.column())
                        .filter(found -> found.type() == ColumnType.TEXT && known.contains(column))
                        .flatMap(found -> words.leftOut(all, found.name()))
                        .map(reason -> new LeftOut(column.column(), reason))
                        .orElse(column))
            .toList();
    List<Finding.NumbersInText> safe =
        all.of(Finding.NumbersInText.class).stream()
            .filter(found -> !isChosen && left.contains(found.column()) && found.numbers().isSafe())
            .toList();
    Numbers numbers =
        safe.isEmpty()
            ? Numbers.NONE
            : safe.stream().anyMatch(this::isMissing) ? Numbers.SOME_MISSING : Numbers.IN_ALL_ROWS;
    List<String> targets =
        all.of(Finding.LikelyTarget.class).stream()
            .map(Finding::column)
            .filter(used::contains)
            .toList();
    List<String> amounts =
        all.of(Finding.HeavyTail.class).stream()
            .map(Finding::column)
            .filter(used::contains)
            .toList();
    return new Words(
        first,
        words.warnings(all, used, omission(used), labelled),
        reasons,
        numbers,
        amounts,
        targets);
  }

  private Omission omission(Set<String> used) {
    return chosen.map(FeatureSelection::omission).orElseGet(() -> Omission.of(used));
  }

  /** Whether a column has texts without a number, or rows without a text. */
  private boolean isMissing(Finding.NumbersInText found) {
    return found.numbers().marked() + found.numbers().others() > 0
        || texts.stream()
            .flatMap(own -> own.profiles().stream())
            .anyMatch(own -> own.name().equals(found.column()) && own.missing() > 0);
  }

  private Diagnosis diagnosis() {
    List<Finding> findings = new ArrayList<>();
    List<ColumnProfile> profiles = new ArrayList<>();
    survey
        .map(seen -> seen.diagnosis(predictions))
        .ifPresent(
            own -> {
              findings.addAll(own.findings());
              profiles.addAll(own.profiles());
            });
    texts.ifPresent(own -> findings.addAll(own.findings()));
    List<String> order = schema.columns().stream().map(Column::name).toList();
    findings.sort(Comparator.comparingInt(finding -> order.indexOf(finding.column())));
    return new Diagnosis(profiles, findings);
  }

  /** Numbers in columns of texts that are left out. */
  public enum Numbers {
    NONE,
    IN_ALL_ROWS,
    SOME_MISSING
  }

  /**
   * What to report.
   *
   * @param first before anything else
   * @param notes warnings
   * @param leftOut the columns that are left out, with reasons that consider the values
   * @param numbers whether texts are left out that can safely be read as numbers
   * @param amounts columns with many small and a few very large values
   * @param targets used columns that look like what is to be predicted
   */
  public record Words(
      List<String> first,
      List<String> notes,
      List<LeftOut> leftOut,
      Numbers numbers,
      List<String> amounts,
      List<String> targets) {}
}
