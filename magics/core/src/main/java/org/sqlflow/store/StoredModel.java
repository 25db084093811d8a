package org.sqlflow.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.features.encoding.FeatureEncoding;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Model;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.GroupDistances;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.models.drift.Baseline;
import org.sqlflow.models.drift.TrainingRange;

/**
 * A trained model with everything that prediction needs, and its history.
 *
 * @param name as written after INTO
 * @param type the estimator's name
 * @param encoding how columns become features
 * @param content the model itself, as its estimator restores it
 * @param history how it was made
 */
public record StoredModel(
    String name, String type, FeatureEncoding encoding, ModelContent content, History history) {
  /**
   * The model, ready to predict.
   *
   * @param estimator of its type
   * @throws StoreException if its content is corrupt
   * @throws org.sqlflow.models.ModelException if it is of a later version
   */
  public Model restored(Estimator estimator) {
    return StoredModelCheck.restored(this, estimator);
  }

  /** This model with other names of its groups. */
  public StoredModel with(GroupNames names) {
    return new StoredModel(name, type, encoding, content, history.with(names));
  }

  /** This model under another name. */
  public StoredModel named(String other) {
    return new StoredModel(other, type, encoding, content, history);
  }

  /** The number of this version, from 1. */
  public int version() {
    return Math.max(1, history.version());
  }

  /** This model with another version number. */
  StoredModel withVersion(int number) {
    return new StoredModel(name, type, encoding, content, history.withVersion(number));
  }

  /**
   * How a model was made; stored as JSON.
   *
   * @param statement the statement that trained it, as written
   * @param base the model of USING, empty without one
   * @param label the column of LABEL, empty without one
   * @param given the attributes that the statement set, as written
   * @param leftOut columns of the query that the model does not see
   * @param skippedRows rows left out for a missing value
   * @param started when the training began, ISO 8601 in UTC
   * @param seconds how long it took, reading included
   * @param versions of Java and the libraries that made it
   * @param summary what happened in the training
   * @param range the range of the training's rows; unknown for models of earlier releases
   * @param groupNames the names that users gave to the groups
   * @param distances of the training's rows to their groups; unknown for models of earlier releases
   * @param version the number of this version, from 1; 0 before it is stored, and for models of
   *     releases without versions
   * @param baseline how the training's rows were distributed; unknown for models of earlier
   *     releases
   */
  public record History(
      String statement,
      String base,
      String label,
      Map<String, String> given,
      List<LeftOut> leftOut,
      int skippedRows,
      String started,
      double seconds,
      Map<String, String> versions,
      TrainingSummary summary,
      TrainingRange range,
      GroupNames groupNames,
      GroupDistances distances,
      int version,
      Baseline baseline) {
    public History {
      range = range == null ? TrainingRange.UNKNOWN : range;
      groupNames = groupNames == null ? GroupNames.NONE : groupNames;
      distances = distances == null ? GroupDistances.UNKNOWN : distances;
      baseline = baseline == null ? Baseline.UNKNOWN : baseline;
    }

    /** The history of a model without groups, or of which no more is known. */
    public History(
        String statement,
        String base,
        String label,
        Map<String, String> given,
        List<LeftOut> leftOut,
        int skippedRows,
        String started,
        double seconds,
        Map<String, String> versions,
        TrainingSummary summary,
        TrainingRange range) {
      this(
          statement,
          base,
          label,
          given,
          leftOut,
          skippedRows,
          started,
          seconds,
          versions,
          summary,
          range,
          GroupNames.NONE,
          GroupDistances.UNKNOWN,
          0,
          Baseline.UNKNOWN);
    }

    /** This history with other names of the groups. */
    public History with(GroupNames names) {
      return with(names, version);
    }

    /** This history with another version number. */
    History withVersion(int number) {
      return with(groupNames, number);
    }

    private History with(GroupNames names, int number) {
      return new History(
          statement,
          base,
          label,
          given,
          leftOut,
          skippedRows,
          started,
          seconds,
          versions,
          summary,
          range,
          names,
          distances,
          number,
          baseline);
    }
  }

  /**
   * What a list of models shows of one.
   *
   * @param history empty if it is corrupt or of another version of SQLFlow
   * @param versions how many versions the model has
   */
  public record Summary(String name, String type, Optional<History> history, int versions) {}
}
