package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlflow.columns.NumberFormat;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;

/**
 * NUMERIC(c) and LOG(c): a number, scaled.
 *
 * @param column numbers or booleans
 * @param log whether sign(c)·log(1+|c|) is used instead of c
 * @param mean of the training's values, after the logarithm; see {@link Scaling}
 * @param format the {@link NumberFormat} of a column of texts; empty for one of numbers
 * @param center see {@link Scaling}
 * @param spread see {@link Scaling}
 * @param truth whether the column holds truth values, so that 0 is false and 1 is true
 */
public record NumericFeature(
    String column,
    boolean log,
    double mean,
    double center,
    double spread,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String format,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean truth)
    implements Feature {
  private static final MathContext SHOWN = new MathContext(6);

  /** Models that were stored without a format read numbers. */
  public NumericFeature {
    format = format == null ? "" : format;
  }

  /** A column of numbers. */
  public NumericFeature(String column, boolean log, double mean, double center, double spread) {
    this(column, log, mean, center, spread, "", false);
  }

  static final ColumnFunction NUMERIC =
      new ColumnFunction(
          "NUMERIC",
          1,
          2,
          "a column of numbers",
          "NUMERIC(age)",
          Optional.of(NumericFeature.class),
          NumericFeature::numeric);

  static final ColumnFunction LOG =
      new ColumnFunction(
          "LOG", 1, 1, "a column of numbers", "LOG(amount)", Optional.empty(), NumericFeature::log);

  /** A number that is not fitted yet. */
  public static NumericFeature of(String column, boolean log) {
    return new NumericFeature(column, log, 0, 0, 1);
  }

  /** A number that is not fitted yet, of a column whose type is known. */
  public static NumericFeature of(Column column) {
    boolean truth = column.type() == ColumnType.BOOLEAN;
    return new NumericFeature(column.name(), false, 0, 0, 1, "", truth);
  }

  /** The same of a column of texts. */
  public static NumericFeature of(String column, NumberFormat format) {
    return new NumericFeature(column, false, 0, 0, 1, format.name(), false);
  }

  private static List<Feature> numeric(Call call) {
    int size = call.size() > 1 ? call.whole(1, 1, CategoryFeature.MOST) : 1;
    if (size > 1) {
      throw call.wrong(1, "use DENSE(c, " + size + ") for a vector of numbers");
    }
    return List.copyOf(call.numbers(0));
  }

  private static List<Feature> log(Call call) {
    List<Feature> features = new ArrayList<>();
    for (NumericFeature number : call.numbers(0)) {
      if (number.log()) {
        throw call.wrong(0);
      }
      features.add(
          new NumericFeature(number.column(), true, 0, 0, 1, number.format(), number.truth()));
    }
    return features;
  }

  @Override
  public String kind() {
    return "NUMERIC";
  }

  @Override
  public String text() {
    return log ? "LOG(" + column + ")" : column;
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.number(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(!format.isEmpty() ? ColumnRead.texts(column) : ColumnRead.numbers(column));
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
  public Meaning meaning() {
    return log ? Meaning.LOGARITHM : Meaning.MEASURE;
  }

  @Override
  public double[] measures(RowPart part, int place) {
    double[] numbers = new double[part.rows()];
    values(part, 0, numbers.length, numbers);
    return numbers;
  }

  @Override
  public String filling() {
    double value = log ? Math.copySign(Math.expm1(Math.abs(mean)), mean) : mean;
    return new BigDecimal(value).round(SHOWN).stripTrailingZeros().toPlainString();
  }

  @Override
  public double original(int place, float encoded) {
    double value = scaling().original(encoded);
    return log ? Math.copySign(Math.expm1(Math.abs(value)), value) : value;
  }

  @Override
  public float encoded(int place, double original) {
    return scaling().encode(value(original));
  }

  private Scaling scaling() {
    return new Scaling(mean, center, spread);
  }

  /** The number that the scaling is applied to. */
  double value(double number) {
    return log ? Math.copySign(Math.log1p(Math.abs(number)), number) : number;
  }

  /** The column's numbers, from numbers or from texts that hold them. */
  private void numbers(RowPart part, int first, int count, double[] into) {
    if (format.isEmpty() || part.hasNumbers(column)) {
      System.arraycopy(part.doubles(column), part.from() + first, into, 0, count);
      return;
    }
    NumberFormat known = NumberFormat.valueOf(format);
    String[] texts = part.texts(column);
    for (int i = 0; i < count; i++) {
      into[i] = known.number(texts[part.from() + first + i]);
    }
  }

  /** A text that holds no number is a missing value. */
  @Override
  public int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    if (format.isEmpty()) {
      return part.markMissing(read, missing);
    }
    double[] numbers = new double[part.rows()];
    numbers(part, 0, numbers.length, numbers);
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      boolean lacks = !Double.isFinite(numbers[i]);
      missing[i] |= lacks;
      count += lacks ? 1 : 0;
    }
    return count;
  }

  /** The numbers that the scaling is applied to; see {@link NumberStatistics.Columns}. */
  void values(RowPart part, int first, int count, double[] into) {
    numbers(part, first, count, into);
    for (int i = 0; log && i < count; i++) {
      into[i] = value(into[i]);
    }
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new NumberStatistics(column, scale, 1, new Numbers(), fitted -> fitted(fitted.get(0)));
  }

  /** The numbers that the scaling is applied to, for statistics. */
  private final class Numbers implements NumberStatistics.Columns {
    @Override
    public void read(RowPart part, int place, int first, int count, double[] into) {
      values(part, first, count, into);
    }

    @Override
    public Optional<double[]> whole(RowPart part, int place) {
      return log || !format.isEmpty() ? Optional.empty() : Optional.of(part.doubles(column));
    }
  }

  private NumericFeature fitted(Scaling scaling) {
    return new NumericFeature(
        column, log, scaling.mean(), scaling.center(), scaling.spread(), format, truth);
  }

  @Override
  public void encode(RowPart part, Target target, int at) {
    Scaling scaling = scaling();
    double[] numbers = format.isEmpty() ? part.doubles(column) : new double[part.rows()];
    int from = format.isEmpty() ? part.from() : 0;
    if (!format.isEmpty()) {
      numbers(part, 0, numbers.length, numbers);
    }
    int[] starts = target.starts();
    float[] values = target.values();
    for (int i = 0; i < part.rows(); i++) {
      int start = starts[i];
      if (start >= 0) {
        values[start + at] = target.encoded(scaling, value(numbers[from + i]));
      }
    }
  }
}
