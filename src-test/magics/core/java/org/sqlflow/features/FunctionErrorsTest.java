package org.sqlflow.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.features.SourceColumn.Kind;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

/** Every way to write a column function wrongly, with the place and the words of the answer. */
class FunctionErrorsTest {
  private static final List<SourceColumn> OFFERED =
      List.of(
          new SourceColumn("age", Kind.WHOLE, "INTEGER"),
          new SourceColumn("amount", Kind.REAL, "DOUBLE"),
          new SourceColumn("city", Kind.TEXT, "VARCHAR"),
          new SourceColumn("day", Kind.TIME, "DATE"),
          new SourceColumn("v", Kind.LIST, "DOUBLE[]"),
          new SourceColumn("tree", Kind.OTHER, "STRUCT(a INTEGER)"));

  private static final String HEAD = "SELECT 1 TO TRAIN x COLUMN ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // the function
        "BUKET(age, [1]) | 1 | no column function BUKET; did you mean BUCKET?",
        "age, YOUR_FUNC(age) | 6 | no column function YOUR_FUNC; there are NUMERIC, LOG, BUCKET,"
            + " CATEGORY_ID, CATEGORY_HASH, INDICATOR, CROSS, DENSE, EMBEDDING. Anything else can"
            + " be computed in the query",
        "EMBEDDING(city, 8) | 1 | EMBEDDING is for the supervised networks, and no estimator here"
            + " takes it yet: INDICATOR in its place gives each category a feature of its own",
        "INDICATOR(EMBEDDING(city, 8, sum)) | 11 | EMBEDDING is for the supervised networks, and no"
            + " estimator here takes it yet: INDICATOR in its place gives each category a feature"
            + " of its own",
        "SPARSE(v, 64, COMMA) | 1 | SPARSE of SQLFlow is no column function here: a vector of which"
            + " few numbers are not 0 takes all its places: split it in the query and use DENSE(c,"
            + " n)",
        "seq_category_id(city, 9) | 1 | seq_category_id of SQLFlow is no column function here: no"
            + " estimator here reads sequences; split the text in the query and use CATEGORY_HASH"
            + " on its parts",
        "concat(age, amount) | 1 | concat of SQLFlow is no column function here: the entries of"
            + " COLUMN stand one beside the other as they are: list them with commas",
        "bucketize(age, 9) | 1 | bucketize of SQLFlow is no column function here: it is BUCKET(c,"
            + " [b1, b2]) with the bounds",
        // columns
        "LOG(amont) | 5 | the query has no column amont; did you mean amount?",
        "INDICATOR(\"[*\") | 11 | \"[*\" is neither a column nor a regular expression: Unclosed"
            + " character class",
        "INDICATOR(CATEGORY_ID(\"b.*\", 9)) | 23 | no column's whole name matches \"b.*\"; it has"
            + " age, amount, city, day, v, tree",
        "\"amonut\" | 1 | no column's whole name matches \"amonut\"; did you mean amount?",
        "\"[ac].*\" | 1 | column city is VARCHAR, and a model takes numbers: INDICATOR(city)"
            + " gives each of its values a feature, CATEGORY_HASH(city, 100) is for many values",
        "BUCKET(city, [1]) | 8 | column city is VARCHAR, and BUCKET takes numbers: INDICATOR(city)"
            + " gives each of its values a feature, CATEGORY_HASH(city, 100) is for many values",
        "LOG(day) | 5 | column day is DATE, and LOG takes numbers: make it a number in the query,"
            + " such as epoch(day) or month(day), or write INDICATOR(day)",
        "age, v | 6 | column v is DOUBLE[], and a model takes numbers: write DENSE(v, n), n being"
            + " the length of its lists",
        "CATEGORY_ID(tree, 4) | 13 | column tree is STRUCT(a INTEGER), and CATEGORY_ID takes"
            + " numbers: leave it out, or make it a number in the query",
        "DENSE(age, 2) | 7 | column age is INTEGER, and DENSE takes lists of numbers or texts of"
            + " them: name the column itself",
        "DENSE(tree, 1) | 7 | column tree is STRUCT(a INTEGER), and DENSE takes lists of numbers or"
            + " texts of them",
        // arguments
        "NUMERIC() | 1 | NUMERIC takes a column of numbers, as in NUMERIC(age)",
        "NUMERIC(5) | 9 | NUMERIC takes a column of numbers, as in NUMERIC(age)",
        "NUMERIC(v, 3) | 12 | a vector of so many numbers is DENSE(c, 3); NUMERIC takes a column of"
            + " numbers, as in NUMERIC(age)",
        "LOG(age, 10) | 10 | LOG takes a column of numbers, as in LOG(amount)",
        "LOG(LOG(age)) | 5 | LOG takes a column of numbers, as in LOG(amount)",
        "LOG(INDICATOR(city)) | 5 | LOG takes a column of numbers, as in LOG(amount)",
        "BUCKET(age) | 1 | BUCKET takes a column of numbers and a list of bounds, as in BUCKET(age,"
            + " [18, 65])",
        "BUCKET(age, 18) | 13 | BUCKET takes a column of numbers and a list of bounds, as in"
            + " BUCKET(age, [18, 65])",
        "BUCKET(age, []) | 13 | BUCKET takes a column of numbers and a list of bounds, as in"
            + " BUCKET(age, [18, 65])",
        "BUCKET(age, [18, x]) | 18 | BUCKET takes a column of numbers and a list of bounds, as in"
            + " BUCKET(age, [18, 65])",
        "BUCKET(DENSE(age, 1), [10, 0]) | 28 | the bounds must ascend, and 0 stands after 10;"
            + " BUCKET takes a column of numbers and a list of bounds, as in BUCKET(age, [18, 65])",
        "BUCKET(age, [.5, 0.5]) | 18 | the bounds must ascend, and 0.5 stands after 0.5; BUCKET"
            + " takes a column of numbers and a list of bounds, as in BUCKET(age, [18, 65])",
        "BUCKET([age], [18, 65]) | 8 | BUCKET takes a column of numbers and a list of bounds, as in"
            + " BUCKET(age, [18, 65])",
        "CATEGORY_ID(age) | 1 | CATEGORY_ID takes a column of whole numbers from 0 and how many"
            + " there are, as in CATEGORY_ID(region, 10)",
        "CATEGORY_ID(age, 2.5) | 18 | CATEGORY_ID takes a column of whole numbers from 0 and how"
            + " many there are, as in CATEGORY_ID(region, 10)",
        "CATEGORY_ID(age, 0) | 18 | here stands a whole number from 1 to 100,000; CATEGORY_ID takes"
            + " a column of whole numbers from 0 and how many there are, as in CATEGORY_ID(region,"
            + " 10)",
        "CATEGORY_HASH(city, 100001) | 21 | here stands a whole number from 1 to 100,000;"
            + " CATEGORY_HASH takes a column and how many categories to hash it into, as in"
            + " CATEGORY_HASH(city, 100)",
        "CATEGORY_HASH(BUCKET(age, [1]), 9) | 15 | CATEGORY_HASH takes a column and how many"
            + " categories to hash it into, as in CATEGORY_HASH(city, 100)",
        "INDICATOR(city, 9) | 17 | INDICATOR takes a column or a category, as in INDICATOR(month)",
        "INDICATOR(LOG(age)) | 11 | INDICATOR takes a column or a category, as in INDICATOR(month)",
        "CROSS(city, 9) | 7 | CROSS takes a list of columns or categories and how many categories"
            + " to hash them into, as in CROSS([month, region], 100)",
        "CROSS([city], 9) | 7 | CROSS takes a list of columns or categories and how many categories"
            + " to hash them into, as in CROSS([month, region], 100)",
        "CROSS([city, NUMERIC(age)], 9) | 14 | CROSS takes a list of columns or categories and how"
            + " many categories to hash them into, as in CROSS([month, region], 100)",
        "CROSS([city, 3], 9) | 14 | CROSS takes a list of columns or categories and how many"
            + " categories to hash them into, as in CROSS([month, region], 100)",
        "DENSE(v) | 1 | DENSE takes a column of lists or of texts, how many numbers each holds, and"
            + " the texts' delimiter unless it is a comma, as in DENSE(readings, 3, ';')",
        "DENSE(v, 3, KOMMA) | 13 | DENSE takes a column of lists or of texts, how many numbers each"
            + " holds, and the texts' delimiter unless it is a comma, as in DENSE(readings, 3,"
            + " ';')",
        "DENSE(v, [1000, 1000]) | 10 | it holds at most 100,000; DENSE takes a column of lists or"
            + " of texts, how many numbers each holds, and the texts' delimiter unless it is a"
            + " comma, as in DENSE(readings, 3, ';')",
      })
  void aWrongFunctionIsAnsweredAtItsPlace(String clause, int column, String message) {
    Statement.Train train =
        (Statement.Train) SqlflowParser.parse(HEAD + clause.strip() + " INTO m").get(0);

    FeatureException error =
        catchThrowableOfType(
            FeatureException.class,
            () -> FeatureSelection.choose(train.columns(), OFFERED, train.label()));

    assertThat(error).hasMessage(message.strip());
    assertThat(error.position().map(Position::column)).contains(HEAD.length() + column);
  }
}
