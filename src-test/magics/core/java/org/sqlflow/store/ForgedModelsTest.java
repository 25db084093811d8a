package org.sqlflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.magic.Sqlflow;
import tech.tablesaw.api.Row;

/**
 * Rows that somebody else wrote into the table of models, with a digest that fits them: using one
 * says that the model is corrupt, and the others stay as they were.
 */
class ForgedModelsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FIELDS =
      "name, type, format, trained_at, features, parameters, network, history";

  private static Sqlflow sqlflow;

  @BeforeAll
  static void train() {
    sqlflow = Sqlflow.connect("duckdb://:memory:");
    sqlflow.run(
        "CREATE TABLE rows AS SELECT range % 3 * 10 + random() AS a, range % 7 + random() AS b,"
            + " range % 4 AS c, 'v' || range % 3 AS d, [random(), random()] AS e FROM range(90);"
            + " SELECT * FROM rows TO TRAIN kmeans WITH model.n_clusters = 3, train.verbose = 0"
            + " COLUMN a, BUCKET(b, [2, 5]), CATEGORY_ID(c, 4), CATEGORY_HASH(d, 5), INDICATOR(d),"
            + " CROSS([c, d], 6), DENSE(e, 2) INTO honest; CREATE TABLE kept AS SELECT * FROM"
            + " sqlflow_models; SELECT *, a + b AS v FROM rows TO TRAIN LinearRegressor WITH"
            + " train.verbose = 0 COLUMN a, b LABEL v INTO line; CREATE TABLE kept_line AS SELECT"
            + " * FROM sqlflow_models WHERE name = 'line'; DROP MODEL line; SELECT * FROM rows TO"
            + " TRAIN DNNClassifier WITH model.hidden_units = [3], train.epoch = 3, train.verbose"
            + " = 0 COLUMN a, b LABEL d INTO class; CREATE TABLE kept_class AS SELECT * FROM"
            + " sqlflow_models WHERE name = 'class'; DROP MODEL class");
  }

  @AfterAll
  static void close() {
    sqlflow.close();
  }

  /** A second model, m, with a field of its JSON in another place, and a digest of it all. */
  private static void forge(String column, String pointer, String value) throws Exception {
    forge("kept", column, pointer, value);
  }

  private static void forge(String kept, String column, String pointer, String value)
      throws Exception {
    JsonNode json = JSON.readTree(field(kept, column));
    JsonPointer place = JsonPointer.compile(pointer);
    JsonNode parent = json.at(place.head());
    JsonNode forged = "absent".equals(value) ? null : JSON.readTree(value);
    if (parent instanceof ObjectNode object && forged == null) {
      assertThat(object.remove(place.last().getMatchingProperty())).as(pointer).isNotNull();
    } else if (parent instanceof ObjectNode object) {
      object.set(place.last().getMatchingProperty(), forged);
    } else {
      ((ArrayNode) parent).set(place.last().getMatchingIndex(), forged);
    }
    store(kept, column, json.toString());
  }

  private static String field(String column) {
    return field("kept", column);
  }

  private static String field(String kept, String column) {
    return sqlflow.query("SELECT " + column + " FROM " + kept).stringColumn(0).get(0);
  }

  private static void store(String column, String content) {
    store("kept", column, content);
  }

  private static void store(String kept, String column, String content) {
    Row row = sqlflow.query("SELECT " + FIELDS + " FROM " + kept).row(0);
    List<Object> values = new ArrayList<>();
    for (String name : FIELDS.split(", ")) {
      values.add(name.equals("network") ? network(kept) : row.getObject(name));
    }
    values.set(0, "m");
    values.set(List.of(FIELDS.split(", ")).indexOf(column), content);
    String literals =
        values.stream()
            .map(
                value ->
                    value == null
                        ? "NULL"
                        : value instanceof byte[]
                            ? "(SELECT network FROM " + kept + ")"
                            : value instanceof Number
                                ? value.toString()
                                : "'"
                                    + value.toString().replace("'", "''").replace("$", "$' || '")
                                    + "'")
            .collect(Collectors.joining(", "));
    sqlflow.run(
        "DELETE FROM sqlflow_models WHERE model_key = 'm'; INSERT INTO sqlflow_models (model_key, "
            + FIELDS
            + ", digest) VALUES ('m', "
            + literals
            + ", '"
            + ModelDigest.of(values)
            + "')");
  }

  private static byte[] network(String kept) {
    String bytes =
        sqlflow.query("SELECT coalesce(hex(network), '') FROM " + kept).stringColumn(0).get(0);
    return bytes.isEmpty() ? null : HexFormat.of().withUpperCase().parseHex(bytes);
  }

  private static void isCorruptAndTheOtherIsNot() {
    for (String use :
        List.of(
            "SELECT * FROM rows TO PREDICT p.g USING m",
            "SELECT * FROM rows TO EVALUATE m",
            "SELECT * FROM rows TO EXPLAIN m")) {
      assertThatThrownBy(() -> sqlflow.run(use)).as(use).hasMessageContaining("model m is corrupt");
    }
    assertThat(names()).containsExactly("honest", "m");
    sqlflow.run("SELECT * FROM rows TO PREDICT p.g USING honest");
    sqlflow.run("DROP MODEL m");
    assertThat(names()).containsExactly("honest");
  }

  private static List<String> names() {
    return sqlflow.run("SHOW MODELS").to_dataframe().stringColumn("name").asList();
  }

  @Test
  void theSameModelUnderAnotherNameIsNoForgery() throws Exception {
    forge("history", "/seconds", "1.5");

    sqlflow.run("SELECT * FROM rows TO PREDICT p.g USING m");
    assertThat(names()).containsExactly("honest", "m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features | /features | null",
        "features | /features | []",
        "features | /features | [null]",
        "features | /features | 7",
        "features | /features | absent",
        "features | /scale | null",
        "features | /scale | \"NO SUCH\"",
        "features | /onNull | null",
        "features | /features/0/kind | \"java.lang.Runtime\"",
        "features | /features/0/column | null",
        "features | /features/0/column | \"\"",
        "features | /features/0/spread | 0",
        "features | /features/0/spread | \"NaN\"",
        "features | /features/0/center | 1e999",
        "features | /features/0/format | \"NO SUCH\"",
        "features | /features/1/bounds | null",
        "features | /features/1/bounds | []",
        "features | /features/1/bounds | [5, 2]",
        "features | /features/1/bounds | [2, null]",
        "features | /features/1/bounds | [2, 3, 4, 5]",
        "features | /features/2/size | 2147483647",
        "features | /features/2/size | -1",
        "features | /features/2/size | 0",
        "features | /features/3/size | 2147483647",
        "features | /features/3/size | -2147483648",
        "features | /features/4/categories | null",
        "features | /features/4/categories | {}",
        "features | /features/4/categories/v0 | 99",
        "features | /features/4/categories/v0 | -1",
        "features | /features/4/categories/v0 | 1",
        "features | /features/4/categories/v0 | null",
        "features | /features/5/parts | null",
        "features | /features/5/parts | []",
        "features | /features/5/parts/0 | null",
        "features | /features/5/parts/0 | {\"kind\":\"DENSE\",\"column\":\"e\",\"size\":2}",
        "features | /features/5/parts/0/size | -5",
        "features | /features/5/size | 0",
        "features | /features/6/learnt | []",
        "features | /features/6/learnt | null",
        "features | /features/6/learnt/0 | null",
        "features | /features/6/delimiter | null",
        "features | /features/6/size | 2147483647",
        "parameters | /centres | []",
        "parameters | /centres | 5",
        "parameters | /centres/0 | [1]",
        "parameters | /centres/0/0 | \"x\"",
        "parameters | /features | []",
        "parameters | /features/0 | absent",
        "parameters | /format | absent",
        "history | /summary | null",
        "history | /summary | {}",
        "history | /statement | null",
        "history | /started | absent",
        "history | /given | null",
        "history | /given/x | null",
        "history | /leftOut | null",
        "history | /leftOut | [null]",
        "history | /versions | null",
        "history | /range/least | [1]",
        "history | /range/most | []",
        "history | /range/least | [null]",
        "history | /range/centres | [1]",
        "history | /summary/metrics | null",
        "history | /summary/metrics/x | null",
        "history | /summary/notes | [null]",
        "history | /summary/phases | null",
        "history | /summary/curve | [null]",
        "history | /summary/findings | null",
        "history | /summary/findings | {\"task\":\"java.lang.Object\"}",
        "history | /summary/findings | {\"task\":\"encoding\",\"codeWidth\":2}",
        "history | /summary/findings/sizes | null",
        "history | /summary/findings/sizes | [null]",
        "history | /summary/findings/overview | null",
        "history | /summary/findings/overview/map/groups | [-1]",
        "history | /summary/findings/overview/map/groups/0 | 99",
        "history | /summary/findings/overview/map/across | null",
        "history | /summary/findings/overview/profile/groups/0/means | []",
        "history | /summary/findings/overview/profile/features | null",
      })
  void aForgedFieldMakesTheModelCorrupt(String column, String pointer, String value)
      throws Exception {
    if (value.equals("absent") && pointer.endsWith("/0")) {
      JsonNode json = JSON.readTree(field(column));
      ((ArrayNode) json.at(JsonPointer.compile(pointer).head())).remove(0);
      store(column, json.toString());
    } else {
      forge(column, pointer, value);
    }

    isCorruptAndTheOtherIsNot();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features | {}",
        "features | null",
        "features | []",
        "parameters | {}",
        "parameters | null",
        "parameters | []",
        "history | {}",
        "history | null",
        "history | []",
        "history | x",
      })
  void aForgedTextMakesTheModelCorrupt(String column, String content) {
    store(column, content);

    isCorruptAndTheOtherIsNot();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/summary/findings/assessment/measures/0/name | null",
        "/summary/findings/assessment/measures | [null]",
        "/label | null",
        "/range/most | []",
        "/summary/findings | {\"task\":\"classification\",\"classes\":[\"a\"],\"sizes\":[]}",
      })
  void aForgedFieldOfAModelWithALabelMakesItCorrupt(String pointer, String value) throws Exception {
    forge("kept_line", "history", pointer, value);

    for (String use :
        List.of(
            "SELECT * FROM rows TO PREDICT p.g USING m",
            "SELECT *, a + b AS v FROM rows TO EVALUATE m LABEL v",
            "DESCRIBE MODEL m")) {
      assertThatThrownBy(() -> sqlflow.run(use)).as(use).hasMessageContaining("model m is corrupt");
    }
    assertThat(names()).containsExactly("honest", "m");
    sqlflow.run("DROP MODEL m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parameters | /type | \"INTEGER\"",
        "parameters | /type | \"\"",
        "parameters | /classes | []",
        "history | /summary/findings/assessment/curves/0/name | null",
        "history | /summary/findings/assessment/curves/0/validation | [0.5]",
        "history | /summary/findings/sizes | [1]",
      })
  void aForgedFieldOfAClassifierMakesItCorrupt(String column, String pointer, String value)
      throws Exception {
    forge("kept_class", column, pointer, value);

    assertThatThrownBy(() -> sqlflow.run("SELECT * FROM rows TO PREDICT p.g USING m"))
        .hasMessageContaining("model m is corrupt");
    assertThat(names()).containsExactly("honest", "m");
    sqlflow.run("DROP MODEL m");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 400, 100_000})
  void functionsThatAreNestedTooDeepMakeTheModelCorrupt(int depth) throws Exception {
    String leaf = "{\"kind\":\"CATEGORY_ID\",\"column\":\"c\",\"size\":4}";
    String open = "{\"kind\":\"CROSS\",\"size\":6,\"parts\":[" + leaf + ",";
    String nested = open.repeat(depth) + leaf + "]}".repeat(depth);
    ObjectNode json = (ObjectNode) JSON.readTree(field("features"));
    String[] around = json.put("features", "HERE").toString().split("\"HERE\"", 2);

    store("features", around[0] + "[" + nested + "]" + around[1]);

    isCorruptAndTheOtherIsNot();
  }

  @Test
  void moreCentresThanATrainingMakesAreCorrupt() throws Exception {
    ObjectNode json = (ObjectNode) JSON.readTree(field("parameters"));
    JsonNode centre = json.path("centres").path(0);
    ArrayNode many = json.putArray("centres");
    for (int i = 0; i < 100_001; i++) {
      many.add(centre);
    }

    store("parameters", json.toString());

    isCorruptAndTheOtherIsNot();
  }

  @Test
  void aTableWithOtherTypesHoldsNoModels() {
    try (Sqlflow other = Sqlflow.connect("duckdb://:memory:")) {
      other.run(
          "CREATE TABLE sqlflow_models AS SELECT 'm' AS model_key, 'm' AS name, 'kmeans' AS type,"
              + " 'four' AS format, 5 AS trained_at, 6 AS features, [7] AS parameters, 8 AS"
              + " network, 9 AS history, 10 AS digest");

      assertThat(other.run("SHOW MODELS").to_dataframe().stringColumn("name").asList())
          .containsExactly("m");
      assertThatThrownBy(() -> other.run("DESCRIBE MODEL m"))
          .hasMessageContaining("model m is corrupt");
    }
  }
}
