package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sqlflow.text.Text;

/**
 * DENSE(c, n): a vector in a list, or in a text with a delimiter; each of its numbers is scaled by
 * itself.
 *
 * @param size n
 * @param learnt for each number of the vector what was learnt of it; empty before
 */
public record DenseFeature(String column, int size, String delimiter, List<Place> learnt)
    implements Feature {
  /** The mean of one number of the vectors, its center and its spread. */
  public record Place(double mean, double center, double spread) {}

  /** A vector that is yet to be learnt. */
  static DenseFeature of(String column, int size, String delimiter) {
    return new DenseFeature(column, size, delimiter, List.of());
  }

  private ColumnRead.Vectors read() {
    return new ColumnRead.Vectors(column, size, delimiter);
  }

  @Override
  public String text() {
    String last = delimiter.equals(",") ? "" : ", '" + delimiter.replace("'", "''") + "'";
    return "DENSE(" + column + ", " + size + last + ")";
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(read());
  }

  @Override
  public int width() {
    return size;
  }

  @Override
  public List<String> names() {
    return IntStream.rangeClosed(1, size).mapToObj(i -> column + "[" + i + "]").toList();
  }

  @Override
  public double original(int place, float encoded) {
    return encoded * learnt.get(place).spread() + learnt.get(place).center();
  }

  @Override
  public UnfitRows unfit(FeatureRows rows) {
    VectorColumn vectors = rows.vectors(read());
    if (vectors.unfit() == 0) {
      return UnfitRows.NONE;
    }
    String complaint =
        Text.of(
            "column %s holds '%s', and %s takes %d numbers", column, vectors.shown(), text(), size);
    return new UnfitRows(vectors.unfit(), vectors.firstUnfit(), complaint);
  }

  @Override
  public Feature learn(TrainingSample sample, Scale scale) {
    List<Place> places = new ArrayList<>();
    for (int place = 0; place < size; place++) {
      double[] values = sample.numbers(read(), rows -> rows.vectors(read()).values(), size, place);
      double mean = Scale.mean(values);
      double[] centerAndSpread = scale.learn(values, mean);
      places.add(new Place(mean, centerAndSpread[0], Scale.usable(centerAndSpread[1])));
    }
    return new DenseFeature(column, size, delimiter, places);
  }

  @Override
  public void encode(FeatureRows rows, int from, int to, MatrixSlots slots, int at) {
    double[] values = rows.vectors(read()).values();
    for (int i = 0; i < size; i++) {
      Place place = learnt.get(i);
      for (int row = from; row < to; row++) {
        int start = slots.start(row);
        if (start >= 0) {
          double number = values[row * size + i];
          double value = Double.isFinite(number) ? number : place.mean();
          slots.values()[start + at + i] = (float) ((value - place.center()) / place.spread());
        }
      }
    }
  }
}
