package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.SharedRange;
import org.sqlflow.math.Moments;

/**
 * WEIGHT(c, w), or w * c: a feature whose encoded numbers are multiplied, so that differences in it
 * count more or less than in others. The names and the numbers that people see stay those of the
 * feature.
 *
 * @param feature that is weighted, which is not weighted itself
 * @param weight above 0
 */
public record WeightedFeature(Feature feature, double weight) implements Feature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "WEIGHT",
          2,
          2,
          "a column or a function of one, and how much it counts: above 0, where 1 is as much as"
              + " any other; also written 2 * age",
          "WEIGHT(age, 2)",
          Optional.of(WeightedFeature.class),
          WeightedFeature::read);

  private static final double MOST = 1_000_000;

  private static List<Feature> read(Call call) {
    double weight = call.number(1);
    if (!(weight > 0 && weight <= MOST)) {
      throw call.wrong(1, "expected a number above 0, up to 1,000,000");
    }
    List<Feature> features = new ArrayList<>();
    for (Feature feature : call.features(0)) {
      if (feature instanceof WeightedFeature) {
        throw call.wrong(0, "one weight is enough");
      }
      features.add(new WeightedFeature(feature, weight));
    }
    return features;
  }

  /** A feature without its weight. */
  public static Feature plain(Feature feature) {
    return feature instanceof WeightedFeature weighted ? weighted.feature() : feature;
  }

  @Override
  public String kind() {
    return "WEIGHT";
  }

  @Override
  public String text() {
    String number =
        weight == Math.rint(weight) ? String.valueOf((long) weight) : String.valueOf(weight);
    return "WEIGHT(" + feature.text() + ", " + number + ")";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.weighted(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return feature.reads();
  }

  @Override
  public int width() {
    return feature.width();
  }

  @Override
  public List<String> names() {
    return feature.names();
  }

  @Override
  public Meaning meaning() {
    return feature.meaning();
  }

  @Override
  public double[] measures(RowPart part, int place) {
    return feature.measures(part, place);
  }

  @Override
  public double original(int place, float encoded) {
    return feature.original(place, (float) (encoded / weight));
  }

  @Override
  public float encoded(int place, double original) {
    return feature.encoded(place, original) * (float) weight;
  }

  @Override
  public long bytes(ColumnRead read) {
    return feature.bytes(read);
  }

  @Override
  public Optional<String> lacking(ColumnRead read, Column column) {
    return feature.lacking(read, column);
  }

  @Override
  public int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    return feature.markMissing(read, part, missing);
  }

  @Override
  public String filling() {
    return feature.filling();
  }

  @Override
  public RowPart.Unfit unfit(RowPart part) {
    return feature.unfit(part);
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new Statistics(feature.statistics(scale), weight);
  }

  /** The statistics of the feature. */
  private record Statistics(FeatureStatistics plain, double weight) implements FeatureStatistics {
    @Override
    public void add(RowPart part, boolean[] skip) {
      plain.add(part, skip);
    }

    @Override
    public void add(ColumnAggregates aggregates) {
      plain.add(aggregates);
    }

    @Override
    public void merge(FeatureStatistics other) {
      plain.merge(((Statistics) other).plain);
    }

    @Override
    public Feature fitted() {
      return new WeightedFeature(plain.fitted(), weight);
    }

    @Override
    public double[] variances() {
      return plain.variances();
    }

    @Override
    public Feature balanced(Feature fitted, double variance) {
      return new WeightedFeature(
          plain.balanced(((WeightedFeature) fitted).feature(), variance), weight);
    }

    @Override
    public Optional<String> warning() {
      return plain.warning();
    }

    @Override
    public int collected() {
      return plain.collected();
    }

    @Override
    public void startPass(int from, int to) {
      plain.startPass(from, to);
    }

    @Override
    public List<Moments> chosenTogether() {
      return plain.chosenTogether();
    }

    @Override
    public void share(SharedRange range) {
      plain.share(range);
    }
  }

  @Override
  public void encode(RowPart part, Target target, int at) {
    feature.encode(part, target, at);
    for (int start : target.starts()) {
      for (int place = at; start >= 0 && place < at + width(); place++) {
        target.values()[start + place] *= (float) weight;
      }
    }
  }
}
