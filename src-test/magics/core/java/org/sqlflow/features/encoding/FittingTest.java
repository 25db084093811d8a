package org.sqlflow.features.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlflow.data.BufferedRows;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ForwardingRows;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.data.RowSource;
import org.sqlflow.features.CategoryHashFeature;
import org.sqlflow.features.ColumnFunctions;
import org.sqlflow.features.DenseFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.FeatureStatistics;
import org.sqlflow.features.NumericFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.encoding.FeatureFitter.Fitted;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.math.Shuffle;

/** How a training's rows are read, in which order they end up, and in what memory. */
class FittingTest {
  private static final String EVERYTHING =
      "a, LOG(b), BUCKET(a, [0, 1]), INDICATOR(city), CATEGORY_HASH(city, 7), CATEGORY_ID(n, 9),"
          + " CROSS([city, n], 11), DENSE(v, 3), DENSE(t, 2, ';')";

  /** Rows of every type, of which some have no value, and some come twice. */
  private static RowBatch rows(int count) {
    Random random = new Random(3);
    double[] a = random.doubles(count, -2, 3).toArray();
    double[] b = random.doubles(count).map(x -> Math.exp(30 * x)).toArray();
    double[] n = random.ints(count, 0, 9).asDoubleStream().toArray();
    String[] city = new String[count];
    double[][] v = new double[count][];
    String[] t = new String[count];
    for (int row = 0; row < count; row++) {
      city[row] = random.nextInt(50) == 0 ? null : "c" + random.nextInt(12);
      v[row] = random.doubles(3, 1e9, 1e9 + 1).toArray();
      t[row] = random.nextFloat() + ";" + random.nextGaussian();
    }
    Arrays.fill(a, 0, 20, Double.NaN);
    for (int row = 40; row < 60; row++) {
      a[row] = a[39];
      b[row] = b[39];
      n[row] = n[39];
      city[row] = city[39];
      v[row] = v[39];
      t[row] = t[39];
    }
    return Encoded.batch("a", a, "b", b, "n", n, "city", city, "v", v, "t", t);
  }

  private static RowBatch[] shuffled(RowBatch rows, long seed, int size) {
    int[] order = IntStream.range(0, rows.rows()).toArray();
    Shuffle.shuffle(order, new SplittableRandom(seed));
    List<RowBatch> batches = new ArrayList<>();
    for (int from = 0; from < order.length; from += size) {
      batches.add(rows.take(Arrays.copyOfRange(order, from, Math.min(order.length, from + size))));
    }
    return batches.toArray(RowBatch[]::new);
  }

