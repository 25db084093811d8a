package org.sqlflow.columns;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the name of a column says about its values. A name is read as words: {@code customer_id},
 * {@code customer id}, {@code customer-id}, {@code customerId} and {@code CustomerID} are the words
 * customer and id, whereas {@code paid} and {@code PAID} are one other word. So it does not matter
 * if a database folds names to upper or lower case.
 */
public final class ColumnNames {
  /** Splits between words, in front of a capital after a small letter, and after an acronym. */
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Set<String> IDS = Set.of("id", "ids", "uuid", "guid", "key", "pk", "fk");
  private static final Set<String> NUMBERS = Set.of("no", "nr", "nro", "nummer", "num", "number");
  private static final Set<String> CODES =
      Set.of("code", "zip", "zipcode", "postcode", "plz", "cod");
  private static final Set<String> PLACES =
      Set.of("index", "idx", "row", "rowid", "rownum", "rownumber", "rowno", "rownr", "recno");

  /**
   * Words before {@code index} that make it a row number and not a measure such as a price index.
   */
  private static final Set<String> COUNTED =
      Set.of("row", "record", "line", "sample", "item", "case", "df", "old", "original");

  /** Words that are written together with id in folded names, such as customerid. */
  private static final String OWNERS =
      "account|acct|article|artikel|bill|card|case|claim|client|contact|cust|customer|device"
          + "|employee|emp|household|invoice|item|kunden|loan|member|merchant|object|obs|order"
          + "|parent|passenger|patient|person|policy|product|prod|receipt|record|respondent|row"
          + "|sale|sales|sample|session|shop|sku|staff|store|student|subject|supplier|ticket"
          + "|trans|transaction|trip|user|vehicle|vendor|visit|visitor";

  private static final Pattern RUN_TOGETHER =
      Pattern.compile("(?:" + OWNERS + ")s?(?:id|key|no|nr|number)|\\p{L}+(?:nr|nummer)");

  private static final Pattern TARGET =
      Pattern.compile(
          "y|target|label|labels|class|churn\\w*|is churn\\w*|default\\w*( .*)?|attrition\\w*"
              + "|response|responded|survived|outcome|converted|conversion|fraud|is fraud"
              + "|exited|left|cancelled|canceled|purchased|bought|subscribed|diagnosis|won"
              + "|loan status|result");

  private static final Pattern PREDICTION =
      Pattern.compile(
          "(group|cluster|segment) (id|label|no|nr)|(\\S+ )?(cluster|clusters|clusterid)"
              + "|(\\S+ )?prediction|predicted( .*)?");

  private static final List<String> TARGET_LAST =
      List.of(
          "churn", "churned", "target", "label", "outcome", "default", "defaulted", "attrition");

  private ColumnNames() {}

  /** The words of a name, in lower case. */
  static List<String> words(String name) {
    return Arrays.stream(BETWEEN_WORDS.split(name))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** What kind of a key a name means. */
  public enum KeyName {
    /** No key. */
    NONE,
    /** A key whatever the values: an id. */
    KEY,
    /** A code, such as an area code or a zip: a category, not a quantity. */
    CODE,
    /** A key if its values are nearly all different: a number, an index or a row. */
    IF_UNIQUE
  }

  /**
   * Whether a column is a key by its name. The rule: {@code id}, {@code key} and their like as the
   * last word, or {@code id} as the first one; {@code no} and {@code nr} as the last of several
   * words; {@code code} and {@code zip} as the last word; names that run together with {@code id}
   * or end in {@code nr}, such as customerid and kundennr. {@code number}, {@code index} and {@code
   * row} mark a key only if the values are unique: house_number and price_index are not keys.
   */
  public static KeyName key(String name) {
    List<String> words = words(name);
    if (words.isEmpty()) {
      return KeyName.NONE;
    }
    String last = words.get(words.size() - 1);
    String first = words.get(0);
    boolean single = words.size() == 1;
    if (IDS.contains(last)
        || first.equals("id")
        || RUN_TOGETHER.matcher(last).matches()
        || (!single && (last.equals("no") || last.equals("nr")))) {
      return KeyName.KEY;
    }
    if (CODES.contains(last)) {
      return KeyName.CODE;
    }
    boolean isPlace =
        PLACES.contains(last) && (single || COUNTED.contains(words.get(words.size() - 2)));
    return isPlace || NUMBERS.contains(last) ? KeyName.IF_UNIQUE : KeyName.NONE;
  }

  /** Whether a name means what a model is to predict, such as y, churn or outcome. */
  public static boolean isTarget(String name) {
    List<String> words = words(name);
    return TARGET.matcher(String.join(" ", words)).matches()
        || (!words.isEmpty() && TARGET_LAST.contains(words.get(words.size() - 1)));
  }

  /** The separator of fields within a column's name, which is then a file's first line. */
  public static Optional<String> separator(String name) {
    return Stream.of("\t", ";", "|", ",")
        .filter(separator -> name.contains(separator))
        .findFirst()
        .map(separator -> separator.equals("\t") ? "\\t" : separator);
  }

  /**
   * Whether a name is typical of predicted groups, such as group_id, cluster, kmeans_cluster,
   * cluster_label and predicted_group.
   */
  public static boolean isPrediction(String name) {
    return PREDICTION.matcher(String.join(" ", words(name))).matches();
  }
}
