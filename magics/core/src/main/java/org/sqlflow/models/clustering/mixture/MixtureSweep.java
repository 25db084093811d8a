package org.sqlflow.models.clustering.mixture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.text.Text;

/** Chooses the number of groups of a mixture by the smallest BIC, of equal ones the smallest. */
final class MixtureSweep {
  /** Above this number of rows a random sample represents all. */
  private static final int SAMPLE = 20_000;

  /** A sample has at least this number of rows for each group. */
  private static final int ROWS_OF_A_GROUP = 50;

  private static final long SAMPLE_SEED = 0;

  /** The name of the phase. */
  static final String PHASE = "trying numbers of groups";

  private MixtureSweep() {}

  /**
   * The number of groups.
   *
   * @param set with the number as an attribute
   * @param phase how long it took; none if the number was given
   * @param notes how it was chosen
   */
  record Outcome(TrainingSet set, Optional<Phase> phase, List<String> notes) {}

  /** Makes the settings of a candidate. */
  interface SettingsOf {
    ExpectationMaximization.Settings of(AttributeValues attributes, int groups, int starts);
  }

  private record Candidate(int groups, double bic) {}

  /** How many numbers will be tried; 0 if the number is given. */
  static int candidates(TrainingSet set) {
    Object wanted = set.attributes().value(ClusterAttributes.CLUSTERS).orElseThrow();
    return wanted instanceof Long ? 0 : candidates(set, wanted).size();
  }

  private static List<Integer> candidates(TrainingSet set, Object wanted) {
    return wanted instanceof List<?> list
        ? list.stream().map(number -> ((Long) number).intValue()).toList()
        : suitable(set.rows());
  }

  /**
   * Chooses the number of groups, if the user left a choice.
   *
   * @throws org.sqlflow.models.ModelException if there are too few different rows
   */
  static Outcome choose(TrainingSet set, TrainingContext context, SettingsOf settings) {
    Object wanted = set.attributes().value(ClusterAttributes.CLUSTERS).orElseThrow();
    if (wanted instanceof Long number) {
      ClusterAttributes.checkClusters(set, number.intValue());
      return new Outcome(set, Optional.empty(), List.of());
    }
    List<Integer> candidates = candidates(set, wanted);
    int most = candidates.get(candidates.size() - 1);
    ClusterAttributes.checkClusters(set, most);
    int enough = Math.max(SAMPLE, Math.multiplyExact(ROWS_OF_A_GROUP, most));
    Matrix sample =
        set.rows().rows() <= enough
            ? set.rows()
            : RowSample.take(set.rows(), RowSample.of(set.rows().rows(), enough, SAMPLE_SEED));
    PhaseTimer timer = new PhaseTimer(PHASE, "", candidates.size(), context);
    List<Candidate> tried = new ArrayList<>();
    for (int groups : candidates) {
      timer.beginStep();
      tried.add(tried(set, sample, settings.of(set.attributes(), groups, 2), context));
      timer.batch(sample.rows(), Double.NaN);
    }
    Candidate best = tried.get(0);
    for (Candidate next : tried) {
      best = next.bic() < best.bic() ? next : best;
    }
    return new Outcome(
        set.with(ClusterAttributes.CLUSTERS, (long) best.groups()),
        Optional.of(timer.end()),
        List.of(note(best, tried, sample, set.rows())));
  }

  private static Candidate tried(
      TrainingSet set,
      Matrix sample,
      ExpectationMaximization.Settings settings,
      TrainingContext context) {
    long seed = set.attributes().wholeLong(CommonAttributes.SEED);
    ExpectationMaximization.Fit fit =
        ExpectationMaximization.fit(sample, settings, seed, context, iteration -> {});
    return new Candidate(
        settings.groups(), Criteria.of(fit.mixture(), fit.logLikelihood(), sample.rows()).bic());
  }

  private static List<Integer> suitable(Matrix rows) {
    int bySize = (int) Math.sqrt(rows.rows() / 2.0);
    int most = Math.max(2, Math.min(ClusterAttributes.MOST_TRIED, bySize));
    return IntStream.rangeClosed(2, Math.max(2, ClusterAttributes.distinct(rows, most)))
        .boxed()
        .toList();
  }

  private static String note(Candidate best, List<Candidate> tried, Matrix sample, Matrix rows) {
    return Text.of(
        "%s = %d was chosen by the smallest BIC%s: %s.",
        ClusterAttributes.CLUSTERS,
        best.groups(),
        sample.rows() < rows.rows()
            ? Text.of(" on a random sample of %,d rows", sample.rows())
            : "",
        tried.stream()
            .map(one -> Text.of("%d groups %,.0f", one.groups(), one.bic()))
            .collect(Collectors.joining(", ")));
  }
}
