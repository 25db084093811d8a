package org.sqlflow.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlflow.features.FeatureEncoding;
import org.sqlflow.features.LeftOut;
import org.sqlflow.models.ClusterOverview;
import org.sqlflow.models.ModelContent;
import org.sqlflow.models.TrainingSummary;

/**
 * A trained model with all that prediction needs and its story.
 *
 * @param name as INTO wrote it
 * @param type the model type's name
 * @param encoding how columns become features
 * @param content the model itself, as its type restores it
 * @param history where it comes from
 */
public record StoredModel(
    String name, String type, FeatureEncoding encoding, ModelContent content, History history) {

  /**
   * Where a model comes from.
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
   * @param portrait what the groups look like
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
      TrainingSummary story,
      ClusterOverview portrait) {
    public History {
      // Models that were stored before portraits were kept have none.
      portrait = portrait == null ? ClusterOverview.NONE : portrait;
    }
  }

  /**
   * What a list of models tells of one.
   *
   * @param history empty if it is damaged
   */
  public record Summary(String name, String type, Optional<History> history) {}
}
