package org.sqlflow.models.clustering.auto;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.CancellationCheck;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingListener;
import org.sqlflow.models.TrainingProgress;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclarations;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.centres.KMeans;
import org.sqlflow.models.clustering.density.DensityTrials;
import org.sqlflow.models.clustering.landmarks.Landmarks;
import org.sqlflow.models.clustering.mixture.MixtureTrial;
import org.sqlflow.models.clustering.spectral.SpectralTrials;

/** The methods that can be tried quickly, the simplest first. */
final class Methods {
  static final String KMEANS = "kmeans";
  static final String MIXTURE = "gaussianMixture";
  static final String SPECTRAL = "spectral";
  static final String DENSITY = "density";
  static final String CLUSTER_MODEL = "clusterModel";

  /**
   * Differences below this share of a feature's variance are taken for rounding. With 1e-6, the
   * default of gaussianMixture, groups degenerate in columns of few different values: on ten real
   * tables with known groups the mean ARI of full covariances was .365, with 1e-3 .405, with .05
   * .407, on six others .715, .723 and .607.
   */
  static final double REGULARIZATION = 1e-3;

  private static final int LANDMARKS = 500;

  /** Groups of fewer rows have no shape that a mixture could know. */
  private static final int ROWS_OF_A_MIXTURE_GROUP = 20;

  /**
   * Of several starts the likeliest is kept. A draw has one: in few rows the likeliest of several
   * has often degenerated to a few rows, and no group would look stable.
   */
  static final int MIXTURE_STARTS = 3;

  /** Mixtures of more groups take too long to try. */
  private static final int MOST_OF_A_MIXTURE = 12;

  /** For more groups the sample has too few rows in each. */
  private static final int MOST = 40;

  private Methods() {}

  /** All methods that can be asked for, the simplest first. */
  static List<String> names() {
    return List.of(KMEANS, MIXTURE, SPECTRAL, DENSITY, CLUSTER_MODEL);
  }

  /**
   * The methods that are tried by default, without clusterModel, whose tries take as long as
   * trainings.
   */
  static List<String> quick() {
    return List.of(KMEANS, MIXTURE, SPECTRAL, DENSITY);
  }

  /** The place of a method among all, 0 for the simplest. */
  static int simplicity(Method method) {
    return names().indexOf(method.estimator());
  }

  /** The methods of some names, the simplest first. */
  static List<Method> of(List<String> names) {
    return Stream.of(
            new OfKMeans(),
            new OfMixture(),
            new OfSpectral(),
            new OfDensity(),
            new OfClusterModel())
        .filter(method -> names.contains(method.estimator()))
        .map(method -> (Method) method)
        .toList();
  }

  /** The square root of the number of rows: as many groups as rows in each. */
  private static int most(Matrix rows) {
    return Math.max(2, Math.min(MOST, (int) Math.sqrt(rows.rows())));
  }

  private record OfKMeans() implements Method {
    @Override
    public String estimator() {
      return KMEANS;
    }

    @Override
    public int most(Matrix rows) {
      return Methods.most(rows);
    }

    @Override
    public double weight(Matrix rows, int clusters, boolean isFirst) {
      return 0.015 + 0.002 * clusters;
    }

    @Override
    public double resamplingWeight(Matrix rows, int clusters, boolean isFirst) {
      return 0.07 + 0.015 * clusters;
    }

    @Override
    public Tries on(Matrix rows, int most, long seed, CancellationCheck cancellation) {
      return (clusters, like, starts) ->
          ClusterAttributes.distinct(rows, clusters) < clusters
              ? Optional.empty()
              : Optional.of(
                  new Grouping(
                      KMeans.fit(rows, clusters, starts, seed, cancellation).groups(),
                      Map.of(),
                      Double.NaN));
    }
  }

  private record OfMixture() implements Method {
    /** Covariances take longer with more features; 1 with 16 of them. */
    private static double ofMixture(Matrix rows) {
      return (2 + rows.columns()) / 18.0;
    }

    @Override
    public String estimator() {
      return MIXTURE;
    }

    @Override
    public int most(Matrix rows) {
      return Math.max(2, Math.min(MOST_OF_A_MIXTURE, rows.rows() / ROWS_OF_A_MIXTURE_GROUP));
    }

    @Override
    public double weight(Matrix rows, int clusters, boolean isFirst) {
      return ofMixture(rows) * (0.35 + 0.03 * clusters);
    }

    @Override
    public double resamplingWeight(Matrix rows, int clusters, boolean isFirst) {
      return ofMixture(rows) * (0.05 + 0.04 * clusters);
    }

