package org.sqlflow.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.EmbeddingMap;
import org.sqlflow.models.drift.TrainingRange;

/**
 * Checks what was read of a stored model before anybody uses it: a digest shows that it is as it
 * was written, and not that SQLFlow wrote it. Everything that a training writes passes.
 */
final class StoredModelCheck {
  /** More clusters than n_clusters can ask for. */
  private static final int MOST_CLUSTERS = 100_000;

  private StoredModelCheck() {}

  /**
   * Checks a model as it was read.
   *
   * @throws IllegalArgumentException if it is none that a training makes; the message says how
   */
  static void check(StoredModel model) {
    require(model.name() != null && model.type() != null, "no name or type");
    require(model.encoding() != null, "no features");
    model.encoding().check();
    JsonNode parameters = model.content().parameters();
    require(parameters != null && parameters.isObject(), "no parameters");
    JsonNode names = parameters.path("features");
    require(
        !names.isArray() || names.size() == model.encoding().width(),
        "its features and its encoding differ");
    check(model.history());
    TrainingRange range = model.history().range();
    int width = model.encoding().width();
    require(isIn(range.least().size(), width) && isIn(range.most().size(), width), "a wrong range");
    require(range.centres().size() % width == 0, "a wrong range");
    model.history().baseline().check(model.encoding());
  }

  /**
   * Restores a model that passed.
   *
   * @throws StoreException if its content is corrupt
   */
  static Model restored(StoredModel stored, Estimator estimator) {
    try {
      Model model = numbered(estimator.restore(stored.content()), stored.content());
      int width = stored.encoding().width();
      require(model.featureNames().size() == width, "its features and its encoding differ");
      if (model instanceof ClusteringModel clustering) {
        int clusters = clustering.clusters();
        require(clusters <= MOST_CLUSTERS, "too many clusters");
        require(isIn(stored.history().range().centres().size(), clusters * width), "a wrong range");
        require(isIn(stored.history().distances().groups().size(), clusters), "wrong distances");
      }
      return model;
    } catch (ModelException refused) {
      String flaw = refused.flaw().orElseThrow(() -> refused);
      throw corrupt(stored.name(), flaw, refused);
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NullPointerException
        | NegativeArraySizeException flaw) {
      throw corrupt(stored.name(), flaw.getMessage(), flaw);
    }
  }

  /** The model with the numbers that are stored with it, if there are any. */
  static Model numbered(Model model, ModelContent content) {
    JsonNode stored = content.parameters().path(ModelContent.NUMBERS);
    if (stored.isMissingNode() || !(model instanceof ClusteringModel clustering)) {
      return model;
    }
    int[] numbers = new int[stored.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = stored.get(i).asInt(-1);
    }
    require(stored.isArray() && numbers.length == clustering.clusters(), "wrong numbers of groups");
    return clustering.renumbered(numbers);
  }

  /** The error of a model that nobody can use. */
  static StoreException corrupt(String name, String flaw, Throwable cause) {
    return new StoreException("model " + name + " is corrupt (" + flaw + "): retrain it", cause);
  }

  /**
   * Checks how a model was made.
   *
   * @throws IllegalArgumentException if no training was so
   */
  static void check(StoredModel.History history) {
    require(history != null && history.summary() != null, "its history has no summary");
    require(history.statement() != null && history.started() != null, "its history has gaps");
    require(history.base() != null && history.label() != null, "its history has gaps");
    requireAll(history.given());
    requireAll(history.leftOut());
    history.leftOut().forEach(column -> require(column.column() != null, "its history has gaps"));
    requireAll(history.versions());
    TrainingSummary summary = history.summary();
    requireAll(summary.phases());
    summary.phases().forEach(phase -> require(phase.name() != null, "its history has gaps"));
    requireAll(summary.curve());
    summary.curve().forEach(point -> require(point.phase() != null, "its history has gaps"));
    requireAll(summary.metrics());
    require(summary.attributesAsUsed() != null, "its history has gaps");
    requireAll(summary.notes());
    require(summary.findings() != null, "its history has no findings");
    if (summary.findings() instanceof Findings.Clustering clusters) {
      check(clusters);
    }
  }

  private static void check(Findings.Clustering found) {
    found.starts().forEach(start -> requireAll(start.sizes()));
    require(found.overview() != null, "no overview");
    ClusterOverview overview = found.overview();
    ClusterProfile profile = overview.profile();
    require(profile != null, "no profile");
    requireAll(profile.features());
    for (ClusterProfile.Feature feature : profile.features()) {
      require(feature.name() != null && feature.kind() != null, "a wrong profile");
    }
    requireAll(profile.groups());
    for (ClusterProfile.Group group : profile.groups()) {
      requireAll(group.means());
      boolean fits = group.means().size() == profile.features().size();
      require(fits && group.apart() != null, "a wrong profile");
    }
    check(overview.map(), found.sizes());
  }

  private static void check(EmbeddingMap map, List<Long> sizes) {
    require(map != null, "no map");
    require(map.across() != null && map.up() != null && map.groups() != null, "no map");
    int points = map.groups().length;
    require(map.across().length == points && map.up().length == points, "a wrong map");
    for (int group : map.groups()) {
      // A negative one is none.
      require(group < Math.max(1, sizes.size()), "a wrong map");
    }
  }

  private static void requireAll(Collection<?> values) {
    require(values != null, "its history has gaps");
    values.forEach(value -> require(value != null, "its history has gaps"));
  }

  private static void requireAll(Map<?, ?> values) {
    require(values != null, "its history has gaps");
    requireAll(values.values());
  }

  private static boolean isIn(int size, int expected) {
    return size == 0 || size == expected;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
