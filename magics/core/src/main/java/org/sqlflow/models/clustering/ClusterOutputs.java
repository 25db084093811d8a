package org.sqlflow.models.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.sqlflow.data.ColumnVector;
import org.sqlflow.data.Matrix;
import org.sqlflow.data.OutputColumn;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.clusters.GroupDistances;
import org.sqlflow.models.training.PredictionInput;

/** What every clustering model outputs: the group and, on request, how well the row fits it. */
public final class ClusterOutputs {
  /** How far the row is from its group. */
  public static final String DISTANCE = "distance";

  /** How probable the group is, from 0 to 1. */
  public static final String CONFIDENCE = "confidence";

  private ClusterOutputs() {}

  /** The names of the extra outputs, in their order: these two, then the model's further ones. */
  public static Set<String> extra(String... further) {
    Set<String> names = new LinkedHashSet<>(List.of(DISTANCE, CONFIDENCE));
    names.addAll(Arrays.asList(further));
    return names;
  }

  /**
   * The columns of the group and of the requested ones of these two; a new list.
   *
   * @throws org.sqlflow.models.ModelException if the model has no such extra output
   */
  public static List<OutputColumn> columns(
      ClusteringModel model, String column, Set<String> requested) {
    PredictionInput.checkExtraOutputs(model, requested);
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(new OutputColumn(column, OutputColumn.Type.INTEGER));
    for (String name : List.of(DISTANCE, CONFIDENCE)) {
      if (requested.contains(name)) {
        columns.add(new OutputColumn(name, OutputColumn.Type.REAL));
      }
    }
    return columns;
  }

  /**
   * The values of {@link #columns}, of which only the requested ones are computed; a new list.
   *
   * @param groups of each row; {@link ColumnVector.Ints#NONE} for none
   */
  public static List<ColumnVector> values(
      int[] groups,
      Set<String> requested,
      Supplier<float[]> distances,
      Supplier<float[]> confidences) {
    List<ColumnVector> values = new ArrayList<>();
    values.add(new ColumnVector.Ints(groups));
    if (requested.contains(DISTANCE)) {
      values.add(new ColumnVector.Floats(distances.get()));
    }
    if (requested.contains(CONFIDENCE)) {
      values.add(new ColumnVector.Floats(confidences.get()));
    }
    return values;
  }

  /**
   * The groups of rows.
   *
   * @param groups of each row; {@link ColumnVector.Ints#NONE} for none
   * @param distances of each row to its group; empty for a model without distances
   */
  public record Assigned(int[] groups, float[] distances) {
    /** Assigns rows to the groups of a model, some at a time. */
    public static Assigned of(ClusteringModel model, Matrix rows) {
      boolean hasDistances = model.extraOutputs().contains(DISTANCE);
      int[] groups = new int[rows.rows()];
      float[] distances = new float[hasDistances ? groups.length : 0];
      int step = SoftAssignment.rowsAtATime(rows.columns());
      for (int from = 0; from < groups.length; from += step) {
        int to = Math.min(groups.length, from + step);
        List<ColumnVector> found =
            model.predict(
                SoftAssignment.slice(rows, from, to), hasDistances ? Set.of(DISTANCE) : Set.of());
        int[] own = ((ColumnVector.Ints) found.get(0)).values();
        System.arraycopy(own, 0, groups, from, to - from);
        if (hasDistances) {
          float[] far = ((ColumnVector.Floats) found.get(1)).values();
          System.arraycopy(far, 0, distances, from, to - from);
        }
      }
      return new Assigned(groups, distances);
    }

    /** The summary of the distances that is stored. */
    public GroupDistances sketch(int clusters) {
      return distances.length == 0
          ? GroupDistances.UNKNOWN
          : GroupDistances.of(clusters, groups, distances);
    }
  }

  /** The square roots of squared distances, in place. */
  public static float[] roots(float[] squares) {
    for (int row = 0; row < squares.length; row++) {
      squares[row] = (float) Math.sqrt(squares[row]);
    }
    return squares;
  }
}
