package org.sqlflow.models;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterOverview;

/** What a training found out, by task; stored with the model as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "task")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Findings.Clustering.class, name = "clustering"),
  @JsonSubTypes.Type(value = Findings.Encoding.class, name = "encoding"),
  @JsonSubTypes.Type(value = Findings.Classification.class, name = "classification"),
  @JsonSubTypes.Type(value = Findings.Regression.class, name = "regression")
})
public sealed interface Findings {
  /** The task that they belong to. */
  Task task();

  /** How well a model with a label predicts rows that it was not trained on. */
  default Assessment assessed() {
    return this instanceof Classification classes
        ? classes.assessment()
        : this instanceof Regression numbers ? numbers.assessment() : Assessment.NONE;
  }

  /**
   * Of a clustering.
   *
   * @param sizes rows of each cluster, the largest first unless the clusters have the numbers of an
   *     earlier model's
   * @param sweep the numbers of clusters that were tried, ascending; empty where it was given
   * @param starts in their order; empty where there was one
   * @param overview what the clusters look like; {@link ClusterOverview#NONE} until it is known
   * @param judgement what they are worth; {@link ClusterJudgement#UNKNOWN} where it was not
   *     measured
   * @param trials the methods and numbers of clusters that autoCluster chose among; empty where one
   *     method was asked for
   */
  record Clustering(
      List<Long> sizes,
      List<Candidate> sweep,
      List<Start> starts,
      ClusterOverview overview,
      ClusterJudgement judgement,
      List<Trial> trials)
      implements Findings {
    public Clustering {
      trials = trials == null ? List.of() : List.copyOf(trials);
      judgement = judgement == null ? ClusterJudgement.UNKNOWN : judgement;
      sizes = List.copyOf(sizes);
      sweep = List.copyOf(sweep);
      starts = List.copyOf(starts);
    }

    /** Of one method. */
    public Clustering(
        List<Long> sizes,
        List<Candidate> sweep,
        List<Start> starts,
        ClusterOverview overview,
        ClusterJudgement judgement) {
      this(sizes, sweep, starts, overview, judgement, List.of());
    }

    /** What was not judged. */
    public Clustering(
        List<Long> sizes, List<Candidate> sweep, List<Start> starts, ClusterOverview overview) {
      this(sizes, sweep, starts, overview, ClusterJudgement.UNKNOWN);
    }

    @Override
    public Task task() {
      return Task.CLUSTERING;
    }

    /** How many clusters have rows. */
    public int clusters() {
      return (int) sizes.stream().filter(size -> size > 0).count();
    }

    /** The same with a picture of the clusters. */
    public Clustering with(ClusterOverview known) {
      return new Clustering(sizes, sweep, starts, known, judgement, trials);
    }

    /**
     * The same with the clusters renumbered.
     *
     * @param numbers the new number of each cluster, from 0; a number between that no cluster has
     *     gets no rows
     */
    public Clustering renumbered(int[] numbers) {
      Long[] all = new Long[Arrays.stream(numbers).max().orElse(-1) + 1];
      Arrays.fill(all, 0L);
      for (int i = 0; i < numbers.length && i < sizes.size(); i++) {
        all[numbers[i]] = sizes.get(i);
      }
      return new Clustering(
          List.of(all), sweep, starts, overview.renumbered(numbers), judgement, trials);
    }

    /** The same, chosen among these. */
    public Clustering chosenAmong(List<Trial> all, ClusterJudgement.Selection selection) {
      return new Clustering(sizes, sweep, starts, overview, judgement.with(selection), all);
    }
  }

  /**
   * Of an encoding.
   *
   * @param codeWidth how many numbers each row is turned into
   */
  record Encoding(int codeWidth) implements Findings {
    @Override
    public Task task() {
      return Task.ENCODING;
    }
  }

  /**
   * Of a classification.
   *
   * @param classes in the order of their codes
   * @param sizes training rows of each class
   * @param trainingAccuracy share of the training rows that the model assigns to their class
   * @param assessment how well it predicts other rows
   */
  record Classification(
      List<String> classes, List<Long> sizes, double trainingAccuracy, Assessment assessment)
      implements Findings {
    public Classification {
      assessment = assessment == null ? Assessment.NONE : assessment;
      classes = List.copyOf(classes);
      sizes = List.copyOf(sizes);
    }

    /** Of a model that was not assessed. */
    public Classification(List<String> classes, List<Long> sizes, double trainingAccuracy) {
      this(classes, sizes, trainingAccuracy, Assessment.NONE);
    }

    @Override
    public Task task() {
      return Task.CLASSIFICATION;
    }
  }

  /**
   * Of a regression.
   *
   * @param mean of the training rows' targets
   * @param deviation their standard deviation (of the population)
   * @param trainingRmse root of the mean squared error on the training rows
   * @param assessment how well it predicts other rows
   */
  record Regression(double mean, double deviation, double trainingRmse, Assessment assessment)
      implements Findings {
    public Regression {
      assessment = assessment == null ? Assessment.NONE : assessment;
    }

    /** Of a model that was not assessed. */
    public Regression(double mean, double deviation, double trainingRmse) {
      this(mean, deviation, trainingRmse, Assessment.NONE);
    }

    @Override
    public Task task() {
      return Task.REGRESSION;
    }
  }

  /**
   * A number of clusters that was tried by k-means on the scaled features.
   *
   * @param clusters how many
   * @param silhouette NaN where it is not defined
   * @param inertia sum of squared distances of the rows to their own centre
   * @param largestShare share of the rows in the largest cluster, from 0 to 1
   * @param smallest rows of the smallest cluster; 0 if it is not known
   * @param chosen whether the model has this number of clusters
   * @param stability the mean Jaccard similarity under resampling of the weakest cluster, of ten or
   *     more all but one in ten; NaN where it was not measured
   */
  record Candidate(
      int clusters,
      double silhouette,
      double inertia,
      double largestShare,
      long smallest,
      boolean chosen,
      Double stability) {
    public Candidate {
      stability = stability == null ? Double.NaN : stability;
    }

    /** One that was not resampled. */
    public Candidate(
        int clusters,
        double silhouette,
        double inertia,
        double largestShare,
        long smallest,
        boolean chosen) {
      this(clusters, silhouette, inertia, largestShare, smallest, chosen, Double.NaN);
    }

    /** The same after a resampling. */
    public Candidate resampled(double similarity) {
      return new Candidate(
          clusters, silhouette, inertia, largestShare, smallest, chosen, similarity);
    }

    /** The same, which the model has. */
    public Candidate asChosen() {
      return new Candidate(clusters, silhouette, inertia, largestShare, smallest, true, stability);
    }
  }

  /**
   * One of several starts.
   *
   * @param number from 1
   * @param loss after its last epoch; the start with the smallest is kept
   * @param silhouette on the scaled features; NaN where it is not defined
   * @param agreement of its clusters with those of the kept start: the adjusted Rand index, 1 for
   *     the kept start itself
   * @param sizes of its clusters, the largest first
   */
  record Start(
      int number,
      long seed,
      double loss,
      double silhouette,
      double agreement,
      List<Long> sizes,
      boolean kept) {}

  /**
   * A method and a number of clusters that autoCluster tried on a sample of the rows.
   *
   * @param method the estimator's name
   * @param clusters how many
   * @param stability the mean Jaccard similarity of the clusters under resampling, from 0 to 1; NaN
   *     where it was not measured
   * @param separation the neighbour agreement less that of the same number of clusters in rows
   *     without groups
   * @param seconds that the trial took
   * @param verdict in a few words
   * @param chosen whether the model is of this method and number
   */
  record Trial(
      String method,
      int clusters,
      double stability,
      double separation,
      double seconds,
      String verdict,
      boolean chosen) {}
}