    @Override
    public Tries on(Matrix rows, int most, long seed, CancellationCheck cancellation) {
      return (clusters, like, starts) -> {
        if (ClusterAttributes.distinct(rows, clusters) < clusters) {
          return Optional.empty();
        }
        int some = like.isPresent() ? 1 : MIXTURE_STARTS;
        Optional<MixtureTrial> found =
            like.isPresent()
                ? Optional.of(
                    MixtureTrial.of(
                        rows,
                        clusters,
                        (String) like.get().attributes().get(MixtureTrial.COVARIANCE),
                        some,
                        REGULARIZATION,
                        seed,
                        cancellation))
                : MixtureTrial.best(rows, clusters, some, REGULARIZATION, seed, cancellation);
        return found.map(
            trial ->
                new Grouping(
                    trial.groups(),
                    Map.of(
                        MixtureTrial.COVARIANCE,
                        trial.covariance(),
                        MixtureTrial.REGULARIZATION,
                        REGULARIZATION),
                    trial.bic()));
      };
    }
  }

  private record OfSpectral() implements Method {
    @Override
    public String estimator() {
      return SPECTRAL;
    }

    @Override
    public int most(Matrix rows) {
      return Methods.most(rows);
    }

    @Override
    public double weight(Matrix rows, int clusters, boolean isFirst) {
      return (isFirst ? 0.2 : 0) + 0.015 + 0.0015 * clusters;
    }

    @Override
    public double resamplingWeight(Matrix rows, int clusters, boolean isFirst) {
      return (isFirst ? 2.2 : 0) + 0.05 + 0.015 * clusters;
    }

    @Override
    public Tries on(Matrix rows, int most, long seed, CancellationCheck cancellation) {
      SpectralTrials trials =
          SpectralTrials.of(rows, most, LANDMARKS, Landmarks.NEIGHBOURS, seed, cancellation);
      return (clusters, like, starts) ->
          clusters > trials.most()
              ? Optional.empty()
              : Optional.of(
                  new Grouping(trials.groups(clusters, starts, seed), Map.of(), Double.NaN));
    }
  }

  private record OfDensity() implements Method {
    @Override
    public String estimator() {
      return DENSITY;
    }

    @Override
    public int most(Matrix rows) {
      return Methods.most(rows);
    }

    @Override
    public double weight(Matrix rows, int clusters, boolean isFirst) {
      return (isFirst ? 0.25 : 0) + 0.02;
    }

    @Override
    public double resamplingWeight(Matrix rows, int clusters, boolean isFirst) {
      return (isFirst ? 0.1 : 0) + 0.04;
    }

    /** For a draw the least size is scaled down with its number of rows. */
    @Override
    public Tries on(Matrix rows, int most, long seed, CancellationCheck cancellation) {
      DensityTrials trials = DensityTrials.of(rows, cancellation);
      return (clusters, like, starts) -> {
        if (like.isPresent()) {
          long least = (Long) like.get().attributes().get(DensityTrials.LEAST);
          double share = (double) rows.rows() / like.get().groups().length;
          return Optional.of(
              new Grouping(trials.groupsOf((int) Math.round(share * least)), Map.of(), Double.NaN));
        }
        return trials
            .groups(clusters)
            .map(
                found ->
                    new Grouping(
                        found.groups(),
                        Map.of(DensityTrials.LEAST, (long) found.least()),
                        Double.NaN));
      };
    }
  }

  /**
   * Each try is a whole training, so it is tried only with the given number, or with the one that
   * the others found.
   */
  private record OfClusterModel() implements Method {
    @Override
    public String estimator() {
      return CLUSTER_MODEL;
    }

    @Override
    public int most(Matrix rows) {
      return 0;
    }

    @Override
    public double weight(Matrix rows, int clusters, boolean isFirst) {
      return 30;
    }

    @Override
    public double resamplingWeight(Matrix rows, int clusters, boolean isFirst) {
      return 300;
    }

    @Override
    public Tries on(Matrix rows, int most, long seed, CancellationCheck cancellation) {
      Estimator estimator = installed(CLUSTER_MODEL);
      List<String> names =
          IntStream.range(0, rows.columns()).mapToObj(column -> "c" + column).toList();
      return (clusters, like, starts) -> {
        if (ClusterAttributes.distinct(rows, clusters) < clusters) {
          return Optional.empty();
        }
        AttributeValues attributes =
            new AttributeDeclarations(estimator.attributes())
                .check(
                    Map.of(
                        ClusterAttributes.CLUSTERS, (long) clusters, CommonAttributes.SEED, seed));
        ClusteringModel model =
            (ClusteringModel)
                estimator
                    .fit(
                        new TrainingSet(rows, names, attributes, Optional.empty()),
                        TrainingContext.of(new Quiet(cancellation)))
                    .model();
        return Optional.of(new Grouping(model.assign(rows), Map.of(), Double.NaN));
      };
    }
  }

  /** The estimator of a method. */
  static Estimator installed(String name) {
    return Estimators.installed()
        .find(name)
        .orElseThrow(() -> new IllegalStateException("no estimator " + name));
  }

  /** Passes on a cancellation but no progress, since this is one of many trainings. */
  record Quiet(CancellationCheck cancellation) implements TrainingListener {
    @Override
    public void progress(TrainingProgress progress) {}

    @Override
    public void checkCancelled() {
      cancellation.checkCancelled();
    }
  }
}
