package com.example.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.ForwardingRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowSource;
import org.sqlflow.data.Schema;
import org.sqlflow.engine.LocalEngine;
import org.sqlflow.engine.TrainingPlan;
import org.sqlflow.engine.TrainingResult;
import org.sqlflow.features.encoding.FeatureSelection;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.clustering.ClusterOverviews;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.syntax.SqlflowParser;
import org.sqlflow.syntax.Statement;

/** Which rows an engine keeps to describe the groups, and when it releases them. */
class RowsKeptTest {
  /** Rows that are somewhere else, such as in a table that a database spools. */
  private static final class Elsewhere extends ForwardingRows {
    private boolean closed;

    Elsewhere(RowSource rows) {
      super(rows);
    }

    @Override
    public boolean isInMemory() {
      return false;
    }

    @Override
    public RowBatch batch(int index, List<ColumnRead> some) {
      assertThat(closed).isFalse();
      assertThat(rows.reads()).containsAll(some);
      return rows.batch(index, some);
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }
  }

  private static BufferedRows rows() {
    double[] revenue = new double[3000];
    String[] cities = new String[3000];
    for (int i = 0; i < 3000; i++) {
      revenue[i] = i % 3 * 1e9 + i % 5;
      cities[i] = "Bern";
    }
    BufferedRows rows =
        new BufferedRows(List.of(ColumnRead.texts("city"), ColumnRead.numbers("revenue")), true);
    RowBatch all =
        new RowBatch(
            3000,
            List.of("city", "revenue"),
            List.of(new ColumnVector.Texts(cities), new ColumnVector.Doubles(revenue)));
    rows.add(all.take(places(0, 1000)));
    rows.add(all.take(places(1000, 3000)));
    return rows;
  }

  private static int[] places(int from, int to) {
    return java.util.stream.IntStream.range(from, to).toArray();
  }

  private static TrainingPlan plan(String type, Map<String, Object> with) {
    Schema schema =
        new Schema(
            List.of(
                new Column("city", ColumnType.TEXT, "VARCHAR"),
                new Column("revenue", ColumnType.REAL, "DOUBLE")));
    Statement.Train train =
        (Statement.Train)
            SqlflowParser.parse("SELECT 1 TO TRAIN x COLUMN INDICATOR(city), revenue INTO m")
                .get(0);
    Estimator estimator = Estimators.installed().find(type).orElseThrow();
    return new TrainingPlan(
        estimator,
        new AttributeDeclarations(estimator.attributes()).check(with),
        FeatureSelection.choose(train.columns(), schema, Optional.empty()),
        Optional.empty(),
        features -> Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"false, 1.0", "true, 1.0", "false, 0.5", "true, 0.5"})
  void measuresStayUntilTheGroupsAreTold(boolean inMemory, double share) {
    BufferedRows rows = rows();
    Elsewhere elsewhere = new Elsewhere(rows);
    TrainingPlan plan =
        plan(
            "kmeans",
            share < 1
                ? Map.of("model.n_clusters", 3L, "train.sample", share)
                : Map.of("model.n_clusters", 3L));

    ClusterProfile profile;
    try (TrainingResult result =
        LocalEngine.INSTANCE.train(
            plan,
            inMemory ? rows : elsewhere,
            OptionalLong.empty(),
            TrainingContext.unattended())) {
      assertThat(result.measures().orElseThrow().isInMemory()).isEqualTo(inMemory);
      assertThat(elsewhere.closed).isFalse();
      assertThat(rows.batches()).isEqualTo(inMemory ? 0 : 2);
      profile =
          ClusterOverviews.of(
                  (ClusteringModel) result.trained().model(),
                  result.fitted(),
                  result.measures(),
                  TrainingContext.unattended())
              .profile();
      if (inMemory) {
        assertThat(result.measures().get().reads()).containsExactly(ColumnRead.numbers("revenue"));
      }
    }

    assertThat(elsewhere.closed).isEqualTo(!inMemory);
    assertThat(profile.rows()).isEqualTo(share < 1 ? 1500 : 3000);
    double least =
        profile.groups().stream().mapToDouble(g -> g.means().get(2).mean()).min().orElseThrow();
    assertThat(least).isBetween(share < 1 ? 1.8 : 2.0, share < 1 ? 2.2 : 2.0);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anEncodingTellsNoGroupsAndKeepsNothing(boolean inMemory) {
    BufferedRows rows = rows();
    Elsewhere elsewhere = new Elsewhere(rows);
    TrainingPlan plan = plan("autoencoder", Map.of("model.pretrain_epochs", 1L));

    try (TrainingResult result =
        LocalEngine.INSTANCE.train(
            plan,
            inMemory ? rows : elsewhere,
            OptionalLong.empty(),
            TrainingContext.unattended())) {
      assertThat(result.measures()).isEmpty();
      assertThat(elsewhere.closed).isEqualTo(!inMemory);
      assertThat(rows.batches()).isZero();
    }
  }
}
