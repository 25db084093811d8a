package org.sqlflow.features;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scale;
import org.sqlflow.features.scale.Scaling;

/**
 * What a column function makes of its columns: one or more numbers that a model sees. A feature as
 * COLUMN specifies it knows nothing of the data; its {@link #statistics} give the fitted one, which
 * is stored in the model as JSON, with {@link #kind} as its type.
 *
 * <p>A further kind is a record with a {@link ColumnFunction} that reads its arguments, and a line
 * in {@link ColumnFunctions}. Immutable and safe to use from several threads.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind", defaultImpl = NumericFeature.class)
@JsonTypeIdResolver(ColumnFunctions.Kinds.class)
public interface Feature {
  /** The type in stored models: the name of the function that is registered for this record. */
  String kind();

  /**
   * The function as COLUMN has it; features with the same text differ only in what they learned.
   */
  String text();

  /** What is read of the query's columns, each once. */
  List<ColumnRead> reads();

  /** What some features read, each once. */
  static List<ColumnRead> readsOf(List<Feature> features) {
    return features.stream().flatMap(feature -> feature.reads().stream()).distinct().toList();
  }

  /**
   * Calls the visitor's method for this kind of feature; {@link FeatureVisitor#other} for a kind
   * without a method.
   */
  <R> R accept(FeatureVisitor<R> visitor);

  /** How many numbers it gives. */
  int width();

  /** A name for each of its numbers. */
  List<String> names();

  /**
   * What its numbers mean to people. Whatever is not a measure is shown as it is encoded: the 0 and
   * 1 of a category.
   */
  enum Meaning {
    /** Numbers of the query, before scaling; {@link #measures} gives them. */
    MEASURE,
    /** The same, after sign(c)·log(1+|c|). */
    LOGARITHM,
    /** 0 or 1: their mean is a share of rows. */
    SHARE,
    /** Whatever the encoding makes of them. */
    ENCODED
  }

  /** What its numbers mean. */
  default Meaning meaning() {
    return Meaning.ENCODED;
  }

  /**
   * The numbers before scaling, exactly as the query has them, or their logarithms: only of a
   * {@link Meaning#MEASURE} or {@link Meaning#LOGARITHM}.
   *
   * @param place which of its numbers, from 0
   * @return one for each row of the part; NaN where the row has none
   */
  default double[] measures(RowPart part, int place) {
    throw new IllegalStateException(text() + " has no measures");
  }

  /**
   * What an encoded number means in the column's units, rounded as the encoding is; the number
   * itself if it is not a measure.
   *
   * @param place which of its numbers, from 0
   */
  default double original(int place, float encoded) {
    return encoded;
  }

  /**
   * The reverse of {@link #original}: how a number in the column's units is encoded.
   *
   * @param place which of its numbers, from 0
   */
  default float encoded(int place, double original) {
    return (float) original;
  }

  /** About how many bytes of the heap a row's value of one of {@link #reads} takes. */
  default long bytes(ColumnRead read) {
    return read.form() == ColumnRead.Form.NUMBERS ? Double.BYTES : ColumnVector.TEXT_BYTES;
  }

  /** What one of {@link #reads} needs that a column of this type lacks, as a noun phrase. */
  default Optional<String> lacking(ColumnRead read, Column column) {
    return read.form() == ColumnRead.Form.NUMBERS && !column.type().isNumeric()
        ? Optional.of("numbers: CAST it to a number")
        : Optional.empty();
  }

  /**
   * Marks the rows that have no value in one of {@link #reads}: NULL, NaN or an infinity.
   *
   * @param missing for each row of the part; marks that are there stay
   * @return how many rows have none
   */
  default int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    return part.markMissing(read, missing);
  }

  /** What {@link OnNull#MEAN} puts in the place of a missing value, in words. */
  default String filling() {
    return "the mean";
  }

  /** The rows of a part that it does not take. */
  default RowPart.Unfit unfit(RowPart part) {
    return RowPart.Unfit.NONE;
  }

  /** Statistics without rows, which fit this feature to the rows that are added. */
  FeatureStatistics statistics(Scale scale);

  /**
   * Where the rows of a part go in a matrix.
   *
   * @param starts for each row the index of its first value; -1 for a row to leave out
   * @param values of the matrix, row-major; 0 where nothing is written yet
   * @param keepsMissing whether a number that is missing stays so, as NaN
   */
  record Target(int[] starts, float[] values, boolean keepsMissing) {
    /** A target in which nothing is missing. */
    Target(int[] starts, float[] values) {
      this(starts, values, false);
    }

    /** A number as it is written. */
    float encoded(Scaling scaling, double number) {
      return keepsMissing && !Double.isFinite(number) ? Float.NaN : scaling.encode(number);
    }
  }

  /**
   * Encodes the rows of a part.
   *
   * @param at the place of this feature's first number in a row of the matrix
   */
  void encode(RowPart part, Target target, int at);
}
