package org.sqlflow.report.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sqlflow.models.Findings;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;
import org.sqlflow.report.charts.CurveChart;
import org.sqlflow.report.charts.LearningChart;
import org.sqlflow.report.charts.MapChart;
import org.sqlflow.report.tables.AssessmentTable;
import org.sqlflow.report.tables.ClassTable;
import org.sqlflow.report.tables.ClusterTable;
import org.sqlflow.report.tables.ProfileTable;
import org.sqlflow.report.tables.TrialTables;
import tech.tablesaw.api.Table;

/**
 * What a training found; shown after the training and by DESCRIBE MODEL.
 *
 * @param model the model's name
 * @param features how many features the model has
 * @param names of its groups
 */
record FindingsOutputs(String model, int features, TrainingSummary summary, GroupNames names) {
  /** The most features in the table of means: more would hide what matters. */
  private static final int MOST_FEATURES = 12;

  /** The methods that were compared, in a table; empty if none were. */
  Optional<Output> compared() {
    return summary.findings() instanceof Findings.Clustering found && !found.trials().isEmpty()
        ? Optional.of(table("Methods compared for ", TrialTables.methods(found.trials())))
        : Optional.empty();
  }

  /** The groups or classes in a table; empty for a model without any. */
  Optional<Output> table() {
    Findings findings = summary.findings();
    return switch (findings.task()) {
      case CLUSTERING -> Optional.of(clusters((Findings.Clustering) findings));
      case CLASSIFICATION -> {
        Findings.Classification found = (Findings.Classification) findings;
        yield Optional.of(
            ClassTable.of("Classes of " + model, "class", found.classes(), found.sizes()));
      }
      case ENCODING, REGRESSION -> Optional.empty();
    };
  }

  private Output clusters(Findings.Clustering found) {
    String title = "Groups of " + model;
    return found.overview().hasGroups()
        ? ClusterTable.of(title, found.overview().profile().named(names))
        : ClusterTable.ofSizes(
            title,
            "group_id",
            IntStream.range(0, found.sizes().size()).toArray(),
            found.sizes(),
            0,
            names);
  }

  /** How well a model with a label predicts; empty where that is not known. */
  Optional<Output> assessed() {
    Findings findings = summary.findings();
    return findings.assessed().measures().isEmpty()
        ? Optional.empty()
        : Optional.of(
            AssessmentTable.of(
                "How well " + model + " predicts",
                findings.assessed(),
                PredictionQuality.baseline(findings)));
  }

  /** The profile, the map and the curve, as far as the model has them. */
  List<Output> charts() {
    List<Output> outputs = new ArrayList<>();
    if (summary.findings() instanceof Findings.Clustering found) {
      ClusterOverview overview = found.overview();
      ClusterProfile profile = overview.profile().named(names);
      if (overview.hasGroups()) {
        outputs.add(
            new ProfileTable(model, profile.varying().mostDistinct(MOST_FEATURES), features)
                .output());
      }
      new MapChart(model, overview.map(), profile).output().ifPresent(outputs::add);
    }
    Optional<Output.Picture> learning =
        new LearningChart(model, summary.findings().assessed()).output();
    if (learning.isPresent()) {
      outputs.add(learning.get());
      return outputs;
    }
    CurveChart curve = new CurveChart(model, summary.curve());
    curve.output().ifPresent(outputs::add);
    if (!curve.rises().isEmpty()) {
      outputs.add(new Output.Note(curve.rises()));
    }
    return outputs;
  }

  /** What was tried to find the model. */
  List<Output.Rows> trials() {
    List<Output.Rows> outputs = new ArrayList<>();
    if (summary.findings() instanceof Findings.Clustering found) {
      if (!found.sweep().isEmpty()) {
        outputs.add(table("Numbers of groups tried for ", TrialTables.sweep(found.sweep())));
      }
      if (!found.starts().isEmpty()) {
        outputs.add(table("Starts of ", TrialTables.starts(found.starts())));
      }
    }
    return outputs;
  }

  private Output.Rows table(String title, Table table) {
    return new Output.Rows(Optional.of(title + model), table, Map.of(), Output.Role.REPORT);
  }
}