  private static Fitted fit(String clause, Scale scale, OnNull onNull, RowSource rows) {
    FeatureSelection selection =
        Encoded.choose(
            clause,
            Encoded.schema(rows.batch(0, rows.reads())),
            Optional.empty(),
            ColumnFunctions.STANDARD);
    return new FeatureFitter(selection, scale, onNull, Optional.empty())
        .fit(rows, (n, width) -> {});
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void whereTheSourceHasNoOrderShuffledRowsGiveTheSameEncodingAndMatrix(Scale scale)
      throws JsonProcessingException {
    RowBatch rows = rows(3000);
    for (OnNull onNull : List.of(OnNull.SKIP, OnNull.MEAN)) {
      Fitted first = fit(EVERYTHING, scale, onNull, Encoded.rows(false, rows));
      for (int seed = 1; seed <= 5; seed++) {
        RowBatch[] shuffled = shuffled(rows, seed, 1 << (seed + 6));
        Fitted other = fit(EVERYTHING, scale, onNull, Encoded.rows(false, shuffled));

        assertThat(new JsonMapper().writeValueAsString(other.encoding()))
            .isEqualTo(new JsonMapper().writeValueAsString(first.encoding()));
        assertThat(other.matrix().values()).isEqualTo(first.matrix().values());
        assertThat(other.skipped()).isEqualTo(first.skipped());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, SKIP", "false, SKIP", "true, MEAN", "false, MEAN"})
  void theMapSaysWhichRowOfTheSourceEachRowOfTheMatrixIs(boolean ordered, OnNull onNull) {
    RowBatch rows = rows(3000);
    int[] order = IntStream.range(0, 3000).toArray();
    RowBatch[] batches = {
      rows.take(Arrays.copyOf(order, 1700)), rows.take(Arrays.copyOfRange(order, 1700, 3000))
    };

    Fitted fitted = fit(EVERYTHING, Scale.STANDARD, onNull, Encoded.rows(ordered, batches));

    assertThat(fitted.rows().rows()).isEqualTo(fitted.matrix().rows());
    assertThat(fitted.rows().isIdentity()).isEqualTo(ordered && onNull == OnNull.MEAN);
    assertThat(fitted.skipped() > 20).isEqualTo(onNull == OnNull.SKIP);
    EncodedRows all = fitted.encoding().encode(rows, 0, 3000);
    float[][] expected = Encoded.rows(all.matrix());
    float[][] actual = Encoded.rows(fitted.matrix());
    for (int row = 0; row < actual.length; row++) {
      int encoded = all.rowOf()[fitted.rows().source(row)];
      assertThat(actual[row]).isEqualTo(expected[encoded]);
    }
    if (ordered) {
      assertThat(IntStream.range(0, actual.length).map(fitted.rows()::source).toArray()).isSorted();
    }
  }

  /** Counts how often a batch is read. */
  private static final class Counted extends ForwardingRows {
    private final List<Integer> read = new ArrayList<>();

    Counted(RowSource rows) {
      super(rows);
    }

    @Override
    public boolean isRereadable() {
      return true;
    }

    @Override
    public boolean isInMemory() {
      return false;
    }

    @Override
    public RowBatch batch(int index, List<ColumnRead> some) {
      read.add(index);
      return rows.batch(index, some);
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void allFeaturesAreFittedInOnePassAndEncodedInAnother(Scale scale) {
    BufferedRows rows = Encoded.rows(shuffled(rows(3000), 1, 500));
    FeatureSelection selection =
        Encoded.choose(
            EVERYTHING,
            Encoded.schema(rows.batch(0, List.of())),
            Optional.empty(),
            ColumnFunctions.STANDARD);
    Counted counted = new Counted(rows);

    new FeatureFitter(selection, scale, OnNull.SKIP, Optional.empty())
        .fit(counted, (n, width) -> {});

    assertThat(counted.read).hasSize(12).doesNotContain(6).contains(0, 1, 2, 3, 4, 5);
  }

  @Test
  void quantilesOfManyColumnsTakeBoundedMemoryAndAFewPasses() {
    int size = 240;
    Random random = new Random(1);
    int batches = 20;
    BufferedRows rows = new BufferedRows(List.of(ColumnRead.lists("v")), true);
    double[][] all = new double[batches * 10_000][];
    double[][] once = new double[100][];
    Arrays.setAll(once, i -> random.doubles(size).toArray());
    for (int i = 0; i < batches; i++) {
      double[][] v = new double[10_000][];
      Arrays.setAll(v, row -> once[random.nextInt(100)]);
      System.arraycopy(v, 0, all, i * 10_000, v.length);
      rows.add(Encoded.batch("v", v));
    }
    Counted counted = new Counted(rows);
    FeatureSelection selection =
        new FeatureSelection(List.of(DenseFeature.of("v", size, ",")), Set.of(), List.of());

    FeatureEncoding encoding =
        new FeatureFitter(selection, Scale.ROBUST, OnNull.ERROR, Optional.empty())
            .fit(counted, (n, width) -> {})
            .encoding();

    // 384 MB of numbers, at most 256 MB at a time; one pass more to encode.
    assertThat(counted.read.size() / batches).isBetween(3, 9);
    DenseFeature fitted = (DenseFeature) encoding.features().get(0);
    for (int place : new int[] {0, 117, size - 1}) {
      double[] sorted = Arrays.stream(all).mapToDouble(v -> v[place]).sorted().toArray();
      double median = (sorted[99_999] + sorted[100_000]) / 2;
      assertThat(fitted.scalings().get(place).center()).isCloseTo(median, within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void partsOfTheRowsMergeToTheSameFeature(Scale scale) {
    RowBatch rows = rows(3000);
    List<Feature> features =
        Encoded.choose(EVERYTHING, Encoded.schema(rows), Optional.empty(), ColumnFunctions.STANDARD)
            .features();
    for (Feature feature : features) {
      FeatureStatistics whole = feature.statistics(scale);
      whole.add(new RowPart(rows, 0, 3000), null);
      FeatureStatistics merged = feature.statistics(scale);
      for (int from : new int[] {2000, 0, 1000}) {
        FeatureStatistics part = feature.statistics(scale);
        part.add(new RowPart(rows, from, from + 1000), null);
        merged.merge(part);
      }

      assertThat(merged.fitted()).isEqualTo(whole.fitted());
    }
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void aConstantDoesNotBlowUpOtherValues(Scale scale) {
    double[] constant = new double[1000];
    Arrays.fill(constant, 0.1);
    double[] noise = constant.clone();
    for (int row = 0; row < noise.length; row++) {
      noise[row] += (row % 7) * Math.ulp(0.1);
    }
    double[][] vectors = new double[1000][];
    Arrays.setAll(vectors, row -> new double[] {noise[row], row});

    Fitted fitted =
        fit(
            "c, n, DENSE(v, 2)",
            scale,
            OnNull.ERROR,
            Encoded.rows(Encoded.batch("c", constant, "n", noise, "v", vectors)));

    float[] other =
        Encoded.encode(
                fitted.encoding(),
                "c",
                new double[] {5.1},
                "n",
                new double[] {5.1},
                "v",
                new double[][] {{5.1, 500}})
            .matrix()
            .values();
    float expected = scale == Scale.NONE ? 5.1f : 5f;
    assertThat(Arrays.copyOf(other, 3))
        .containsExactly(new float[] {expected, expected, expected}, within(1e-5f));
  }

  @Test
  void anOutlierDoesNotMakeTheQuartilesOfTheRestAConstant() {
    double[] values = IntStream.range(0, 101).mapToDouble(i -> i).toArray();
    values[100] = 1e300;

    Fitted fitted = fit("m", Scale.ROBUST, OnNull.ERROR, Encoded.rows(Encoded.batch("m", values)));

    assertThat(fitted.matrix().at(75, 0) - fitted.matrix().at(25, 0)).isEqualTo(1f);
  }

  @Test
  void aRowThatLacksItsKeyAloneIsNotSkipped() {
    double[] key = IntStream.range(0, 10).mapToDouble(i -> i == 4 ? Double.NaN : i).toArray();
    double[] m = IntStream.range(0, 10).mapToDouble(i -> i % 3).toArray();
    FeatureSelection selection =
        new FeatureSelection(
            List.of(NumericFeature.of("k", false), NumericFeature.of("m", false)),
            Set.of("k", "m"),
            List.of());

    Fitted fitted =
        new FeatureFitter(selection, Scale.STANDARD, OnNull.SKIP, Optional.empty())
            .fit(Encoded.rows(Encoded.batch("k", key, "m", m)), (n, width) -> {});

    assertThat(fitted.skipped()).isZero();
    assertThat(fitted.encoding().functions()).containsExactly("m");
    assertThat(((NumericFeature) fitted.encoding().features().get(0)).mean()).isEqualTo(0.9);
  }

  @Test
  void aColumnWhoseFirstRowsAloneAreUniqueIsNoKey() {
    double[] m = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
    FeatureSelection selection =
        new FeatureSelection(List.of(NumericFeature.of("m", false)), Set.of("m"), List.of());

    Fitted fitted =
        new FeatureFitter(selection, Scale.STANDARD, OnNull.ERROR, Optional.empty())
            .fit(
                Encoded.rows(
                    Encoded.batch("m", m),
                    Encoded.batch("m", new double[] {1000, 1001}),
                    Encoded.batch("m", new double[] {57})),
                (n, width) -> {});

    assertThat(fitted.encoding().functions()).containsExactly("m");
  }

  @Test
  void aWideBatchIsEncodedInPartsOfBoundedSize() {
    int rows = 70_000;
    int width = 40_000;
    String[] texts = new String[rows];
    Arrays.setAll(texts, row -> "t" + row % 1000);
    RowBatch batch = Encoded.batch("c", texts);
    FeatureEncoding encoding =
        new FeatureEncoding(Scale.NONE, OnNull.ERROR, List.of(new CategoryHashFeature("c", width)));
    assertThat((long) encoding.rowsAtATime() * width * Float.BYTES).isLessThan(33L << 20);
    List<Integer> starts = new ArrayList<>();

    encoding.encode(
        batch.take(IntStream.range(0, 2000).toArray()),
        (from, part) -> {
          starts.add(from);
          assertThat(part.matrix().rows()).isLessThanOrEqualTo(encoding.rowsAtATime());
        });

    assertThat(starts).hasSizeGreaterThan(8).startsWith(0, encoding.rowsAtATime());
    assertThatThrownBy(() -> encoding.encode(batch, 0, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000 rows of 40000 features");
    assertThatThrownBy(
            () -> fit("CATEGORY_HASH(c, 40000)", Scale.NONE, OnNull.ERROR, Encoded.rows(batch)))
        .isInstanceOf(FeatureException.class)
        .hasMessage(
            "70,000 rows of 40,000 features do not fit into one matrix: train on fewer rows (USING"
                + " SAMPLE or LIMIT in the query), or use smaller sizes in COLUMN");
  }

  @Test
  void aLongTextIsNotCutWithinACharacter() {
    String text = "x".repeat(59) + "😀".repeat(3);
    FeatureEncoding encoding =
        new FeatureEncoding(Scale.NONE, OnNull.ERROR, List.of(DenseFeature.of("v", 3, ",")));

    assertThatThrownBy(() -> Encoded.encode(encoding, "v", new String[] {text}))
        .hasMessage("column v contains '" + "x".repeat(59) + "…', but DENSE(v, 3) takes 3 numbers");
  }
}
