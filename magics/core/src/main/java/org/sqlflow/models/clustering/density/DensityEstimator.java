package org.sqlflow.models.clustering.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.data.Matrix;
import org.sqlflow.math.RowSample;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.TrainingSummary.Phase;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.attributes.CommonAttributes;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.clustering.Clusters;
import org.sqlflow.models.clustering.FinalScores;
import org.sqlflow.models.clustering.judge.ClusterJudge;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.training.PhaseTimer;
import org.sqlflow.models.training.TrainingRows;
import org.sqlflow.text.Text;

/**
 * {@code density}: HDBSCAN (Campello, Moulavi and Sander 2013). Groups are dense regions of any
 * shape with few rows between them; it finds their number, and leaves out rows that belong to none.
 *
 * <p>With more than {@value #MOST_ROWS} rows, or fewer if there are many features, the groups are
 * found in a random sample, and the other rows are assigned as new rows are.
 *
 * <p>The default of {@value #LEAST} was set on 17 tables of known groups, with scikit-learn's
 * HDBSCAN; mean ARI on ten real ones and on seven shapes. Half the square root of the rows, with 5
 * rows for a core, .164 and .879; a hundredth of the rows .128 and .879; a fiftieth .162 and .840;
 * the square root .156 and .841, with 10 rows for a core .203 and .839; 5 rows, as in scikit-learn,
 * .128 and .771; 10 rows .146 and .803.
 */
public final class DensityEstimator implements Estimator {
  static final String LEAST = "model.min_cluster_size";
  static final String SAMPLES = "model.min_samples";
  private static final String TREE = "spanning tree";
  private static final String OTHERS = "other rows";
  private static final int FEWEST = 5;
  private static final int MOST_ROWS = 20_000;

  /** Rows squared times features: with more features, fewer rows take about the same time. */
  private static final double MOST_OPERATIONS = 8e9;

  private static final int LEAST_SAMPLE = 2000;

  /** Differences between two numbers that take as long as a start of k-means takes for a row. */
  private static final double DISTANCES = 5000;

  @Override
  public String name() {
    return "density";
  }

