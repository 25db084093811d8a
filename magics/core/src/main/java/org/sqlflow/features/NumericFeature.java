package org.sqlflow.features;

import java.util.List;

/**
 * NUMERIC(c) and LOG(c): a number, scaled.
 *
 * @param column numbers or truth values
 * @param log whether sign(c)·log(1+|c|) stands for c
 * @param mean of the training's values, behind the logarithm; stands in for NULL where asked
 * @param center taken off first
 * @param spread then divided by; never 0
 */
public record NumericFeature(String column, boolean log, double mean, double center, double spread)
    implements Feature {
  /** A number that is yet to be learnt. */
  static NumericFeature of(String column, boolean log) {
    return new NumericFeature(column, log, 0, 0, 1);
  }

  ColumnRead.Numbers read() {
    return new ColumnRead.Numbers(column);
  }

  /** The number that the scaling is applied to. */
  double value(double number) {
    return log ? Math.copySign(Math.log1p(Math.abs(number)), number) : number;
  }

  /** The mean of a training's values. */
  double meanOf(TrainingSample sample) {
    return Scale.mean(values(sample));
  }

  private double[] values(TrainingSample sample) {
    double[] values = sample.numbers(read(), rows -> rows.numbers(read()), 1, 0);
    for (int i = 0; log && i < values.length; i++) {
      values[i] = value(values[i]);
    }
    return values;
  }

  @Override
  public String text() {
    return log ? "LOG(" + column + ")" : column;
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(read());
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public List<String> names() {
    return List.of(text());
  }

  @Override
  public List<String> originalNames() {
    return List.of(column);
  }

  @Override
  public double original(int place, float encoded) {
    double value = encoded * spread + center;
    return log ? Math.copySign(Math.expm1(Math.abs(value)), value) : value;
  }

  @Override
  public Feature learn(TrainingSample sample, Scale scale) {
    double[] values = values(sample);
    double mean = Scale.mean(values);
    double[] centerAndSpread = scale.learn(values, mean);
    return new NumericFeature(
        column, log, mean, centerAndSpread[0], Scale.usable(centerAndSpread[1]));
  }

  @Override
  public void encode(FeatureRows rows, int from, int to, MatrixSlots slots, int at) {
    double[] numbers = rows.numbers(read());
    for (int row = from; row < to; row++) {
      int start = slots.start(row);
      if (start >= 0) {
        double number = numbers[row];
        double value = Double.isFinite(number) ? value(number) : mean;
        slots.values()[start + at] = (float) ((value - center) / spread);
      }
    }
  }
}
