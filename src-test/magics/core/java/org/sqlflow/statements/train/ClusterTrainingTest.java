package org.sqlflow.statements.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.Schema;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.RowLimit;
import org.sqlflow.database.session.Databases;
import org.sqlflow.engine.LocalEngine;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.engine.TrainingResult;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Findings;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.metrics.Contingency;
import org.sqlflow.models.metrics.LabelAgreement;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

/** What a training in a cluster learns by SQL, beside what one here learns from the same rows. */
class ClusterTrainingTest {
  private static final String PEOPLE =
      "SELECT 100 * i AS id, i AS place, 20 + 30 * (i % 3) + sin(i) AS age, CASE WHEN i % 10 = 0"
          + " THEN NULL ELSE 1000 * (1 + i % 3) + 50 * cos(i * i) END AS income, i % 3 = 1 AS owns,"
          + " CASE WHEN i % 7 < 4 THEN 'rent' WHEN i % 7 < 6 THEN 'own' END AS home, [sin(i), 3 *"
          + " cos(i) + i % 3] AS walk, (i * 7919) % 10 AS code, 1000 * (1 + i % 3) + 300 * cos(i *"
          + " i) AS wealth, 5 AS five FROM range(1500) t(i)";

  private Database database;

  @BeforeEach
  void connect(@TempDir Path folder) {
    database = Databases.connect(DataSource.parse("duckdb://:memory:", folder));
  }

  @AfterEach
  void disconnect() {
    database.close();
  }

