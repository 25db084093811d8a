package org.sqlflow.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sqlflow.features.encoding.LeftOut;
import org.sqlflow.models.Findings;
import org.sqlflow.models.TrainingSummary;
import org.sqlflow.models.clusters.ClusterJudgement;
import org.sqlflow.models.clusters.ClusterOverview;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;

class TrainingReportTest {
  @Test
  void aReaderSeesWhatThereIsHowGoodItIsAndWhatToDoAndUnfoldsTheRest() {
    TrainingSummary summary =
        new TrainingSummary(
                30,
                List.of(
                    new TrainingSummary.Phase("reading", 1, 0.04),
                    new TrainingSummary.Phase("k-means", 30, 0.24),
                    new TrainingSummary.Phase("scores", 1, 0.04),
                    new TrainingSummary.Phase("report", 1, 1.18)),
                List.of(),
                Map.of("silhouette", 0.6, "inertia", 12.0),
                Map.of(),
                List.of("A warning."),
                new Findings.Clustering(
                    List.of(20L, 10L),
                    List.of(
                        new Findings.Candidate(2, 0.6, 12, 0.67, 10, true),
                        new Findings.Candidate(3, 0.5, 9, 0.5, 7, false)),
                    List.of(),
                    ClusterOverview.NONE,
                    ClusterJudgement.UNKNOWN))
            .withAdvice("Try this.")
            .withDetails(List.of("Start 1 of 20 is kept."));

    List<Output> outputs =
        new TrainingReport(
                "m",
                "kmeans",
                List.of("a", "b"),
                List.of(new LeftOut("id", "a key")),
                2,
                1.5,
                summary,
                0,
                List.of("Only 1 of 6 columns is used."),
                List.of("From a file."),
                List.of("Chosen: x."),
                GroupNames.NONE)
            .outputs();

    assertThat(outputs).hasSize(5);
    assertThat(outputs.get(0))
        .as("not divided by badges")
        .isEqualTo(new Output.Note(List.of("Only 1 of 6 columns is used.")));
    Output.Note found = (Output.Note) outputs.get(1);
    assertThat(found.badges()).contains("2 groups");
    assertThat(found.lines())
        .startsWith(
            "m (kmeans) is trained and stored: 2 groups of 30 rows, 2 features (a, b), 1.5 s.")
        .endsWith(
            "A warning.",
            "From a file.",
            "Left out: id (a key).",
            "2 rows with a missing value were left out (train.on_null = skip).")
        .hasSize(6);
    assertThat(((Output.Rows) outputs.get(2)).title()).contains("Groups of m");
    assertThat(((Output.Note) outputs.get(3)).lines())
        .containsExactly("What to do next:", "Try this.");
    Output.Details details = (Output.Details) outputs.get(4);
    assertThat(details.title()).isEqualTo("Details");
    assertThat(details.lines())
        .containsExactly(
            "Start 1 of 20 is kept.",
            "Chosen: x.",
            "Further scores: inertia 12.00.",
            "Time: reading 0.0 s; k-means (30 epochs) 0.3 s; scores 0.0 s; report 1.2 s.");
    assertThat(details.tables().stream().map(rows -> rows.title().orElseThrow()))
        .containsExactly("Numbers of groups tried for m");
  }
}
