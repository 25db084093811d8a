package org.sqlflow.models.clustering.mixture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.clustering.NumberedModel;
import org.sqlflow.models.clustering.PlainClusteringModel;
import org.sqlflow.models.clustering.RankedGroups;
import org.sqlflow.models.formula.Formula;
import org.sqlflow.models.formula.Formulated;
import org.sqlflow.models.training.ModelBytes;
import org.sqlflow.models.training.ModelJson;

/**
 * A mixture of normal distributions over the scaled features. Predicts the likeliest group; {@code
 * distance} is the Mahalanobis distance to its mean, {@code confidence} its probability given the
 * row.
 */
public final class GaussianMixtureModel implements PlainClusteringModel, RankedGroups, Formulated {

  private final Estimator estimator;
  private final List<String> featureNames;
  private final Mixture mixture;

  GaussianMixtureModel(Estimator estimator, List<String> featureNames, Mixture mixture) {
    this.estimator = estimator;
    this.featureNames = List.copyOf(featureNames);
    this.mixture = mixture;
  }

  static GaussianMixtureModel restore(Estimator estimator, ModelContent content) {
    JsonNode json = content.parameters();
    List<String> features = ModelJson.features(json);
    String word = json.path("covariance").asText();
    if (!Covariance.words().contains(word)) {
      throw ModelJson.corrupt("an unknown covariance");
    }
    Covariance covariance = Covariance.of(word);
    double[] weights = new double[json.path("weights").size()];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = json.path("weights").get(j).asDouble(Double.NaN);
      if (!(weights[j] > 0 && weights[j] <= 1)) {
        throw ModelJson.corrupt("a weight that is not a share");
      }
    }
    if (weights.length < 2) {
      throw ModelJson.corrupt("fewer than two groups");
    }
    int width = features.size();
    ModelBytes.Reader numbers = new ModelBytes.Reader(content.network());
    double[] means = numbers.doubles((long) weights.length * width);
    double[] factors =
        numbers.doubles((long) covariance.factors(weights.length) * covariance.size(width));
    Mixture mixture = new Mixture(covariance, width, weights, means, factors);
    for (int group = 0; group < weights.length; group++) {
      if (!Double.isFinite(mixture.logPeak(group))) {
        throw ModelJson.corrupt("a covariance that is not positive definite");
      }
    }
    return new GaussianMixtureModel(estimator, features, mixture);
  }

  @Override
  public Estimator estimator() {
    return estimator;
  }

  @Override
  public List<String> featureNames() {
    return featureNames;
  }

  @Override
  public int clusters() {
    return mixture.groups();
  }

  /** The mean log-density of rows; NaN without rows. */
  public double logLikelihood(Matrix rows) {
    MixtureSums sums = MixtureParts.of(rows, mixture).expected(mixture, new int[rows.rows()]);
    return sums.logLikelihood / rows.rows();
  }

  @Override
  public ClusteringModel renumbered(int[] numbers) {
    return NumberedModel.order(numbers)
        .<ClusteringModel>map(
            order -> new GaussianMixtureModel(estimator, featureNames, mixture.ordered(order)))
        .orElseGet(() -> NumberedModel.of(this, numbers));
  }

  @Override
  public Assignment assignment(Matrix rows) {
    int[] groups = new int[rows.rows()];
    float[] distances = new float[rows.rows()];
    float[] confidences = new float[rows.rows()];
    MixtureParts.of(rows, mixture)
        .each(
            mixture,
            (block, from, part) -> {
              block.expect();
              for (int i = 0; i < block.count(); i++) {
                int group = block.group(i);
                groups[from + i] = group;
                distances[from + i] = (float) block.distance(i, group);
                confidences[from + i] = (float) block.share(i, group);
              }
            });
    return new Assignment(groups, () -> distances, () -> confidences);
  }

  @Override
  public NextGroups nextGroups(Matrix rows, int[] own) {
    int clusters = clusters();
    float[] shares = new float[rows.rows() * clusters];
    MixtureParts.of(rows, mixture)
        .each(
            mixture,
            (block, from, part) -> {
              block.expect();
              for (int i = 0; i < block.count(); i++) {
                for (int j = 0; j < clusters; j++) {
                  shares[(from + i) * clusters + j] = (float) block.share(i, j);
                }
              }
            });
    return NextGroups.ofShares(shares, clusters, own);
  }

  @Override
  public Optional<Formula> formula() {
    return Optional.of(
        new Formula.LargestNormal(
            mixture.width(),
            IntStream.range(0, mixture.groups()).mapToDouble(mixture::logPeak).toArray(),
            mixture.means(),
            mixture.covariance() == Covariance.DIAGONAL,
            mixture.factors()));
  }

  @Override
  public ModelContent content() {
    ObjectNode json = ModelJson.of(featureNames);
    json.put("covariance", mixture.covariance().word());
    ArrayNode weights = json.putArray("weights");
    Arrays.stream(mixture.weights()).forEach(weights::add);
    byte[] numbers = new ModelBytes().doubles(mixture.means()).doubles(mixture.factors()).bytes();
    return new ModelContent(json, Optional.of(numbers));
  }
}
