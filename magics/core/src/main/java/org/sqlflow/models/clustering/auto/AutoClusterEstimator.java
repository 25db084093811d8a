package org.sqlflow.models.clustering.auto;

import java.util.List;
import java.util.Optional;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Real;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeType.Words;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.models.training.TrainingRows;
import org.sqlflow.text.Text;

/**
 * {@code autoCluster}: whether the rows have groups, how many, and which method finds them; the
 * model that it trains is that of the method, or a single group.
 */
public final class AutoClusterEstimator implements Estimator {
  static final String NAME = "autoCluster";
  static final String TRY = "model.try";
  static final String MINUTES = "train.minutes";
  private static final int MOST_CLUSTERS = 1000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Finds out whether the rows have groups, how many, and which method finds them; trains"
        + " that one.";
  }

  @Override
  public Task task() {
    return Task.CLUSTERING;
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    return List.of(
        AttributeDeclaration.ofModel(
            ClusterAttributes.CLUSTERS,
            new Whole(2, MOST_CLUSTERS),
            null,
            "number of groups; default: chosen by the rows, which may also turn out to have none",
            "n_clusters"),
        AttributeDeclaration.ofModel(
            TRY,
            new Words(Methods.names()),
            Methods.quick(),
            "the methods to choose from; a clusterModel takes longest"),
        AttributeDeclaration.of(
            MINUTES,
            new Real(0.01, 10_000),
            null,
            "no further method or number is tried after so many minutes; default: all are tried"));
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    ClusterAttributes.refuseBase(name(), base);
    boolean isDeepAlone =
        attributes.words(TRY).filter(List.of(Methods.CLUSTER_MODEL)::equals).isPresent();
    if (isDeepAlone && attributes.value(ClusterAttributes.CLUSTERS).isEmpty()) {
      throw new ModelException(
          Text.of(
              "clusterModel cannot find out the number of groups: set %s, or add another method to"
                  + " %s",
              ClusterAttributes.CLUSTERS, TRY),
          TRY);
    }
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    return ClusterAttributes.bytesPerRow(attributes, features)
        + Float.BYTES * (long) ClusterAttributes.MOST_TRIED;
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    validate(set.attributes(), set.base());
    TrainingRows.check(set);
    return new AutoTraining(this, set, context).run();
  }

  /** Restores a single group; other models are restored by the estimator that was chosen. */
  @Override
  public Model restore(ModelContent content) {
    return SingleGroupModel.restore(this, content);
  }
}
