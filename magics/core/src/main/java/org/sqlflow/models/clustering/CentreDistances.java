package org.sqlflow.models.clustering;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.Distances;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;

/**
 * How far rows are from the centre of each group, in the space in which they are clustered.
 *
 * @param numbers of the groups, in the order of the centres
 */
public record CentreDistances(
    ClusteringModel model, Formula.NearestCentre centres, List<Integer> numbers) {
  /** The name of this output. */
  public static final String OUTPUT = "distances";

  /** The distances of a model that has centres; empty for another model. */
  public static Optional<CentreDistances> of(ClusteringModel model) {
    Optional<Formula> formula = Formulated.of(model);
    if (formula.isPresent() && formula.get() instanceof Formula.NearestCentre centres) {
      List<Integer> numbers = IntStream.range(0, centres.clusters()).boxed().toList();
      return Optional.of(new CentreDistances(model, centres, numbers));
    }
    return formula.isPresent()
            && formula.get() instanceof Formula.Renumbered others
            && others.groups() instanceof Formula.NearestCentre centres
        ? Optional.of(new CentreDistances(model, centres, others.numbers()))
        : Optional.empty();
  }

  /**
   * The distances, {@code rows x groups}, row-major.
   *
   * @param rows {@code rows x features}, encoded and scaled as in training
   */
  public float[] of(Matrix rows) {
    Matrix codes = model.codes(rows);
    int width = centres.width();
    int clusters = centres.clusters();
    float[] all = new float[rows.rows() * clusters];
    for (int row = 0; row < rows.rows(); row++) {
      for (int cluster = 0; cluster < clusters; cluster++) {
        all[row * clusters + cluster] =
            (float) distance(codes.values(), row * width, cluster * width, width);
      }
    }
    return all;
  }

  private double distance(float[] codes, int at, int centre, int width) {
    float[] all = centres.centres();
    return switch (centres.metric()) {
      case EUCLIDEAN -> Math.sqrt(Distances.squared(codes, at, all, centre, width));
      case COSINE -> {
        double product = 0;
        double square = 0;
        for (int c = 0; c < width; c++) {
          product += (double) codes[at + c] * all[centre + c];
          square += (double) codes[at + c] * codes[at + c];
        }
        yield square == 0 ? 0.5 : 1 - product / Math.sqrt(square);
      }
      case MANHATTAN -> {
        double sum = 0;
        for (int c = 0; c < width; c++) {
          sum += Math.abs(codes[at + c] - all[centre + c]);
        }
        yield sum;
      }
    };
  }
}
