package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.Schema;
import org.sqlflow.features.FeatureException;
import org.sqlflow.syntax.Position;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

/** Every way to write a column function wrongly, with the place and the words of the answer. */
class FunctionErrorsTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Column("age", ColumnType.INTEGER, "INTEGER"),
              new Column("amount", ColumnType.REAL, "DOUBLE"),
              new Column("city", ColumnType.TEXT, "VARCHAR"),
              new Column("day", ColumnType.TIME, "DATE"),
              new Column("v", ColumnType.LIST, "DOUBLE[]"),
              new Column("tree", ColumnType.OTHER, "STRUCT(a INTEGER)")));

  private static final String HEAD = "SELECT 1 TO TRAIN x COLUMN ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // the function
        "BUKET(age, [1]) | 1 | no column function BUKET; did you mean BUCKET?",
        "age, YOUR_FUNC(age) | 6 | no column function YOUR_FUNC; there are NUMERIC, LOG, BUCKET,"
            + " CATEGORY_ID, CATEGORY_HASH, INDICATOR, CROSS, DENSE, SPARSE, WEIGHT, CLUSTER,"
            + " EMBEDDING. Compute anything else in the query",
        "WEIGHT(age) | 1 | WEIGHT takes a column or a function of one, and how much it counts:"
            + " above 0, where 1 is as much as any other; also written 2 * age, as in WEIGHT(age,"
            + " 2)",
        "0 * age | 1 | expected a number above 0, up to 1,000,000; WEIGHT takes a column or a"
            + " function of one, and how much it counts: above 0, where 1 is as much as any other;"
            + " also written 2 * age, as in WEIGHT(age, 2)",
        "2 * WEIGHT(age, 3) | 5 | one weight is enough; WEIGHT takes a column or a function of one,"
            + " and how much it counts: above 0, where 1 is as much as any other; also written"
            + " 2 * age, as in WEIGHT(age, 2)",
        "EMBEDDING(city, 8, median) | 20 | expected mean, sum or sqrtn; EMBEDDING takes a column or"
            + " a category, and how many numbers a network learns for each, or a trained model that"
            + " turns rows into numbers, as in EMBEDDING(CATEGORY_HASH(city, 100), 8)",
        "INDICATOR(EMBEDDING(city, 8, sum)) | 11 | INDICATOR takes a column or a category, as in"
            + " INDICATOR(month)",
        "SPARSE(age, 64, COMMA) | 8 | column age is INTEGER, but SPARSE takes texts or lists of"
            + " places: use CATEGORY_ID(age, 64)",
        "CLUSTER(m) | 9 | there is no model m",
        "CLUSTER(7) | 9 | CLUSTER takes a trained model that makes groups, and what of it: group_id"
            + " (the default, a category), distance, distances, confidence or embedding, as in"
            + " CLUSTER(m, distance)",
        "weighted_category(v) | 1 | weighted_category is a function of SQLFlow that is not"
            + " supported: SPARSE(c, n, ',', int, ':', float) reads places with weights",
        "seq_category_id(city, 9) | 1 | seq_category_id is a function of SQLFlow that is not"
            + " supported: no estimator reads sequences; split the text in the query and use"
            + " CATEGORY_HASH on its parts",
        "concat(age, amount) | 1 | concat is a function of SQLFlow that is not supported: list the"
            + " entries in COLUMN, separated by commas",
        "bucketize(age, 9) | 1 | bucketize is a function of SQLFlow that is not supported: use"
            + " BUCKET(c, [b1, b2]) with explicit bounds",
        // columns
        "LOG(amont) | 5 | the query has no column amont; did you mean amount?",
        "INDICATOR(\"[*\") | 11 | \"[*\" is neither a column nor a valid regular expression:"
            + " Unclosed character class",
        "INDICATOR(CATEGORY_ID(\"b.*\", 9)) | 23 | no column name matches \"b.*\" as a whole; it"
            + " has age, amount, city, day, v, tree",
        "\"amonut\" | 1 | no column name matches \"amonut\" as a whole; did you mean amount?",
        "\"[ac].*\" | 1 | column city is VARCHAR, but a model takes numbers: use INDICATOR(city)"
            + " for one feature per value, or CATEGORY_HASH(city, 100) if it has many values",
        "BUCKET(city, [1]) | 8 | column city is VARCHAR, but BUCKET takes numbers: use"
            + " INDICATOR(city) for one feature per value, or CATEGORY_HASH(city, 100) if it has"
            + " many values",
        "LOG(day) | 5 | column day is DATE, but LOG takes numbers: convert it to a number in the"
            + " query, such as EXTRACT(YEAR FROM day) or EXTRACT(MONTH FROM day), or use"
            + " INDICATOR(day)",
        "age, v | 6 | column v is DOUBLE[], but a model takes numbers: use DENSE(v, n), where n is"
            + " the length of its lists",
        "CATEGORY_ID(tree, 4) | 13 | column tree is STRUCT(a INTEGER), but CATEGORY_ID takes"
            + " numbers: leave it out, or convert it to a number in the query",
        "DENSE(age, 2) | 7 | column age is INTEGER, but DENSE takes lists of numbers or texts of"
            + " them: use age without DENSE",
        "DENSE(tree, 1) | 7 | column tree is STRUCT(a INTEGER), but DENSE takes lists of numbers or"
            + " texts of them",
        // arguments
        "NUMERIC() | 1 | NUMERIC takes a column of numbers, as in NUMERIC(age)",
        "NUMERIC(5) | 9 | NUMERIC takes a column of numbers, as in NUMERIC(age)",
        "NUMERIC(v, 3) | 12 | use DENSE(c, 3) for a vector of numbers; NUMERIC takes a column of"
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
        "BUCKET(DENSE(age, 1), [10, 0]) | 28 | the bounds must ascend, but 0 follows 10; BUCKET"
            + " takes a column of numbers and a list of bounds, as in BUCKET(age, [18, 65])",
        "BUCKET(age, [.5, 0.5]) | 18 | the bounds must ascend, but 0.5 follows 0.5; BUCKET takes a"
            + " column of numbers and a list of bounds, as in BUCKET(age, [18, 65])",
        "BUCKET([age], [18, 65]) | 8 | BUCKET takes a column of numbers and a list of bounds, as in"
            + " BUCKET(age, [18, 65])",
        "CATEGORY_ID(age) | 1 | CATEGORY_ID takes a column of whole numbers from 0 and how many"
            + " there are, as in CATEGORY_ID(region, 10)",
        "CATEGORY_ID(age, 2.5) | 18 | CATEGORY_ID takes a column of whole numbers from 0 and how"
            + " many there are, as in CATEGORY_ID(region, 10)",
        "CATEGORY_ID(age, 0) | 18 | expected a whole number from 1 to 100,000; CATEGORY_ID takes a"
            + " column of whole numbers from 0 and how many there are, as in CATEGORY_ID(region,"
            + " 10)",
        "CATEGORY_HASH(city, 100001) | 21 | expected a whole number from 1 to 100,000;"
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
        "DENSE(v) | 1 | DENSE takes a column of lists or texts, how many numbers each has, and the"
            + " delimiter of the texts if it is not a comma, as in DENSE(readings, 3, ';')",
        "DENSE(v, 3, KOMMA) | 13 | DENSE takes a column of lists or texts, how many numbers each"
            + " has, and the delimiter of the texts if it is not a comma, as in DENSE(readings, 3,"
            + " ';')",
        "DENSE(v, [1000, 1000]) | 10 | a vector has at most 100,000 numbers; DENSE takes a column"
            + " of lists or texts, how many numbers each has, and the delimiter of the texts if it"
            + " is not a comma, as in DENSE(readings, 3, ';')",
      })
  void aWrongFunctionIsAnsweredAtItsPlace(String clause, int column, String message) {
    Statement.Train train =
        (Statement.Train) SqlflowParser.parse(HEAD + clause.strip() + " INTO m").get(0);

    FeatureException error =
        catchThrowableOfType(
            FeatureException.class,
            () -> FeatureSelection.choose(train.columns(), SCHEMA, train.label()));

    assertThat(error).hasMessage(message.strip());
    assertThat(error.position().map(Position::column)).contains(HEAD.length() + column);
  }
}
