package org.sqlflow.features.encoding;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.RowBatch;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.Feature;
import org.sqlflow.features.FeatureException;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.OnNull;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.math.Parallel;
import org.sqlflow.text.Text;

/**
 * How a query's columns become a model's features: fitted in training, stored in the model.
 * Immutable and safe to use from several threads.
 *
 * <p>Numbers are scaled, and the categories of an INDICATOR by one weight: together they vary as
 * much as one number. Scaled each to deviation 1 (the 1/sqrt(p) of a factor analysis of mixed
 * data), a category of one row in a thousand would be 32 deviations off and outweigh everything
 * else: on online_shoppers (10 numbers, 65 categories, 4 clusters, 3 seeds) clusterModel then
 * separates rare browsers, down to 1 % of the rows, and nothing about who bought (NMI .00 three
 * times); with 0 and 1 it finds some of that (NMI .08, .03, .06), and the silhouette of k-means is
 * .24 instead of .08.
 *
 * @param features in the model's order
 */
public record FeatureEncoding(Scale scale, OnNull onNull, List<Feature> features) {
  /**
   * How many rows all features encode before the next ones, so that their part of the matrix stays
   * in the cache.
   */
  private static final int TILE = 1024;

  /** What checking and encoding a number costs, for {@link Parallel}. */
  private static final int OPERATIONS = 8;

  /**
   * Checks an encoding that was read from a stored model.
   *
   * @throws IllegalArgumentException if no training makes such an encoding; the message says why
   */
  public void check() {
    StoredFeatures.check(this);
  }

  /** What it reads of a query, each once. */
  public List<ColumnRead> reads() {
    return Feature.readsOf(features);
  }

  /** The columns that a query must have, each once. */
  public List<String> columns() {
    return reads().stream().map(ColumnRead::column).distinct().toList();
  }

  /** The features as COLUMN has them. */
  public List<String> functions() {
    return features.stream().map(Feature::text).toList();
  }

  /** How many numbers the model sees of a row. */
  public int width() {
    return FeatureSelection.width(features);
  }

  /** How many rows can be encoded at a time without taking much memory; see {@link RowBatch}. */
  public int rowsAtATime() {
    return RowBatch.rowsFor((long) Float.BYTES * width());
  }

