package org.sqlflow.features;

import java.util.List;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.scale.Scaling;

/** A vector of numbers, each scaled separately. */
interface NumbersFeature extends Feature {
  /** Of each number; empty until it is fitted. */
  List<Scaling> scalings();

  /**
   * One of the numbers of some rows, NaN where it is missing.
   *
   * @param first of the rows, from 0 in the part
   * @param into its first {@code count} values are set
   */
  void values(RowPart part, int place, int first, int count, double[] into);

  @Override
  default Meaning meaning() {
    return Meaning.MEASURE;
  }

  @Override
  default double[] measures(RowPart part, int place) {
    double[] numbers = new double[part.rows()];
    values(part, place, 0, numbers.length, numbers);
    return numbers;
  }

  @Override
  default double original(int place, float encoded) {
    return scalings().get(place).original(encoded);
  }

  @Override
  default float encoded(int place, double original) {
    return scalings().get(place).encode(original);
  }
}
