package org.sqlflow.features;

import java.util.List;
import java.util.Optional;
import org.sqlflow.data.Column;
import org.sqlflow.data.ColumnRead;
import org.sqlflow.data.RowPart;
import org.sqlflow.features.trained.InnerModel;

/** A feature that a trained model outputs: the model says what it reads and what it lacks. */
public interface ModelFeature extends Feature {
  /** The model. */
  InnerModel model();

  @Override
  default <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.other(this);
  }

  @Override
  default List<ColumnRead> reads() {
    return model().reads();
  }

  @Override
  default long bytes(ColumnRead read) {
    return model().bytes(read);
  }

  @Override
  default Optional<String> lacking(ColumnRead read, Column column) {
    return model().lacking(read, column);
  }

  @Override
  default int markMissing(ColumnRead read, RowPart part, boolean[] missing) {
    return model().markMissing(read, part, missing);
  }

  @Override
  default RowPart.Unfit unfit(RowPart part) {
    return model().unfit(part);
  }
}
