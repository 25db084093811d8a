package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnType;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * DENSE(c, n): a vector in a list, or in a text with a delimiter; each of its numbers is scaled
 * separately.
 *
 * @param size n
 * @param delimiter between the numbers of a text; blank for any white space
 * @param scalings of each number of the vector; empty until it is fitted
 */
public record DenseFeature(
    String column, int size, String delimiter, @JsonProperty("learnt") List<Scaling> scalings)
    implements NumbersFeature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "DENSE",
          2,
          3,
          "a column of lists or texts, how many numbers each has, and the delimiter of the texts if"
              + " it is not a comma",
          "DENSE(readings, 3, ';')",
          Optional.of(DenseFeature.class),
          DenseFeature::read);

  /** SQLFlow's words for delimiters. */
  static final Map<String, String> DELIMITERS =
      Map.of("COMMA", ",", "SEMICOLON", ";", "SPACE", " ", "TAB", "\t");

  /** A vector that is not fitted yet. */
  public static DenseFeature of(String column, int size, String delimiter) {
    return new DenseFeature(column, size, delimiter, List.of());
  }

  private static List<Feature> read(Call call) {
    int size = call.shape(1);
    String delimiter = call.size() > 2 ? call.delimiter(2, DELIMITERS) : ",";
    List<Feature> features = new ArrayList<>();
    for (Column column : call.columns(0)) {
      boolean vector = isVector(column);
      if (!vector && !(column.type().isNumeric() && size == 1)) {
        String what = "column %1$s is %2$s, but DENSE takes lists of numbers or texts of them";
        String way = column.type().isNumeric() ? ": use %3$s without DENSE" : "";
        throw new FeatureException(
            Text.of(what + way, column.name(), column.typeName(), SqlNames.inClause(column.name())),
            call.position(0));
      }
      features.add(
          vector ? of(column.name(), size, delimiter) : NumericFeature.of(column.name(), false));
    }
    return features;
  }

  /** Whether a vector can be read from a column. */
  static boolean isVector(Column column) {
    return column.type() == ColumnType.LIST || column.type() == ColumnType.TEXT;
  }

  @Override
  public String kind() {
    return "DENSE";
  }

  @Override
  public String text() {
    String last = delimiter.equals(",") ? "" : ", '" + delimiter.replace("'", "''") + "'";
    return "DENSE(" + column + ", " + size + last + ")";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.vector(this);
  }

  @Override
  public List<ColumnRead> reads() {
    return List.of(ColumnRead.lists(column));
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
  public long bytes(ColumnRead read) {
    return (long) Double.BYTES * size;
  }

  @Override
  public Optional<String> lacking(ColumnRead read, Column found) {
    return isVector(found)
        ? Optional.empty()
        : Optional.of("lists of " + size + " numbers: make it a list");
  }

  private double[][] vectors(RowPart part) {
    return part.vectors(column, size, delimiter);
  }

  @Override
  public int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    double[][] vectors = vectors(part);
    int count = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (!isComplete(vectors[i])) {
        missing[i] = true;
        count++;
      }
    }
    return count;
  }

  private boolean isComplete(double[] vector) {
    if (vector == null || vector.length != size) {
      return false;
    }
    for (double number : vector) {
      if (!Double.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public RowPart.Unfit unfit(RowPart part) {
    double[][] vectors = vectors(part);
    int count = 0;
    int first = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i] != null && vectors[i].length != size) {
        first = count++ == 0 ? i : first;
      }
    }
    if (count == 0) {
      return RowPart.Unfit.NONE;
    }
    String message = "column %s contains '%s', but %s takes %d numbers";
    return new RowPart.Unfit(
        count, first, Text.of(message, column, part.shown(column, first), text(), size));
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return new NumberStatistics(
        column,
        scale,
        size,
        this::values,
        fitted -> new DenseFeature(column, size, delimiter, fitted));
  }

  @Override
  public void values(RowPart part, int place, int first, int count, double[] into) {
    double[][] vectors = vectors(part);
    for (int i = 0; i < count; i++) {
      double[] vector = vectors[first + i];
      into[i] = vector == null || vector.length != size ? Double.NaN : vector[place];
    }
  }

  @Override
  public void encode(RowPart part, Target target, int at) {
    double[][] vectors = vectors(part);
    Scaling[] scaling = scalings.toArray(Scaling[]::new);
    for (int i = 0; i < vectors.length; i++) {
      int start = target.starts()[i];
      if (start >= 0) {
        double[] vector = vectors[i];
        boolean isThere = vector != null && vector.length == size;
        for (int place = 0; place < size; place++) {
          target.values()[start + at + place] =
              target.encoded(scaling[place], isThere ? vector[place] : Double.NaN);
        }
      }
    }
  }
}