  @Override
  public String summary() {
    return "HDBSCAN: dense groups of any shape; it finds their number, and leaves out the rows in"
        + " between.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return List.of(
        AttributeDeclaration.ofModel(
            LEAST,
            new Whole(2, 1_000_000_000),
            null,
            "rows that a group has at least; default: half the square root of the number of rows,"
                + " at least 5"),
        AttributeDeclaration.ofModel(
            SAMPLES,
            new Whole(1, 1000),
            5L,
            "nearest rows, itself included, that tell how densely a row lies; more leave more rows"
                + " out"));
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    ClusterAttributes.refuseBase(name(), base);
  }

  /** Besides k-means, which it is compared with: the row's group, distance and confidence. */
  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return ClusterAttributes.bytesPerRow(attributes, features) + 3 * Float.BYTES;
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    if (ClusterAttributes.distinct(set.rows(), 2) < 2) {
      throw new ModelException(
          Text.of(
              "all %d rows are equal in these features: there is nothing to group",
              set.rows().rows()));
    }
    return new Run(this, set, context).run();
  }

  @Override
  public Model restore(ModelContent content) {
    return DensityModel.restore(this, content);
  }

  /** How many rows the groups are found on. */
  static int sampleSize(int rows, int features) {
    int most = (int) Math.sqrt(MOST_OPERATIONS / features);
    return Math.min(rows, Math.max(LEAST_SAMPLE, Math.min(MOST_ROWS, most)));
  }

  /** One training. */
  private static final class Run {
    private final DensityEstimator estimator;
    private final TrainingSet set;
    private final TrainingContext context;
    private final int rows;
    private final Matrix sample;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Run(DensityEstimator estimator, TrainingSet set, TrainingContext context) {
      this.estimator = estimator;
      this.set = set;
      this.context = context;
      this.rows = set.rows().rows();
      int size = sampleSize(rows, set.rows().columns());
      long seed = set.attributes().wholeLong(CommonAttributes.SEED);
      this.sample =
          size == rows ? set.rows() : RowSample.take(set.rows(), RowSample.of(rows, size, seed));
    }

    /**
     * Says how long each phase takes, as measured on 3,000 and 13,611 rows of 16 features, in units
     * of the time that a start of k-means takes for a row.
     */
    private void expect() {
      double own = sample.rows();
      double distances = sample.columns() / DISTANCES;
      Map<String, Double> expected = new LinkedHashMap<>();
      expected.put(TREE, own * own * distances);
      expected.put(OTHERS, own * (rows - own) * distances);
      context.expect(expected, Map.of(FinalScores.PHASE, FinalScores.weight(rows)));
    }

    private Trained run() {
      expect();
      long least = least();
      int samples = set.attributes().whole(SAMPLES);
      SpanningTree tree = tree(samples);
      DensityGroups found = DensityGroups.of(tree, inSample(least));
      if (found.count() == 0) {
        throw new ModelException(
            Text.of(
                "no %,d rows or more are denser than what lies around them, so there are no groups:"
                    + " set a lower %s, use other columns, or train a kmeans to cut the rows"
                    + " anyway",
                least, LEAST),
            LEAST);
      }
      DensityModel model = model(found, tree.cores());
      // As TO PREDICT groups them: rounding can put a row at a border elsewhere than the tree did.
      int[] groups =
          sample.rows() < rows ? assigned(model) : model.assignment(set.rows(), context).groups();
      int[] order = Clusters.orderBySize(sizes(groups, found.count()));
      model = model(found.ordered(order), tree.cores());
      groups = DensityGroups.renumbered(groups, order);
      return new Trained(model, summary(groups, found.count(), least));
    }

    private DensityModel model(DensityGroups groups, float[] cores) {
      return new DensityModel(
          estimator, set.featureNames(), sample, set.attributes().whole(SAMPLES), cores, groups);
    }

    /** Rows of a group, of all rows. */
    private long least() {
      if (set.attributes().isGiven(LEAST)) {
        return set.attributes().wholeLong(LEAST);
      }
      int ofSample = Math.max(FEWEST, (int) (Math.sqrt(sample.rows()) / 2));
      return Math.round((double) ofSample * rows / sample.rows());
    }

    /** The least size of a group in the sample, where a few rows would be chance. */
    private int inSample(long least) {
      long scaled = Math.round((double) least * sample.rows() / rows);
      return (int) Math.min(sample.rows(), Math.min(least, Math.max(FEWEST, scaled)));
    }

    private SpanningTree tree(int samples) {
      PhaseTimer timer = new PhaseTimer(TREE, 1, context);
      timer.begin();
      try {
        return SpanningTree.of(sample, samples, context);
      } finally {
        phases.add(timer.end());
      }
    }

    private int[] assigned(DensityModel model) {
      PhaseTimer timer = new PhaseTimer(OTHERS, 1, context);
      timer.begin();
      try {
        return model.assignment(set.rows(), context).groups();
      } finally {
        phases.add(timer.end());
      }
    }

    private static long[] sizes(int[] groups, int count) {
      long[] sizes = new long[count];
      Arrays.stream(groups).filter(group -> group >= 0).forEach(group -> sizes[group]++);
      return sizes;
    }

    private TrainingSummary summary(int[] groups, int count, long least) {
      ClusterJudge.Judged judged =
          FinalScores.of(
              () -> ClusterJudge.of(set, groups, count, context),
              set.attributes(),
              context,
              phases,
              notes);
      ClusterJudge.withoutGroup(groups).ifPresent(note -> notes.add(0, note));
      List<String> details = new ArrayList<>();
      if (sample.rows() < rows) {
        details.add(
            Text.of(
                "The groups are those of a random sample of %,d of the %,d rows; the other rows"
                    + " went to them as new rows do.",
                sample.rows(), rows));
      }
      return new TrainingSummary(
              rows,
              phases,
              List.of(),
              judged.metrics(),
              set.with(LEAST, least).attributes().values(),
              notes,
              new Findings.Clustering(
                  Arrays.stream(sizes(groups, count)).boxed().toList(),
                  List.of(),
                  List.of(),
                  ClusterOverview.NONE,
                  judged.judgement()))
          .withDetails(details);
    }
  }
}
