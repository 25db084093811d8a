package org.sqlflow.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formula.Node;
import org.sqlflow.servers.Databases;
import org.sqlflow.text.Text;

/** Each database computes what the trees of a formula give a row, at their thresholds too. */
class TreesInSqlTest {
  private static final int ROWS = 400;
  private static final float[] BORDERS = {0.1f, 1 / 3f, 2, 16777216};

  private final SplittableRandom random = new SplittableRandom(5);
  private final List<float[]> rows = new ArrayList<>();

  private static Database connect(Databases on) {
    Map<String, String> environment = on.environment();
    DataSource source = DataSource.parse(environment.get(DataSource.VARIABLE), Path.of(""));
    String password = environment.get(DataSource.PASSWORD);
    return org.sqlflow.database.session.Databases.connect(
        password == null ? source : source.withPassword(password));
  }

  private Node tree(int depth) {
    if (depth == 0) {
      return new Node.Leaf(random.nextDouble() - 0.5);
    }
    int feature = random.nextInt(4);
    float threshold = feature > 0 ? 0.5f : BORDERS[random.nextInt(BORDERS.length)];
    return new Node.Split(
        feature, threshold, tree(depth - 1), tree(depth - 1), random.nextBoolean());
  }

  private Formula.Trees trees() {
    List<Formula.Tree> trees = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      trees.add(new Formula.Tree(i % 2, tree(4)));
    }
    return new Formula.Trees(4, trees, new double[] {0.25, 0});
  }

  private static FeatureEncoding encoding() {
    Map<String, Integer> places = new LinkedHashMap<>();
    places.put("x", 0);
    places.put("y", 1);
    return new FeatureEncoding(
        Scale.NONE,
        OnNull.KEEP,
        List.of(new NumericFeature("a", false, 0, 0, 1), new IndicatorFeature("city", places)));
  }

  /** Numbers at the thresholds, around them and none; two categories, others and none. */
  private void make(Database database) {
    database.execute("DROP TABLE IF EXISTS grown");
    database.execute("CREATE TABLE grown (id INTEGER, a DOUBLE PRECISION, city VARCHAR(9))");
    List<String> values = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      float border = BORDERS[row % BORDERS.length];
      float moved = row % 2 == 0 ? border : Math.nextUp(border) - 0.25f * random.nextInt(2);
      float[] own = {row % 9 == 0 ? Float.NaN : moved, 0, 0, 0};
      int city = random.nextInt(3);
      own[1 + city] = 1;
      rows.add(own);
      String number = Float.isNaN(own[0]) ? "NULL" : String.valueOf((double) own[0]);
      String text = List.of("'x'", "'y'", row % 2 == 0 ? "NULL" : "'z'").get(city);
      values.add(Text.of("(%d, %s, %s)", row, number, text));
    }
    database.execute("INSERT INTO grown VALUES " + String.join(", ", values));
  }

  private static String select(Database database, Formula formula, List<String> outputs) {
    String query = "SELECT * FROM grown";
    return SqlSelect.of(
        "m",
        formula,
        encoding(),
        database.describe(query),
        query,
        outputs,
        database.expressions(),
        database::literal);
  }

  @ParameterizedTest
  @EnumSource(names = {"DUCKDB", "POSTGRESQL", "MARIADB"})
  void aDatabaseComputesTheSums(Databases on) {
    Formula.Trees formula = trees();
    try (Database database = connect(on)) {
      make(database);
      String sums = select(database, formula, List.of("one", "two"));
      String classes =
          select(
              database,
              new Formula.Likeliest(
                  formula, List.of("O'Hara", "x"), Formula.Likeliest.Literal.TEXT),
              List.of("likeliest"));
      List<List<Object>> found =
          database.rows(
              "SELECT s.one, s.two, c.likeliest FROM ("
                  + sums
                  + ") s JOIN ("
                  + classes
                  + ") c ON s.id = c.id ORDER BY s.id",
              List.of());

      assertThat(found).hasSize(ROWS);
      for (int row = 0; row < ROWS; row++) {
        double[] expected = formula.of(rows.get(row));
        for (int output = 0; output < 2; output++) {
          assertThat(((Number) found.get(row).get(output)).doubleValue())
              .isCloseTo(expected[output], within(1e-9));
        }
        assertThat(found.get(row).get(2)).isEqualTo(expected[1] > expected[0] ? "x" : "O'Hara");
      }
    }
  }
}
