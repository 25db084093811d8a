package org.sqlflow.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.Schema;

class DiagnosisTest {
  private static final double NULL = Double.NaN;

  private static List<Finding> of(String name, ColumnType type, int rows, IntToDoubleFunction f) {
    ColumnSurvey survey = survey(List.of(new Column(name, type, "T")));
    survey.add(batch(List.of(name), IntStream.range(0, rows).mapToDouble(f).toArray()));
    return survey.diagnosis().findings();
  }

  private static ColumnSurvey survey(List<Column> columns) {
    return new ColumnSurvey(
        new Schema(columns), columns.stream().map(c -> ColumnRead.numbers(c.name())).toList(), 0);
  }

  private static RowBatch batch(List<String> names, double[]... columns) {
    return new RowBatch(
        columns[0].length, names, Arrays.stream(columns).map(ColumnVector.Doubles::new).toList());
  }

  @Test
  void numbersThatRunOnAreAKeyInAnyType() {
    assertThat(of("x", ColumnType.INTEGER, 100, i -> 1000 + i * 7 % 100))
        .containsExactly(new Finding.Key("x", false));
    assertThat(of("x", ColumnType.REAL, 100, i -> i)).containsExactly(new Finding.Key("x", false));
    assertThat(of("x", ColumnType.INTEGER, 100, i -> 2 * i - i % 2))
        .containsExactly(new Finding.Key("x", false));
  }

  @Test
  void uniqueSumsAreNoKey() {
    assertThat(of("total_cents", ColumnType.INTEGER, 100, i -> i * i * 13))
        .containsExactly(new Finding.Unique("total_cents"));
    assertThat(of("total", ColumnType.REAL, 100, i -> i / 7.0)).isEmpty();
  }

  @Test
  void fewNumbersRunOnWithoutGaps() {
    assertThat(of("age", ColumnType.INTEGER, 6, i -> 30 + 2 * i)).isEmpty();
    assertThat(of("place", ColumnType.INTEGER, 6, i -> 1 + i))
        .containsExactly(new Finding.Key("place", false));
  }

  @Test
  void anIndexThatRepeatsIsANumber() {
    assertThat(of("price_index", ColumnType.INTEGER, 100, i -> 100 + i % 9)).isEmpty();
    assertThat(of("house_number", ColumnType.INTEGER, 100, i -> i % 9)).isEmpty();
    assertThat(of("phone_number", ColumnType.INTEGER, 100, i -> 1e6 + i * i * 31))
        .containsExactly(new Finding.Key("phone_number", true));
    assertThat(of("area_code", ColumnType.INTEGER, 100, i -> 400 + i % 3))
        .containsExactly(new Finding.Code("area_code", true));
  }

  @Test
  void emptyAndConstantColumnsAndTargetsAreFound() {
    assertThat(of("x", ColumnType.REAL, 10, i -> NULL)).containsExactly(new Finding.Empty("x"));
    assertThat(of("x", ColumnType.REAL, 10, i -> i < 6 ? NULL : i % 3))
        .containsExactly(new Finding.MostlyEmpty("x", 0.6));
    assertThat(of("x", ColumnType.REAL, 10, i -> 5)).containsExactly(new Finding.Constant("x"));
    assertThat(of("churn", ColumnType.BOOLEAN, 10, i -> i % 2))
        .containsExactly(new Finding.LikelyTarget("churn"));
    assertThat(of("y", ColumnType.REAL, 10, i -> i % 3)).isEmpty();
    assertThat(of("group_id", ColumnType.INTEGER, 10, i -> i % 3))
        .containsExactly(new Finding.LikelyPrediction("group_id"));
  }

  @Test
  void equalAndLinearColumnsAreCopies() {
    List<Column> columns =
        List.of("a", "b", "c", "d").stream()
            .map(name -> new Column(name, ColumnType.REAL, "DOUBLE"))
            .toList();
    ColumnSurvey survey = survey(columns);
    double[] a = IntStream.range(0, 500).mapToDouble(i -> i % 7).toArray();
    double[] b = IntStream.range(0, 500).mapToDouble(i -> 250 * (i % 7)).toArray();
    double[] c = IntStream.range(0, 500).mapToDouble(i -> i % 11).toArray();
    survey.add(batch(List.of("a", "b", "c", "d"), a, b, c, a));

    List<Finding.Copy> copies = survey.diagnosis().of(Finding.Copy.class);

    assertThat(copies).extracting(Finding.Copy::column).containsExactly("b", "d");
    assertThat(copies).extracting(Finding.Copy::of).containsOnly("a");
    assertThat(copies.get(0).factor()).isCloseTo(250, Offset.offset(1e-6));
    assertThat(copies.get(1).isEqual()).isTrue();
  }

  @Test
  void aFewVeryLargeValuesAreAHeavyTail() {
    assertThat(of("spend", ColumnType.REAL, 1000, i -> 1.5 + i % 10 + (i % 100 == 0 ? 900 : 0)))
        .containsExactly(new Finding.HeavyTail("spend"));
  }

  @Test
  void partsOfTheRowsMergeToTheSame() {
    List<Column> columns = List.of(new Column("x", ColumnType.REAL, "DOUBLE"));
    double[] all = IntStream.range(0, 90_000).mapToDouble(i -> Math.sin(i) * i).toArray();
    ColumnSurvey whole = survey(columns);
    whole.add(batch(List.of("x"), all));
    ColumnSurvey first = survey(columns);
    first.add(batch(List.of("x"), Arrays.copyOf(all, 50_000)));
    ColumnSurvey second =
        new ColumnSurvey(new Schema(columns), List.of(ColumnRead.numbers("x")), 50_000);
    second.add(batch(List.of("x"), Arrays.copyOfRange(all, 50_000, 90_000)));

    first.merge(second);

    assertThat(first.profiles()).usingRecursiveComparison().isEqualTo(whole.profiles());
    assertThat(whole.sampled()).isLessThanOrEqualTo(ColumnSurvey.MOST_SAMPLED);
  }

  @Test
  void aSurveyThatHasEndedKnowsTheSameAndTakesNoRows() {
    List<Column> columns =
        List.of(
            new Column("x", ColumnType.REAL, "DOUBLE"), new Column("y", ColumnType.REAL, "DOUBLE"));
    double[] different = IntStream.range(0, 90_000).mapToDouble(i -> Math.sin(i)).toArray();
    double[] few = IntStream.range(0, 90_000).mapToDouble(i -> i % 7).toArray();
    RowBatch rows = batch(List.of("x", "y"), different, few);
    ColumnSurvey open = survey(columns);
    open.add(rows);
    ColumnSurvey ended = survey(columns);
    ended.add(rows);

    ended.end();

    assertThat(ended.profiles()).usingRecursiveComparison().isEqualTo(open.profiles());
    assertThat(ended.numbers()).usingRecursiveComparison().isEqualTo(open.numbers());
    assertThat(ended.sampled()).isEqualTo(open.sampled());
    assertThatThrownBy(() -> ended.add(rows)).isInstanceOf(IllegalStateException.class);
  }
}
