package org.sqlflow.completion;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.syntax.LexicalRules;
import org.sqlflow.syntax.Scanner;

/**
 * What the grammar allows at a place of a cell. The cell's text may be incomplete or wrong.
 *
 * @param start the first character of the word at the place
 * @param end the end of the word; the place itself if there is no word
 * @param wanted the kinds of names that fit
 * @param keywords the keywords that fit, the most likely first, in upper case
 * @param qualifier the names with dots before the word: {@code [schema, table]}
 * @param statement what is known from the rest of the statement
 */
record Place(
    int start,
    int end,
    Set<Wanted> wanted,
    List<String> keywords,
    List<String> qualifier,
    Context statement) {

  /** Kinds of names. */
  enum Wanted {
    /** A model type, after TO TRAIN. */
    ESTIMATOR,
    /** A trained model. */
    MODEL,
    /** An explainer, after USING of TO EXPLAIN. */
    EXPLAINER,
    /** An attribute's name in WITH. */
    ATTRIBUTE,
    /** The value of {@link Context#attribute}. */
    VALUE,
    /** A column of {@link Context#query}. */
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
   * @param operation the word after TO: TRAIN, PREDICT, EVALUATE, EXPLAIN or DESCRIBE
   * @param subject the estimator of TRAIN, or the model that another operation names
   * @param explainer the name after USING of EXPLAIN
   * @param attribute the attribute whose value is at the place
   * @param given the attributes of WITH, without the one at the place
   * @param query the standard SQL up to TO, or up to the statement's end
   * @param sources what the query at the place reads from
   * @param withQueries the text of the named queries at the start of the statement
   * @param withNames the names of these queries
   * @param lowerCase whether the statement's first keyword is in lower case
   */
  record Context(
      Optional<String> operation,
      Optional<String> subject,
      Optional<String> explainer,
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
   * @param alias the name that follows it
   */
  record Source(String sql, Optional<String> alias) {}

  /**
   * The place at an offset. Never fails. Empty inside a string, a comment or a number, where
   * nothing fits.
   *
   * @param text statements
   * @param rules how the database reads strings and comments
   * @param offset the index of the character after the cursor
   */
  static Optional<Place> of(String text, LexicalRules rules, int offset) {
    return PlaceTokens.of(text, rules, offset).map(tokens -> new PlaceReader(tokens).read());
  }

  /** The place that covers a word: its end, if the offset is in or at the word. */
  static Optional<Place> ofWord(String text, LexicalRules rules, int offset) {
    int end = new Scanner(text, rules).wordEnd(offset);
    return of(text, rules, end);
  }
}
