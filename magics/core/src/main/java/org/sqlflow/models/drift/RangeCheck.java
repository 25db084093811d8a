package org.sqlflow.models.drift;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sqlflow.data.Matrix;
import org.sqlflow.features.CategoryFeature;
import org.sqlflow.features.Feature;
import org.sqlflow.features.IndicatorFeature;
import org.sqlflow.features.WeightedFeature;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.text.Text;

/**
 * Counts the rows of a prediction that are unlike those of the training: far from every cluster,
 * far outside of a column's range, or in a category that the training did not have.
 *
 * <p>Similar new rows rarely exceed the training's largest value, and then by little. So a value
 * counts if it is beyond the training's range by half of that range, a row if it is beyond one and
 * a half times the largest distance; both are reported if more than one row in 200 is. Used by one
 * thread at a time.
 */
public final class RangeCheck {
  private static final double MARGIN = 0.5;
  private static final double FAR = 1.5;
  private static final int RARE = 200;
  private static final int COLUMNS_SHOWN = 3;
  private static final MathContext SHOWN = new MathContext(5);

  private final List<Place> places = new ArrayList<>();
  private final float[] centres;
  private final double far;
  private long farRows;
  private long rows;

  /** A feature's number to check. */
  private static final class Place {
    private final Feature feature;
    private final int place;
    private final int at;
    private final float least;
    private final float most;
    private final float low;
    private final float high;
    private long below;
    private long above;

    Place(Feature feature, int place, int at, float least, float most) {
      this.feature = feature;
      this.place = place;
      this.at = at;
      this.least = least;
      this.most = most;
      // The rounding errors of a constant must not count as its range, nor as a deviation from it.
      float margin = (float) Math.max(MARGIN * (most - least), 1e-6 * Math.max(1, Math.abs(most)));
      this.low = least - margin;
      this.high = most + margin;
    }

    boolean isCategory() {
      return WeightedFeature.plain(feature) instanceof CategoryFeature;
    }

    long outside() {
      return below + above;
    }
  }

  /** No rows yet. */
  public RangeCheck(FeatureEncoding encoding, TrainingRange range) {
    int at = 0;
    boolean isKnown = range.least().size() == encoding.width();
    for (Feature feature : encoding.features()) {
      int width = feature.width();
      Feature plain = WeightedFeature.plain(feature);
      // For categories, only the one for all other values is checked.
      int first = plain instanceof CategoryFeature ? width - 1 : 0;
      boolean isTold = !(plain instanceof CategoryFeature) || plain instanceof IndicatorFeature;
      for (int place = first; isKnown && isTold && place < width; place++) {
        places.add(
            new Place(
                feature,
                place,
                at + place,
                range.least().get(at + place),
                range.most().get(at + place)));
      }
      at += width;
    }
    boolean isNear = isKnown && range.farthest() > 0;
    this.centres = new float[isNear ? range.centres().size() : 0];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = range.centres().get(i);
    }
    double limit = FAR * range.farthest();
    this.far = limit * limit;
  }

  /**
   * Counts some rows.
   *
   * @param encoded {@code rows x features}
   * @param clusters of each row, negative for none; not used by a model without clusters
   */
  public void add(Matrix encoded, int[] clusters) {
    float[] values = encoded.values();
    int width = encoded.columns();
    rows += encoded.rows();
    for (Place place : places) {
      long below = 0;
      long above = 0;
      for (int at = place.at; at < values.length; at += width) {
        below += values[at] < place.low ? 1 : 0;
        above += values[at] > place.high ? 1 : 0;
      }
      place.below += below;
      place.above += above;
    }
    for (int row = 0; centres.length > 0 && row < encoded.rows(); row++) {
      boolean isFar =
          clusters[row] >= 0 && TrainingRange.square(encoded, row, centres, clusters[row]) > far;
      farRows += isFar ? 1 : 0;
    }
  }

  /** Whether {@link #add} needs the clusters of the rows. */
  public boolean needsClusters() {
    return centres.length > 0;
  }

  /** What to report; empty if the rows are like those of the training. */
  public List<String> notes() {
    List<String> parts = new ArrayList<>();
    if (isTold(farRows)) {
      parts.add(
          Text.of(
              "%,d of %,d rows lie much farther from their group's centre than any row of the"
                  + " training",
              farRows, rows));
    }
    List<Place> outside =
        places.stream()
            .filter(place -> isTold(place.outside()))
            .sorted(Comparator.comparingLong(Place::outside).reversed())
            .toList();
    outside.stream().limit(COLUMNS_SHOWN).map(this::words).forEach(parts::add);
    int more = outside.size() - COLUMNS_SHOWN;
    if (more > 0) {
      parts.add(Text.of("and %,d more %s", more, more == 1 ? "column" : "columns"));
    }
    return parts.isEmpty()
        ? List.of()
        : List.of("Unlike the training: " + String.join("; ", parts) + ".");
  }

  private boolean isTold(long count) {
    return count * RARE > rows;
  }

  private String words(Place place) {
    String column = place.feature.names().get(place.place);
    if (place.isCategory()) {
      return Text.of(
          "%s: %,d of %,d rows have a value that the training did not have",
          place.feature.reads().get(0).column(), place.above, rows);
    }
    List<String> sides = new ArrayList<>();
    if (place.above > 0) {
      sides.add(side(place, place.above, "above", place.most));
    }
    if (place.below > 0) {
      sides.add(side(place, place.below, "below", place.least));
    }
    return column + ": " + String.join(", ", sides);
  }

  private String side(Place place, long count, String word, float end) {
    double original = place.feature.original(place.place, end);
    String shown = new BigDecimal(original).round(SHOWN).stripTrailingZeros().toPlainString();
    return Text.of(
        "%,d %s far %s the training's %s", count, count == 1 ? "row" : "rows", word, shown);
  }
}
