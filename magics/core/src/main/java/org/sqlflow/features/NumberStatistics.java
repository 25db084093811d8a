package org.sqlflow.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;
import org.sqlflow.features.scale.SharedRange;
import org.sqlflow.math.Moments;
import org.sqlflow.math.Parallel;

/**
 * Statistics of one or more columns of numbers, each scaled separately. Quantiles are exact: the
 * values are collected, and merging appends them. Where a distributed engine cannot afford that, a
 * mergeable sketch (such as KLL, Karnin, Lang and Liberty 2016) would replace {@link
 * Place#collected}.
 */
public final class NumberStatistics implements FeatureStatistics {
  /** How many rows of a single column, and of several, are read at a time: they fit the cache. */
  private static final int LONG_BLOCK = 32_768;

  private static final int BLOCK = 512;

  /** Places that one thread takes at a time: a cache line of a vector. */
  private static final int PLACES = 8;

  /** What adding one number costs, for {@link Parallel}. */
  private static final int OPERATIONS = 40;

  private final String column;
  private final Scale scale;
  private final Columns columns;
  private final Function<List<Scaling>, Feature> feature;
  private final Place[] places;
  private int from;
  private int to;

  /** Where the numbers come from. */
  interface Columns {
    /** Writes the numbers of some rows of a part; NaN where there is none. */
    void read(RowPart part, int place, int first, int count, double[] into);

    /**
     * The array that has the same numbers from {@link RowPart#from} on, if there is one: it saves
     * copying them.
     */
    default Optional<double[]> whole(RowPart part, int place) {
      return Optional.empty();
    }
  }

  /** What is known of one place. */
  private static final class Place {
    private final Moments moments = new Moments();
    private List<double[]> collected = new ArrayList<>();
    private Scaling scaling;
  }

  /**
   * No rows yet.
   *
   * @param column for messages
   * @param places how many columns of numbers there are
   * @param feature makes the fitted feature from the scaling of each place
   */
  public NumberStatistics(
      String column,
      Scale scale,
      int places,
      Columns columns,
      Function<List<Scaling>, Feature> feature) {
    this.column = column;
    this.scale = scale;
    this.columns = columns;
    this.feature = feature;
    this.places = new Place[places];
    Arrays.setAll(this.places, i -> new Place());
    this.to = places;
  }

  @Override
  public int collected() {
    return scale == Scale.ROBUST ? places.length : 0;
  }

  @Override
  public void startPass(int first, int end) {
    seal();
    from = first;
    to = end;
  }

  @Override
  public void add(RowPart part, boolean[] skip) {
    int first = from;
    int end = to;
    Parallel.run(
        (long) part.rows() * (end - first) * OPERATIONS,
        (end - first + PLACES - 1) / PLACES,
        chunk -> {
          int start = first + chunk * PLACES;
          add(part, skip, start, Math.min(end, start + PLACES));
        });
  }

  private void add(RowPart part, boolean[] skip, int start, int end) {
    if (places.length == 1 && skip == null && scale != Scale.ROBUST) {
      Optional<double[]> whole = columns.whole(part, start);
      if (whole.isPresent()) {
        add(whole.get(), part.from(), part.from() + part.rows(), places[start].moments);
        return;
      }
    }
    int block = Math.min(places.length == 1 ? LONG_BLOCK : BLOCK, part.rows());
    double[] numbers = new double[block];
    for (int row = 0; row < part.rows(); row += block) {
      int count = Math.min(block, part.rows() - row);
      for (int place = start; place < end; place++) {
        columns.read(part, place, row, count, numbers);
        for (int i = 0; skip != null && i < count; i++) {
          numbers[i] = skip[row + i] ? Double.NaN : numbers[i];
        }
        places[place].moments.add(numbers, 0, count);
        if (scale == Scale.ROBUST) {
          places[place].collected.add(finite(numbers, count));
        }
      }
    }
  }

  private static void add(double[] numbers, int from, int to, Moments moments) {
    for (int start = from; start < to; start += LONG_BLOCK) {
      moments.add(numbers, start, Math.min(to, start + LONG_BLOCK));
    }
  }

  @Override
  public void add(ColumnAggregates aggregates) {
    for (int i = 0; i < places.length; i++) {
      places[i].moments.merge(aggregates.numbers().get(i));
      if (scale == Scale.ROBUST && places[i].moments.count() > 0) {
        // Equally spaced quantiles have the same quartiles and percentiles as all values.
        places[i].collected.add(aggregates.quantiles().get(i));
      }
    }
  }

  private static double[] finite(double[] numbers, int count) {
    double[] finite = new double[count];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      finite[kept] = numbers[i];
      kept += Double.isFinite(numbers[i]) ? 1 : 0;
    }
    return kept == count ? finite : Arrays.copyOf(finite, kept);
  }

  @Override
  public void merge(FeatureStatistics other) {
    for (int i = 0; i < places.length; i++) {
      Place theirs = ((NumberStatistics) other).places[i];
      places[i].moments.merge(theirs.moments);
      places[i].collected.addAll(theirs.collected);
    }
  }

  private void seal() {
    int first = from;
    Parallel.run(to - first, i -> seal(places[first + i]));
  }

  /** Computes the scaling, and drops the values. */
  private void seal(Place place) {
    if (place.moments.count() > 0 && place.scaling == null) {
      place.scaling = scale.scaling(place.moments, () -> sorted(place.collected));
      place.collected = new ArrayList<>();
    }
  }

  private static double[] sorted(List<double[]> parts) {
    double[] values = new double[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      // Each part is released once copied, so that the whole column is never in memory twice.
      double[] part = parts.set(i, new double[0]);
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    Arrays.sort(values);
    return values;
  }

  @Override
  public List<Moments> chosenTogether() {
    return scale == Scale.AUTO
        ? Arrays.stream(places).map(place -> place.moments).filter(m -> m.count() > 0).toList()
        : List.of();
  }

  @Override
  public void share(SharedRange range) {
    for (Place place : places) {
      place.scaling = range.scaling(place.moments);
    }
  }

  @Override
  public Feature fitted() {
    seal();
    if (Arrays.stream(places).anyMatch(place -> place.scaling == null)) {
      throw noValues(column);
    }
    return feature.apply(Arrays.stream(places).map(place -> place.scaling).toList());
  }

  @Override
  public double[] variances() {
    return Arrays.stream(places)
        .mapToDouble(place -> place.moments.deviation() / place.scaling.spread())
        .map(deviation -> deviation * deviation)
        .toArray();
  }

  /** The error for a column without any value. */
  public static FeatureException noValues(String column) {
    return noValues(List.of(column));
  }

  /** The error for columns without any value, of one or more names. */
  public static FeatureException noValues(List<String> columns) {
    return new FeatureException(
        EntryReader.listed(columns)
            + (columns.size() == 1 ? " has no values: leave it" : " have no values: leave them")
            + " out of COLUMN or of the query",
        columns);
  }
}