  private TrainingPlan plan(String type, String columns, Map<String, Object> with, String query) {
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse(
                    "SELECT 1 TO TRAIN x "
                        + (columns.isEmpty() ? "" : "COLUMN " + columns)
                        + " INTO m")
                .get(0);
    Estimator estimator = Estimators.installed().find(type).orElseThrow();
    return new TrainingPlan(
        estimator,
        new AttributeDeclarations(estimator.attributes()).check(with),
        FeatureSelection.choose(train.columns(), database.describe(query), Optional.empty()),
        Optional.empty(),
        features -> Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private TrainingResult local(TrainingPlan plan, String query, OptionalLong all) {
    Schema schema = database.describe(query);
    List<ColumnRead> reads = plan.reads().stream().map(read -> read.in(schema)).toList();
    return LocalEngine.INSTANCE.train(
        plan, database.read(query, reads, RowLimit.ALL), all, TrainingContext.unattended());
  }

  private TrainingResult cluster(TrainingPlan plan, String query) {
    long rows = database.count(query);
    try (ClusterTraining training =
        ClusterTraining.begin(
            plan,
            database,
            database.describe(query),
            query,
            rows,
            true,
            TrainingContext.unattended())) {
      return training.completed(local(training.plan(), query, OptionalLong.of(rows)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auto, mean",
    "standard, mean",
    "minmax, skip",
    "robust, mean",
    "robust, skip",
    "none, mean"
  })
  void featuresLearntByAggregatesAreThoseOfTheRows(String scale, String onNull) {
    TrainingPlan plan =
        plan(
            "kmeans",
            "age, LOG(income), owns, INDICATOR(home), 2 * DENSE(walk, 2), BUCKET(age, [30, 60]),"
                + " INDICATOR(owns), CATEGORY_ID(code, 10)",
            with(Map.of("train.scale", scale, "train.on_null", onNull)),
            PEOPLE);

    FeatureEncoding here = local(plan, PEOPLE, OptionalLong.empty()).fitted().encoding();
    FeatureEncoding there = cluster(plan, PEOPLE).fitted().encoding();

    assertThat(there.featureNames()).isEqualTo(here.featureNames());
    assertThat(numbers(there))
        .usingElementComparator(ClusterTrainingTest::nearly)
        .containsExactlyElementsOf(numbers(here));
  }

  private static int nearly(Double one, Double other) {
    return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other)) ? 0 : 1;
  }

  private static Map<String, Object> with(Map<String, Object> further) {
    Map<String, Object> with = new HashMap<>(Map.of("model.n_clusters", 3L, "train.seed", 1L));
    with.putAll(further);
    return with;
  }

  private static List<Double> numbers(FeatureEncoding encoding) {
    List<Double> numbers = new ArrayList<>();
    for (Feature feature : encoding.features()) {
      Feature plain = WeightedFeature.plain(feature);
      if (plain instanceof NumericFeature number) {
        numbers.addAll(List.of(number.mean(), number.center(), number.spread()));
      } else if (plain instanceof DenseFeature vector) {
        vector
            .scalings()
            .forEach(one -> numbers.addAll(List.of(one.mean(), one.center(), one.spread())));
      } else if (plain instanceof IndicatorFeature indicator) {
        numbers.add(indicator.weight());
      }
    }
    return numbers;
  }

  @Test
  void columnsAreLeftOutAsTheyAreHere() {
    TrainingPlan plan = plan("kmeans", "", with(Map.of("train.on_null", "mean")), PEOPLE);

    assertThat(cluster(plan, PEOPLE).fitted().leftOut())
        .isEqualTo(local(plan, PEOPLE, OptionalLong.empty()).fitted().leftOut())
        .extracting("column")
        .contains("id", "place", "home")
        .doesNotContain("five");
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "skip"})
  void missingValuesAreRefusedInTheWordsOfATrainingHere(String onNull) {
    String query =
        onNull.equals("error")
            ? PEOPLE
            : "SELECT age, CASE WHEN i % 2 = 0 THEN 1 END AS a, CASE WHEN i % 2 = 1 THEN 1 END AS b"
                + " FROM (SELECT 1.5 * i AS age, i FROM range(10) t(i))";
    String columns = onNull.equals("error") ? "age, income" : "age, a, b";
    TrainingPlan plan = plan("kmeans", columns, with(Map.of("train.on_null", onNull)), query);
    String here = catchThrowable(() -> local(plan, query, OptionalLong.empty())).getMessage();

    assertThatThrownBy(() -> cluster(plan, query))
        .isInstanceOf(FeatureException.class)
        .hasMessageStartingWith(here.substring(0, here.indexOf("income") + 30));
  }

  /** 500 rows to start from, and passes over all 1,500. */
  private TrainingResult passes(TrainingPlan plan, String query) {
    long rows = database.count(query);
    try (ClusterTraining training =
        ClusterTraining.begin(
            plan,
            database,
            database.describe(query),
            query,
            rows,
            true,
            TrainingContext.unattended())) {
      TrainingPlan.ClusterRows all = training.plan().cluster().orElseThrow();
      TrainingPlan small =
          training
              .plan()
              .with(
                  new TrainingPlan.ClusterRows(500, all.sums()),
                  training.plan().features(),
                  training.plan().baseEncoding());
      return training.completed(local(small, query, OptionalLong.of(rows)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kmeans, ''",
    "gaussianMixture, full",
    "gaussianMixture, diagonal",
    "gaussianMixture, tied"
  })
  void passesOverAllRowsFindWhatATrainingOnAllOfThemFinds(String type, String covariance) {
    Map<String, Object> with = with(Map.of("train.on_null", "mean"));
    if (!covariance.isEmpty()) {
      with.put("model.covariance", covariance);
      with.put("model.tol", 1e-6);
    }
    String columns = covariance.isEmpty() ? "age, income, INDICATOR(home)" : "age, wealth";
    TrainingPlan plan = plan(type, columns, with, PEOPLE);

    TrainingResult here = local(plan, PEOPLE, OptionalLong.empty());
    TrainingResult there = passes(plan, PEOPLE);

    assertThat(there.trained().summary().rows()).isEqualTo(1500);
    Matrix rows = here.fitted().matrix();
    int[] own = ((ClusteringModel) here.trained().model()).assign(rows);
    int[] others = ((ClusteringModel) there.trained().model()).assign(rows);
    assertThat(LabelAgreement.adjustedRand(Contingency.of(own, others)).orElseThrow())
        .isGreaterThan(0.999);
    String measure = type.equals("kmeans") ? "inertia" : "log-likelihood of a row";
    double expected = here.trained().summary().metrics().get(measure);
    assertThat(there.trained().summary().metrics().get(measure))
        .isCloseTo(expected, within(1e-3 * Math.abs(expected)));
    assertThat(((Findings.Clustering) there.trained().summary().findings()).sizes())
        .isEqualTo(((Findings.Clustering) here.trained().summary().findings()).sizes());
    assertThat(there.trained().summary().notes().toString())
        .contains("started on a random sample of 500 rows");
    assertThat(database.tables()).isEmpty();
  }

  /** As a cluster that takes code: rows of DuckDB, and work on them in this process. */
  @Test
  void passesOfWorkFindWhatPassesOfSqlFind() {
    TrainingPlan plan =
        plan(
            "kmeans",
            "age, income, INDICATOR(home)",
            with(Map.of("train.on_null", "mean")),
            PEOPLE);
    TrainingResult bySql = passes(plan, PEOPLE);
    int[] works = new int[1];
    Database inner = database;
    database =
        (Database)
            Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "obstacleToWork" -> Optional.empty();
                      case "onPartitions" -> {
                        works[0]++;
                        yield List.of(onRows(inner, (String) arguments[0], arguments[1]));
                      }
                      default -> {
                        try {
                          yield method.invoke(inner, arguments);
                        } catch (InvocationTargetException error) {
                          throw error.getCause();
                        }
                      }
                    });

    TrainingResult byWork = passes(plan, PEOPLE);

    assertThat(works[0]).isGreaterThan(1);
    assertThat(byWork.trained().summary().notes()).isEqualTo(bySql.trained().summary().notes());
    assertThat(byWork.trained().summary().metrics().get("inertia"))
        .isCloseTo(bySql.trained().summary().metrics().get("inertia"), withinPercentage(1e-4));
    assertThat(((Findings.Clustering) byWork.trained().summary().findings()).sizes())
        .isEqualTo(((Findings.Clustering) bySql.trained().summary().findings()).sizes());
    assertThat(database.tables()).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static byte[] onRows(Database database, String select, Object work) {
    List<float[]> rows = new ArrayList<>();
    for (List<Object> row : database.rows(select, List.of())) {
      float[] numbers = new float[row.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = ((Number) row.get(i)).floatValue();
      }
      rows.add(numbers);
    }
    return ((Function<Iterator<float[]>, byte[]>) work).apply(rows.iterator());
  }

  @Test
  void anEstimatorWithoutSumsIsTrainedOnASample() {
    TrainingPlan plan =
        plan("spectral", "age, income", with(Map.of("train.on_null", "skip")), PEOPLE);

    TrainingResult result = passes(plan, PEOPLE);

    assertThat(result.trained().summary().notes().toString())
        .contains("spectral is trained here on a random sample of 500 of 1,500 rows")
        .contains("the features are learnt from all 1,500 rows");
  }

  @Test
  void featuresThatSqlDoesNotComputeAreLearntFromTheSample() {
    TrainingPlan plan = plan("kmeans", "age, CATEGORY_HASH(home, 5)", with(Map.of()), PEOPLE);

    TrainingResult result = passes(plan, "SELECT * FROM (" + PEOPLE + ") WHERE home IS NOT NULL");

    assertThat(result.trained().summary().notes().toString())
        .contains("kmeans is trained here on a random sample of 500")
        .contains("CATEGORY_HASH(home, 5) hashes values");
  }

  @Test
  void valuesThatAFeatureDoesNotTakeEndTheTraining() {
    String query = "SELECT i % 4 AS c, i AS n FROM range(5000) t(i) UNION ALL SELECT 9, 1";
    TrainingPlan plan = plan("kmeans", "n, CATEGORY_ID(c, 4)", with(Map.of()), query);

    assertThatThrownBy(() -> passes(plan, query))
        .satisfiesAnyOf(
            error ->
                assertThat(error)
                    .isInstanceOf(ClusterSums.ClusterRowsException.class)
                    .hasMessage("5001 rows were counted, and 5000 encoded"),
            error -> assertThat(error).hasMessageContaining("column c contains 9"));
  }
}
