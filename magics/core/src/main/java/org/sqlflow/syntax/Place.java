package org.sqlflow.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the grammar lets stand at a place of a cell, whose text may be unfinished or wrong.
 *
 * @param start the first character of the word at the place
 * @param end behind the word's last character; the place itself where no word stands
 * @param wanted the kinds of names that fit
 * @param keywords the keywords that fit, the likeliest first, in capitals
 * @param qualifier the names with dots before the word: {@code [schema, table]}
 * @param statement what the rest of the statement says
 */
public record Place(
    int start,
    int end,
    Set<Wanted> wanted,
    List<String> keywords,
    List<String> qualifier,
    Context statement) {

  /** Kinds of names. */
  public enum Wanted {
    /** A model type, behind TO TRAIN. */
    ESTIMATOR,
    /** A trained model. */
    MODEL,
    /** What explains, behind USING of TO EXPLAIN. */
    EXPLAINER,
    /** An attribute's name in WITH. */
    ATTRIBUTE,
    /** The value of {@link Context#attribute}. */
    VALUE,
    /** A column that {@link Context#query} gives. */
    QUERY_COLUMN,
    /** A function of COLUMN. */
    COLUMN_FUNCTION,
    /** A column of {@link Context#sources}. */
    SOURCE_COLUMN,
    /** A table or a view. */
    TABLE,
    /** A function of the database. */
    SQL_FUNCTION
  }

  /**
   * The statement around a place.
   *
   * @param operation the word behind TO: TRAIN, PREDICT, EVALUATE or EXPLAIN
   * @param subject the estimator of TRAIN, or the model that another operation names
   * @param attribute the attribute whose value stands at the place
   * @param given the attributes of WITH, but for the one at the place
   * @param query the standard SQL up to TO, or up to the statement's end
   * @param sources what the query at the place reads from
   * @param withQueries the text of the named queries that the statement begins with
   * @param withNames the names of these queries
   * @param lowerCase whether the statement's first keyword is written small
   */
  public record Context(
      Optional<String> operation,
      Optional<String> subject,
      Optional<String> attribute,
      Set<String> given,
      String query,
      List<Source> sources,
      String withQueries,
      List<String> withNames,
      boolean lowerCase) {}

  /**
   * A table of FROM, as written.
   *
   * @param sql its name, a file in quotes, or a query in brackets
   * @param alias the name that stands behind it
   */
  public record Source(String sql, Optional<String> alias) {}

  /**
   * The place at an offset. Never fails: in a string, a comment or a number nothing fits.
   *
   * @param text statements
   * @param offset where the cursor stands: before the character of that index
   */
  public static Optional<Place> of(String text, int offset) {
    return PlaceTokens.of(text, offset).map(tokens -> new PlaceReader(tokens).read());
  }

  /** The place that covers a word: its end, if the offset is in or at the word. */
  public static Optional<Place> ofWord(String text, int offset) {
    int end = new Scanner(text).wordEnd(offset);
    return of(text, end);
  }
}
