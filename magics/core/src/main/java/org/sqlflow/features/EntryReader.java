package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.data.Column;
import org.sqlflow.data.Schema;
import org.sqlflow.features.trained.KnownModels;
import org.sqlflow.syntax.ColumnEntry;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.Position;
import org.sqlflow.text.NearestName;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * Reads entries of COLUMN as features that are not fitted yet.
 *
 * @param schema the query's columns
 * @param label a column that patterns leave out
 * @param functions the functions that can be called
 * @param texts what is known about text columns
 * @param models finds trained models
 */
public record EntryReader(
    Schema schema,
    Optional<Column> label,
    ColumnFunctions functions,
    TextColumns texts,
    KnownModels models) {
  /** Names that a message lists. */
  private static final int LISTED = 12;

  /** Names with commas; the first ones of a long list, and how many more there are. */
  public static String listed(List<String> names) {
    return Text.first(LISTED, names);
  }

  /** The features of an entry: one, or one for each column that its pattern matches. */
  public List<Feature> read(ColumnEntry entry) {
    if (entry instanceof ColumnEntry.Call call) {
      ColumnFunction function = functions.of(call.function());
      Call checked = new Call(call, function, this);
      checked.checkCount();
      return function.reader().read(checked);
    }
    List<Feature> features = new ArrayList<>();
    for (Column column : columns(entry)) {
      features.add(number(column, "a model", entry.position()));
    }
    return features;
  }

  /** The columns of an entry that is a name or a pattern. */
  public List<Column> columns(ColumnEntry entry) {
    if (entry instanceof ColumnEntry.Pattern pattern) {
      List<Column> found = matching(pattern.regex(), pattern.position());
      return found.size() == 1
          ? found
          : found.stream().filter(column -> label.filter(column::equals).isEmpty()).toList();
    }
    return List.of(find(schema, ((ColumnEntry.Named) entry).column()));
  }

  /**
   * The column of a name.
   *
   * @throws FeatureException if there is none, with the nearest name
   */
  public static Column find(Schema schema, Name name) {
    if (schema.names().stream().filter(name.text()::equals).count() > 1) {
      throw twoOfOneName(name.text(), name.position());
    }
    return schema
        .find(name.text())
        .orElseThrow(
            () ->
                new FeatureException(
                    "the query has no column " + name.text() + "; " + hint(schema, name.text()),
                    name.position()));
  }

  /** The error for a name that does not say which column is meant. */
  public static FeatureException twoOfOneName(String name, Position position) {
    return new FeatureException(
        "two columns of the query are named " + name + ": name one by AS", position);
  }

  private static String hint(Schema schema, String name) {
    return NearestName.question(name, schema.names())
        .orElseGet(() -> "it has " + listed(schema.names()));
  }

  /**
   * The column of exactly this name, or else those whose whole names the regular expression
   * matches.
   */
  private List<Column> matching(String regex, Position position) {
    Optional<Column> named = schema.find(regex);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    Pattern pattern = compile(regex, position);
    List<Column> found =
        schema.columns().stream()
            .filter(column -> pattern.matcher(column.name()).matches())
            .toList();
    if (found.isEmpty()) {
      throw new FeatureException(
          "no column name matches \"" + regex + "\" as a whole; " + hint(schema, regex), position);
    }
    return found;
  }

  private static Pattern compile(String regex, Position position) {
    try {
      return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    } catch (PatternSyntaxException error) {
      String message = "\"%s\" is neither a column nor a valid regular expression: %s";
      throw new FeatureException(Text.of(message, regex, error.getDescription()), position);
    }
  }

  /** A column as a number, for a reader of numbers; refuses a column without numbers. */
  NumericFeature number(Column column, String reader, Position position) {
    Optional<NumberFormat> format = texts.format(column);
    if (format.isPresent()) {
      return NumericFeature.of(column.name(), format.get());
    }
    requireNumber(column, reader, position);
    return NumericFeature.of(column);
  }

  /** Refuses a column that is not numeric, for a reader of numbers. */
  void requireNumber(Column column, String reader, Position position) {
    if (column.type().isNumeric()) {
      return;
    }
    if (label.filter(column::equals).isPresent()) {
      throw new FeatureException(column.name() + " is the label: leave it out of COLUMN", position);
    }
    Optional<String> known = texts.refusal(column);
    if (known.isPresent()) {
      throw new FeatureException(known.get(), position);
    }
    String way =
        switch (column.type()) {
          case TEXT ->
              "use INDICATOR(%4$s) for one feature per value, or CATEGORY_HASH(%4$s, 100) if it has"
                  + " many values";
          case TIME ->
              // Not the seconds since 1970, for which each database has another function.
              "convert it to a number in the query, such as EXTRACT(YEAR FROM %5$s) or"
                  + " EXTRACT(MONTH FROM %5$s), or use INDICATOR(%4$s)";
          case LIST -> "use DENSE(%4$s, n), where n is the length of its lists";
          default -> "leave it out, or convert it to a number in the query";
        };
    throw new FeatureException(
        names ->
            Text.of(
                "column %1$s is %2$s, but %3$s takes numbers: " + way,
                column.name(),
                column.typeName(),
                reader,
                SqlNames.inClause(column.name()),
                names.inSql(column.name())),
        position);
  }
}
