package org.sqlflow.models.clustering.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.Requirement;
import org.sqlflow.models.Task;
import org.sqlflow.models.Trained;
import org.sqlflow.models.TrainingContext;
import org.sqlflow.models.TrainingSet;
import org.sqlflow.models.attributes.AttributeDeclaration;
import org.sqlflow.models.attributes.AttributeType.Whole;
import org.sqlflow.models.attributes.AttributeValues;
import org.sqlflow.models.clustering.ClusterAttributes;
import org.sqlflow.text.Text;

/**
 * A clustering estimator that can turn its groups into rules: {@value #RULES} sets how many.
 * Without it, it behaves as the plain estimator. Safe to use from several threads.
 */
public final class RuledEstimator implements Estimator {
  /** The attribute that turns groups into rules. */
  public static final String RULES = "model.rules";

  private final Estimator method;

  RuledEstimator(Estimator method) {
    this.method = method instanceof RuledEstimator ruled ? ruled.method : method;
  }

  /** The same estimators; those that make groups can turn them into rules. */
  public static Estimators all(Estimators estimators) {
    return new Estimators(
        estimators.all().stream()
            .map(
                estimator ->
                    estimator.task() == Task.CLUSTERING ? new RuledEstimator(estimator) : estimator)
            .toList());
  }

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public List<String> aliases() {
    return method.aliases();
  }

  @Override
  public String summary() {
    return method.summary();
  }

  @Override
  public Task task() {
    return method.task();
  }

  @Override
  public List<AttributeDeclaration> ownAttributes() {
    List<AttributeDeclaration> all = new ArrayList<>(method.ownAttributes());
    all.add(
        AttributeDeclaration.ofModel(
            RULES,
            new Whole(2, 200),
            null,
            "turn the groups into at most so many rules, conditions on the columns that give each"
                + " row its group; default: no rules",
            "rules"));
    return List.copyOf(all);
  }

  @Override
  public void validate(AttributeValues attributes, Optional<Model> base) {
    method.validate(attributes.without(RULES), base);
    if (attributes.value(RULES).isPresent()
        && attributes.value(ClusterAttributes.CLUSTERS).orElse(null) instanceof Long clusters) {
      requireRules(attributes.whole(RULES), clusters);
    }
  }

  static void requireRules(int rules, long clusters) {
    if (rules < clusters) {
      throw new ModelException(
          Text.of(
              "%d rules cannot make %d groups, since each group needs a rule: set %s = %d or more",
              rules, clusters, RULES, clusters),
          RULES);
    }
  }

  @Override
  public long bytesPerRow(AttributeValues attributes, int features) {
    long rules = attributes.value(RULES).isPresent() ? 4L * Integer.BYTES : 0;
    return method.bytesPerRow(attributes.without(RULES), features) + rules;
  }

  @Override
  public Set<Requirement> requirements() {
    return method.requirements();
  }

  @Override
  public boolean comparesTimes(AttributeValues attributes) {
    return attributes.value(RULES).isPresent();
  }

  @Override
  public Trained fit(TrainingSet set, TrainingContext context) {
    AttributeValues attributes = set.attributes();
    Trained trained = method.fit(set.with(attributes.without(RULES)), context);
    return attributes.value(RULES).isEmpty()
        ? trained
        : new RuleTraining(set, trained, attributes.whole(RULES), context).run();
  }

  @Override
  public Model restore(ModelContent content) {
    return RulesModel.isContent(content)
        ? RulesModel.restore(this, content)
        : method.restore(content);
  }
}
