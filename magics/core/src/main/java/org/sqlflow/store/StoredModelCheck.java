package org.sqlflow.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.models.Assessment;
import org.sqlflow.models.ClusteringModel;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Findings;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.ModelException;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.EmbeddingMap;
import org.sqlflow.models.drift.TrainingRange;

/**
 * Checks a stored model before it is used. The digest shows only that the model was not changed by
 * accident, not that SQLFlow wrote it. Every model that a training writes passes.
 */
final class StoredModelCheck {
  /** More clusters than n_clusters can ask for. */
  private static final int MOST_CLUSTERS = 100_000;

  private StoredModelCheck() {}

  /**
   * Checks a model as it was read.
   *
   * @throws IllegalArgumentException if no training can have made it; the message says why
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
      Findings findings = stored.history().summary().findings();
      require(findings.task() == model.estimator().task(), "its findings are of another task");
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

  /** The model with the group numbers that are stored with it, if there are any. */
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

  /** The error for a model that cannot be used. */
  static StoreException corrupt(String name, String flaw, Throwable cause) {
    return new StoreException("model " + name + " is corrupt (" + flaw + "): retrain it", cause);
  }

  /**
   * Checks how a model was made.
   *
   * @throws IllegalArgumentException if no training can have made it so
   */
  static void check(StoredModel.History history) {
    requireWhole(history);
    TrainingRange range = history.range();
    require(range.least().size() == range.most().size(), "a wrong range");
    Findings findings = history.summary().findings();
    for (Assessment.Curve curve : findings.assessed().curves()) {
      int scores = curve.validation().size();
      require(scores == 0 || scores >= curve.training().size(), "a wrong curve");
    }
    if (findings instanceof Findings.Clustering clusters) {
      check(clusters);
    } else if (findings instanceof Findings.Classification classes) {
      require(classes.sizes().size() == classes.classes().size(), "wrong classes");
    }
  }

  private static void check(Findings.Clustering found) {
    ClusterProfile profile = found.overview().profile();
    for (ClusterProfile.Group group : profile.groups()) {
      require(group.means().size() == profile.features().size(), "a wrong profile");
    }
    check(found.overview().map(), found.sizes());
  }

  private static void check(EmbeddingMap map, List<Long> sizes) {
    int points = map.groups().length;
    require(map.across().length == points && map.up().length == points, "a wrong map");
    for (int group : map.groups()) {
      // A negative number means no group.
      require(group < Math.max(1, sizes.size()), "a wrong map");
    }
  }

  /** Requires a value everywhere: JSON may have null anywhere, or lack a field. */
  private static void requireWhole(Object value) {
    require(value != null, "its history has gaps");
    if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        if (!component.getType().isPrimitive()) {
          requireWhole(part(record, component));
        }
      }
    } else if (value instanceof Collection<?> values) {
      values.forEach(StoredModelCheck::requireWhole);
    } else if (value instanceof Map<?, ?> values) {
      requireWhole(values.values());
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(StoredModelCheck::requireWhole);
    }
  }

  private static Object part(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalArgumentException("its history is unreadable", unreadable);
    }
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