  /** A unique name for each number that the model sees, such as {@code month=Feb}. */
  public List<String> featureNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Feature feature : features) {
      for (String name : feature.names()) {
        String unused = name;
        for (int i = 2; !names.add(unused); i++) {
          unused = name + " (" + i + ")";
        }
      }
    }
    return List.copyOf(names);
  }

  /** What each number that the model sees means to people. */
  public List<Feature.Meaning> meanings() {
    return features.stream()
        .flatMap(feature -> Collections.nCopies(feature.width(), feature.meaning()).stream())
        .toList();
  }

  /** The column of the query behind each number that the model sees; empty behind several. */
  public List<String> sources() {
    return features.stream()
        .flatMap(
            feature -> {
              List<ColumnRead> reads = feature.reads();
              String column = reads.size() == 1 ? reads.get(0).column() : "";
              return Collections.nCopies(feature.width(), column).stream();
            })
        .toList();
  }

  /**
   * What {@link #measures} needs of what is read of a query; empty if no feature is a measure.
   *
   * @param reads as a database gives them ({@link ColumnRead#in})
   */
  public List<ColumnRead> measureReads(List<ColumnRead> reads) {
    Set<String> columns =
        Feature.readsOf(features.stream().filter(FeatureEncoding::isMeasure).toList()).stream()
            .map(read -> read.column().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return reads.stream()
        .filter(read -> columns.contains(read.column().toLowerCase(Locale.ROOT)))
        .toList();
  }

  static boolean isMeasure(Feature feature) {
    return feature.meaning() == Feature.Meaning.MEASURE
        || feature.meaning() == Feature.Meaning.LOGARITHM;
  }

  /** How text columns were weighted to count as much as numbers; empty without text columns. */
  public Optional<String> balance() {
    String weights =
        features.stream()
            .map(WeightedFeature::plain)
            .filter(IndicatorFeature.class::isInstance)
            .map(IndicatorFeature.class::cast)
            .filter(feature -> feature.weight() != 1)
            .map(feature -> Text.of("%.3g in %s", feature.weight(), feature.text()))
            .collect(Collectors.joining(", "));
    return weights.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Each text column weighs as much as one number: a category counts " + weights + ".");
  }

  /** Receives the numbers of measures. */
  @FunctionalInterface
  public interface MeasureReader {
    /**
     * Takes the numbers of one measure.
     *
     * @param column its place among the numbers that the model sees
     * @param values of the rows, in their order; NaN where a row has none
     */
    void accept(int column, double[] values);
  }

  /**
   * Reads the measures of some rows of a batch that has what {@link #measureReads} names, as the
   * query has them: in double precision, not scaled.
   *
   * @param from the first row
   * @param to the row after the last one; {@link #rowsAtATime} bounds the memory
   */
  public void measures(RowBatch batch, int from, int to, MeasureReader reader) {
    RowPart part = new RowPart(batch, from, to);
    int column = 0;
    for (Feature feature : features) {
      for (int place = 0; place < feature.width() && isMeasure(feature); place++) {
        reader.accept(column + place, feature.measures(part, place));
      }
      column += feature.width();
    }
  }

  /** Receives the parts of a batch, encoded. */
  @FunctionalInterface
  public interface PartReader {
    /** Takes the rows from {@code from} on. */
    void accept(int from, EncodedRows rows);
  }

  /**
   * Encodes a batch in parts of {@link #rowsAtATime} rows, in their order.
   *
   * @throws FeatureException as {@link #encode(RowBatch, int, int)} does
   */
  public void encode(RowBatch batch, PartReader reader) {
    int step = rowsAtATime();
    for (int from = 0; from < batch.rows(); from += step) {
      int to = (int) Math.min(batch.rows(), (long) from + step);
      reader.accept(from, encode(batch, from, to));
    }
  }

  /**
   * Encodes some rows of a batch that has {@link #reads}.
   *
   * @param from the first row
   * @param to the row after the last one; {@link #rowsAtATime} bounds the memory
   * @throws FeatureException if a value is missing and {@link #onNull} is an error, or if a column
   *     has values that its function does not take
   * @throws IllegalArgumentException if the rows are too many for a matrix
   */
  public EncodedRows encode(RowBatch batch, int from, int to) {
    int width = width();
    if ((long) (to - from) * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          (to - from) + " rows of " + width + " features at a time; see rowsAtATime");
    }
    float[] values = new float[(to - from) * width];
    int[] rowOf = new int[to - from];
    int[] kept = new int[(to - from + TILE - 1) / TILE];
    FeatureException[] refused = new FeatureException[kept.length];
    Parallel.run(
        (long) OPERATIONS * (to - from) * width,
        kept.length,
        tile -> {
          int start = from + tile * TILE;
          RowPart part = new RowPart(batch, start, Math.min(to, start + TILE));
          try {
            kept[tile] = encodeTile(part, rowOf, start - from, values);
          } catch (FeatureException error) {
            refused[tile] = error;
          }
        });
    for (FeatureException error : refused) {
      if (error != null) {
        throw error;
      }
    }
    int rows = closeUp(values, rowOf, kept);
    return new EncodedRows(
        new Matrix(rows, width, rows < rowOf.length ? Arrays.copyOf(values, rows * width) : values),
        rowOf);
  }

  /**
   * Checks and encodes a tile.
   *
   * @param first the place of its first row in {@code rowOf}, and its first row of the matrix
   * @return how many of its rows are not left out; they begin the tile's part of the matrix
   */
  private int encodeTile(RowPart part, int[] rowOf, int first, float[] values) {
    refuseUnfit(part);
    boolean[] missing = new boolean[part.rows()];
    findMissing(part, missing);
    int next = first;
    for (int i = 0; i < missing.length; i++) {
      rowOf[first + i] = missing[i] ? -1 : next++;
    }
    encode(part, rowOf, first, values);
    return next - first;
  }

  /** Moves the rows of each tile to those of the one before; returns how many rows there are. */
  private int closeUp(float[] values, int[] rowOf, int[] kept) {
    int width = width();
    int next = 0;
    for (int tile = 0; tile < kept.length; tile++) {
      int first = tile * TILE;
      if (next < first) {
        System.arraycopy(values, first * width, values, next * width, kept[tile] * width);
        for (int i = first; i < Math.min(rowOf.length, first + TILE); i++) {
          rowOf[i] -= rowOf[i] < 0 ? 0 : first - next;
        }
      }
      next += kept[tile];
    }
    return next;
  }

  /**
   * How many rows of a batch have no value, by column; only columns that lack some.
   *
   * @param from the first row
   * @param to the row after the last one
   */
  public Map<String, Integer> missing(RowBatch batch, int from, int to) {
    Map<String, Integer> missing = new LinkedHashMap<>();
    RowPart part = new RowPart(batch, from, to);
    for (Feature feature : features) {
      for (ColumnRead read : feature.reads()) {
        int count = feature.markMissing(read, part, new boolean[part.rows()]);
        if (count > 0) {
          missing.merge(read.column(), count, Math::max);
        }
      }
    }
    return missing;
  }

  /** The same features with another rule for missing values. */
  public FeatureEncoding with(OnNull other) {
    return new FeatureEncoding(scale, other, features);
  }

  private void refuseUnfit(RowPart part) {
    for (Feature feature : features) {
      RowPart.Unfit unfit = feature.unfit(part);
      if (unfit.count() > 0) {
        throw new FeatureException(
            unfit.complaint(), feature.reads().stream().map(ColumnRead::column).toList());
      }
    }
  }

  /** Marks the rows to leave out, or refuses them. */
  private void findMissing(RowPart part, boolean[] missing) {
    if (onNull == OnNull.MEAN || onNull == OnNull.KEEP) {
      return;
    }
    for (Feature feature : features) {
      for (ColumnRead read : feature.reads()) {
        if (feature.markMissing(read, part, missing) > 0 && onNull == OnNull.ERROR) {
          boolean isReal = isReal(part.batch(), read.column());
          throw new FeatureException(
              names -> {
                String name = names.inSql(read.column());
                return Text.of(
                    "column %s contains NULL, NaN or infinity, and the model was trained with"
                        + " train.on_null = error. Filter such rows in the query (WHERE %s IS NOT"
                        + " NULL%s), or retrain the model with train.on_null = skip or mean",
                    read.column(),
                    name,
                    isReal ? ", or against NaN and infinity WHERE abs(" + name + ") < 1e308" : "");
              },
              List.of(read.column()));
        }
      }
    }
  }

  private static boolean isReal(RowBatch batch, String column) {
    int index = batch.names().indexOf(column);
    return index >= 0
        && (batch.column(index) instanceof ColumnVector.Doubles
            || batch.column(index) instanceof ColumnVector.Floats);
  }

  /**
   * Encodes a training's rows, which were checked before.
   *
   * @param skip a mark for each row of the whole training that is left out; null if none is
   * @param source the training's row that the batch starts with
   * @param first the matrix's row for the first row that is not left out
   * @param values of the matrix, row-major; 0 where these rows go
   */
  void encode(RowBatch batch, boolean[] skip, int source, int first, float[] values) {
    int next = first;
    int[] rowOf = new int[TILE];
    for (int start = 0; start < batch.rows(); start += TILE) {
      RowPart part = new RowPart(batch, start, Math.min(batch.rows(), start + TILE));
      for (int i = 0; i < part.rows(); i++) {
        rowOf[i] = skip != null && skip[source + start + i] ? -1 : next++;
      }
      encode(part, rowOf, 0, values);
    }
  }

  private void encode(RowPart part, int[] rowOf, int offset, float[] values) {
    int width = width();
    int[] starts = new int[part.rows()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = rowOf[offset + i] < 0 ? -1 : rowOf[offset + i] * width;
    }
    Feature.Target target = new Feature.Target(starts, values, onNull == OnNull.KEEP);
    int at = 0;
    for (Feature feature : features) {
      feature.encode(part, target, at);
      at += feature.width();
    }
  }
}
