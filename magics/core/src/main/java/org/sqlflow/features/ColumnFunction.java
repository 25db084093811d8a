package org.sqlflow.features;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.syntax.Name;
import org.sqlflow.syntax.NearestName;

/**
 * The functions of COLUMN: their names, what they take, and an example to show where it is wrong.
 */
public enum ColumnFunction {
  NUMERIC(1, 2, "a column of numbers", "NUMERIC(age)"),
  LOG(1, 1, "a column of numbers", "LOG(amount)"),
  BUCKET(2, 2, "a column of numbers and a list of bounds", "BUCKET(age, [18, 65])"),
  CATEGORY_ID(
      2, 2, "a column of whole numbers from 0 and how many there are", "CATEGORY_ID(region, 10)"),
  CATEGORY_HASH(
      2, 2, "a column and how many categories to hash it into", "CATEGORY_HASH(city, 100)"),
  INDICATOR(1, 1, "a column or a category", "INDICATOR(month)"),
  CROSS(
      2,
      2,
      "a list of columns or categories and how many categories to hash them into",
      "CROSS([month, region], 100)"),
  DENSE(
      2,
      3,
      "a column of lists or of texts, how many numbers each holds, and the texts' delimiter unless"
          + " it is a comma",
      "DENSE(readings, 3, ';')"),
  EMBEDDING(1, 3, "a category and a width", "EMBEDDING(CATEGORY_HASH(city, 100), 8)");

  /** Functions of SQLFlow, and of its beginnings, that are not here, with what to do instead. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "SPARSE",
          "a vector of which few numbers are not 0 takes all its places: split it in the query and"
              + " use DENSE(c, n)",
          "SEQ_CATEGORY_ID",
          "no estimator here reads sequences; split the text in the query and use CATEGORY_HASH on"
              + " its parts",
          "WEIGHTED_CATEGORY",
          "no estimator here weighs categories; use CATEGORY_HASH(c, n)",
          "CONCAT",
          "the entries of COLUMN stand one beside the other as they are: list them with commas",
          "BUCKETIZE",
          "it is BUCKET(c, [b1, b2]) with the bounds");

  private final int fewest;
  private final int most;
  private final String takes;
  private final String example;

  ColumnFunction(int fewest, int most, String takes, String example) {
    this.fewest = fewest;
    this.most = most;
    this.takes = takes;
    this.example = example;
  }

  /** The function of a name, or an error that tells the nearest one. */
  static ColumnFunction of(Name name) {
    String upper = name.text().toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(function -> function.name().equals(upper))
        .findFirst()
        .orElseThrow(() -> new FeatureException(unknown(name.text(), upper), name.position()));
  }

  private static String unknown(String name, String upper) {
    List<String> names = Arrays.stream(values()).map(Enum::name).toList();
    return Optional.ofNullable(ELSEWHERE.get(upper))
        .map(instead -> name + " of SQLFlow is no column function here: " + instead)
        .or(
            () ->
                NearestName.question(name, names)
                    .map(question -> "no column function " + name + "; " + question))
        .orElseGet(
            () ->
                "no column function "
                    + name
                    + "; there are "
                    + String.join(", ", names)
                    + ". Anything else can be computed in the query");
  }

  boolean takes(int arguments) {
    return fewest <= arguments && arguments <= most;
  }

  int most() {
    return most;
  }

  /** What it takes, in words. */
  public String takes() {
    return takes;
  }

  /** A call of it. */
  public String example() {
    return example;
  }

  /** What it takes, with an example. */
  String usage() {
    return name() + " takes " + takes + ", as in " + example;
  }
}
