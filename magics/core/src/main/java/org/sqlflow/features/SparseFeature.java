package org.sqlflow.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.text.SqlNames;
import org.sqlflow.text.Text;

/**
 * SPARSE(c, n): a vector of n numbers, of which the text names those that are not 0: {@code
 * 3,17,250} by their places from 0, each a 1, or {@code 3:0.5,17:2} with values. A place that is
 * named twice counts twice. Lists of places work as well.
 *
 * @param size n
 * @param delimiter between the places of a text; blank for any white space
 * @param pair between a place and its value
 */
public record SparseFeature(String column, int size, String delimiter, String pair)
    implements Feature {
  static final ColumnFunction FUNCTION =
      new ColumnFunction(
          "SPARSE",
          2,
          6,
          "a column of texts or lists that name the places of a vector that are not 0, and its"
              + " size; also the delimiter of the texts if it is not a comma, and that of places"
              + " and values",
          "SPARSE(words, 1000, ' ', int, ':', float)",
          Optional.of(SparseFeature.class),
          SparseFeature::read);

  private static final String PAIR = ":";
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static List<Feature> read(Call call) {
    int size = call.shape(1);
    String delimiter = call.size() > 2 ? call.delimiter(2, DenseFeature.DELIMITERS) : ",";
    if (call.size() > 3) {
      call.word(3);
    }
    String pair = call.size() > 4 ? call.delimiter(4, DenseFeature.DELIMITERS) : PAIR;
    return new ArrayList<>(of(call, size, delimiter, pair));
  }

  /** Features of the columns that the first argument of a call names. */
  static List<SparseFeature> of(Call call, int size, String delimiter, String pair) {
    List<SparseFeature> features = new ArrayList<>();
    for (Column column : call.columns(0)) {
      if (!DenseFeature.isVector(column)) {
        String what = "column %1$s is %2$s, but SPARSE takes texts or lists of places";
        String way = column.type().isNumeric() ? ": use CATEGORY_ID(%3$s, %4$d)" : "";
        throw new FeatureException(
            Text.of(
                what + way,
                column.name(),
                column.typeName(),
                SqlNames.inClause(column.name()),
                size),
            call.position(0));
      }
      features.add(new SparseFeature(column.name(), size, delimiter, pair));
    }
    return features;
  }

  /** The same feature with another size. */
  SparseFeature sized(int other) {
    return new SparseFeature(column, other, delimiter, pair);
  }

  @Override
  public String kind() {
    return "SPARSE";
  }

  @Override
  public String text() {
    boolean isUsual = pair.equals(PAIR);
    String between = isUsual && delimiter.equals(",") ? "" : ", " + quoted(delimiter);
    return "SPARSE("
        + column
        + ", "
        + size
        + between
        + (isUsual ? "" : ", int, " + quoted(pair) + ", float")
        + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.other(this);
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
    return IntStream.range(0, size).mapToObj(i -> column + "#" + i).toList();
  }

  @Override
  public String filling() {
    return "no place";
  }

  @Override
  public Optional<String> lacking(ColumnRead read, Column found) {
    return DenseFeature.isVector(found)
        ? Optional.empty()
        : Optional.of("texts of places: CAST it to a text");
  }

  @Override
  public int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    int count = 0;
    for (int row = 0; row < missing.length; row++) {
      if (part.isMissing(column, row)) {
        missing[row] = true;
        count++;
      }
    }
    return count;
  }

  /** Takes the places of a row. */
  @FunctionalInterface
  private interface Places {
    void add(int place, double value);
  }

  /** Whether a row holds such a vector; passes on its places. */
  private boolean read(RowPart part, int row, Places places) {
    Optional<double[]> list = part.list(column, row);
    if (list.isPresent()) {
      for (double place : list.get()) {
        if (!isPlace(place)) {
          return false;
        }
        places.add((int) place, 1);
      }
      return true;
    }
    String text = part.text(column, row).strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    String[] parts =
        delimiter.isBlank() ? BLANKS.split(text) : text.split(Pattern.quote(delimiter), -1);
    for (String one : parts) {
      String bare = one.strip();
      if (!bare.isEmpty() && !read(bare, places)) {
        return false;
      }
    }
    return true;
  }

  private boolean read(String text, Places places) {
    int at = text.indexOf(pair);
    try {
      double place = Double.parseDouble(at < 0 ? text : text.substring(0, at));
      double value = at < 0 ? 1 : Double.parseDouble(text.substring(at + pair.length()));
      if (!isPlace(place) || !Double.isFinite(value)) {
        return false;
      }
      places.add((int) place, value);
      return true;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  private boolean isPlace(double place) {
    return place >= 0 && place < size && place == Math.rint(place);
  }

  @Override
  public RowPart.Unfit unfit(RowPart part) {
    int count = 0;
    int first = 0;
    for (int row = 0; row < part.rows(); row++) {
      if (!part.isMissing(column, row) && !read(part, row, (place, value) -> {})) {
        first = count++ == 0 ? row : first;
      }
    }
    if (count == 0) {
      return RowPart.Unfit.NONE;
    }
    String message = "column %s contains '%s', but %s takes places from 0 to %d";
    return new RowPart.Unfit(
        count, first, Text.of(message, column, part.shown(column, first), text(), size - 1));
  }

  @Override
  public FeatureStatistics statistics(Scale scale) {
    return FeatureStatistics.none(this);
  }

  @Override
  public void encode(RowPart part, Target target, int at) {
    for (int row = 0; row < part.rows(); row++) {
      int start = target.starts()[row];
      if (start >= 0 && !part.isMissing(column, row)) {
        read(part, row, (place, value) -> target.values()[start + at + place] += (float) value);
      }
    }
  }
}
