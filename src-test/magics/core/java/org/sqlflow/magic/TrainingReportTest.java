package org.sqlflow.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;
import tech.tablesaw.api.Table;

class TrainingReportTest extends CellsTest {
  @BeforeEach
  void points() {
    makePoints();
    heard.outputs.clear();
  }

  /** What each output is, in the order shown. */
  private List<String> shown() {
    return heard.outputs.stream()
        .map(
            output ->
                output instanceof Output.Rows rows
                    ? rows.title().orElse("rows")
                    : output instanceof Output.Heat heat
                        ? heat.title().orElseThrow()
                        : output instanceof Output.Picture picture
                            ? picture.text().replaceFirst(" .*", "")
                            : output instanceof Output.Details details ? details.title() : "note")
        .toList();
  }

  private Table groups() {
    return heard.outputs.stream()
        .filter(Output.Rows.class::isInstance)
        .map(output -> ((Output.Rows) output).table())
        .filter(table -> table.columnNames().contains("group_id"))
        .findFirst()
        .orElseThrow();
  }

  private Output.Heat means() {
    return heard.outputs.stream()
        .filter(Output.Heat.class::isInstance)
        .map(Output.Heat.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private Output.Details details() {
    return heard.outputs.stream()
        .filter(Output.Details.class::isInstance)
        .map(Output.Details.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Output.Picture> pictures() {
    return heard.outputs.stream()
        .filter(Output.Picture.class::isInstance)
        .map(Output.Picture.class::cast)
        .collect(Collectors.toMap(p -> p.text().replaceFirst(" .*", ""), p -> p));
  }

  private void train(String with) {
    heard.outputs.clear();
    run(
        "SELECT * FROM points TO TRAIN clusterModel WITH model.n_clusters = 3,"
            + " model.pretrain_epochs = 30, model.encode_units = [8, 2]"
            + with
            + " COLUMN m1, m2, m3 INTO my_model");
  }

  @Test
  void theEssentialsComeFirstAndThenTheGroupsTheMeansAndThePictures() {
    train("");

    assertThat(shown())
        .containsExactly(
            "note",
            "Groups of my_model",
            "note",
            "Means in the groups of my_model",
            "Map",
            "Progress",
            "Details");
    List<String> lines = ((Output.Note) heard.outputs.get(0)).lines();
    assertThat(lines).hasSize(2);
    assertThat(((Output.Note) heard.outputs.get(2)).lines())
        .containsExactly(
            "What to do next:",
            "To see what each group is: SELECT * FROM points TO EXPLAIN my_model",
            "To write the group of each row to a table: SELECT * FROM points TO PREDICT"
                + " my_model_groups.group_id USING my_model");
    assertThat(lines.get(0))
        .startsWith(
            "my_model (clusterModel) is trained and stored: 3 groups of 130 rows, 3 features (m1,"
                + " m2, m3), ");
    assertThat(lines.get(1))
        .matches(
            "The groups are clearly separated: silhouette 0\\.9\\d\\d on the scaled features \\(1:"
                + " well separated\\); as many .* get 0\\.\\d\\d\\d; plain k-means on the same"
                + " rows: 0\\.9\\d\\d\\.");
    List<String> details = details().lines();
    assertThat(details.get(0)).startsWith("Case 1: ");
    assertThat(details).contains("Chosen for these rows: model.update_interval = 1.");
    assertThat(details.get(details.size() - 1))
        .matches(
            "Time: reading [0-9.]+ s; neighbours of rows [0-9.]+ s; pre-training \\(30 epochs\\)"
                + " [0-9.]+ s; .*clustering .* s; scores [0-9.]+ s; report [0-9.]+ s\\.");
  }

  @Test
  void theTimesAddUpToThatOfTheStatement() {
    train("");

    List<String> details = details().lines();
    String times = details.get(details.size() - 1);
    double sum =
        Pattern.compile("([0-9.]+) s[;.]")
            .matcher(times)
            .results()
            .mapToDouble(found -> Double.parseDouble(found.group(1)))
            .sum();
    Matcher whole =
        Pattern.compile(", ([0-9.]+) s\\.")
            .matcher(((Output.Note) heard.outputs.get(0)).lines().get(0));
    assertThat(whole.find()).isTrue();
    long phases = times.chars().filter(sign -> sign == ';').count() + 1;
    // Each figure is rounded to a tenth.
    assertThat(sum).isCloseTo(Double.parseDouble(whole.group(1)), within(0.05 * (phases + 1)));
  }

  @Test
  void eachGroupHasItsSizeItsShareAndWhatSetsItApart() {
    train("");

    Table groups = groups();
    assertThat(groups.longColumn("rows").asList()).containsExactly(60L, 40L, 30L);
    assertThat(groups.doubleColumn("share in %").asList()).containsExactly(46.2, 30.8, 23.1);
    assertThat(groups.stringColumn("how it differs").get(1))
        .startsWith("m3 far above average (100 % against 31 %)");
  }

  @Test
  void theMeansStandInOriginalUnitsWithTheirDeviations() {
    train("");

    Output.Heat means = means();
    assertThat(means.table().columnNames())
        .containsExactly("feature", "all rows", "group 0", "group 1", "group 2");
    assertThat(means.table().stringColumn("feature").asList()).containsExactly("m1", "m2", "m3");
    double mean = ((Number) value("SELECT avg(m1) FROM points WHERE kind = 2")).doubleValue();
    assertThat(means.table().stringColumn("group 2").get(0))
        .isEqualTo("\u25b2 " + String.format(Locale.ROOT, "%.1f", mean));
    assertThat(means.table().stringColumn("group 1").get(2)).isEqualTo("\u25b2 100.0 %");
    assertThat(means.deviations()[0][0]).isNaN();
    assertThat(means.deviations()[2][2])
        .isCloseTo(
            ((Number) value("SELECT (1 - avg(m3::INT)) / stddev_pop(m3::INT) FROM points"))
                .doubleValue(),
            within(1e-4));
  }

  @Test
  void theMapHasAPointForEachPlaceAndTheCurveAPanelForEachPhase() {
    train("");

    Map<?, ?> map = pictures().get("Map").vegaLite();
    List<?> layers = (List<?>) map.get("layer");
    String points = (String) ((Map<?, ?>) ((Map<?, ?>) layers.get(0)).get("data")).get("values");
    assertThat(points.lines())
        .hasSizeBetween(1 + 50, 1 + 130)
        .doesNotHaveDuplicates()
        .startsWith("group,x,y");
    assertThat(points.lines().skip(1)).allMatch(line -> line.matches("[012],[0-9]+,[0-9]+"));
    assertThat(pictures().get("Map").text()).contains("130 rows");
    List<?> panels = (List<?>) pictures().get("Progress").vegaLite().get("hconcat");
    assertThat(panels.stream().map(p -> ((Map<?, ?>) ((Map<?, ?>) p).get("title")).get("text")))
        .isEqualTo(List.of("Pre-training: loss", "Clustering: loss", "Rows that changed group"));
    Map<?, ?> first = (Map<?, ?>) panels.get(0);
    assertThat((String) ((Map<?, ?>) first.get("data")).get("values"))
        .startsWith("step,value\n1,")
        .hasLineCount(1 + 30);
  }

  @Test
  void ofManyRowsASampleIsOnTheMap() {
    run("CREATE OR REPLACE TABLE points AS SELECT * FROM points, range(20)");
    heard.outputs.clear();
    run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1, m2 INTO km");

    Output.Picture map = pictures().get("Map");
    assertThat(map.text()).startsWith("Map of km, 1,000 of 2,600 rows: ");
    assertThat(shown())
        .containsExactly(
            "note",
            "Groups of km",
            "note",
            "Means in the groups of km",
            "Map",
            "Progress",
            "Details");
  }

  @Test
  void aQuietTrainingTellsTheEssentialsAlone() {
    train(", train.verbose = 0");

    assertThat(shown()).containsExactly("note", "Groups of my_model", "note", "Details");
  }

  @Test
  void aTalkativeTrainingTellsEachPassToo() {
    train(", train.verbose = 2");

    assertThat(shown()).endsWith("Progress", "Details", "Epochs of my_model");
  }

  @Test
  void anAutoencoderHasACurveAndNoGroups() {
    run("SELECT * FROM points TO TRAIN autoencoder WITH pretrain_epochs = 3 COLUMN m1, m2 INTO ae");

    assertThat(shown()).containsExactly("note", "note", "Progress", "Details");
    assertThat(heard.notes()).contains("Rows reconstructed from their codes");
  }

  @Test
  void columnsLeftOutAndRowsLeftOutAreNamed() {
    run("UPDATE points SET m1 = NULL WHERE point_id < 3");
    run(
        "SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3, train.on_null = skip INTO"
            + " km");

    assertThat(heard.notes())
        .contains("Left out: point_id (")
        .contains("name (text: a key: every value is unique)")
        .contains("3 rows with a missing value were left out (train.on_null = skip).");
  }

  @Test
  void theStoryOfAModelShowsWhatItsTrainingShowed() {
    train("");
    List<String> trained = new ArrayList<>(shown());
    assertThat(trained).element(2).as("what to do next").isEqualTo("note");
    trained.remove(2);
    List<String> words = groups().stringColumn("how it differs").asList();
    heard.outputs.clear();

    Table story = run("DESCRIBE MODEL my_model").to_dataframe();

    assertThat(shown()).startsWith(trained.subList(0, trained.size() - 1).toArray(String[]::new));
    assertThat(shown()).endsWith("Description of my_model").hasSize(trained.size());
    assertThat(story.stringColumn("property").asList()).contains("detail");
    assertThat(groups().stringColumn("how it differs").asList()).isEqualTo(words);
    assertThat(story.stringColumn("property").asList().subList(0, 7))
        .containsExactly("model", "version", "type", "task", "trained at", "seconds", "rows");
  }

  @Test
  void figuresAreWrittenAlikeOnAMachineThatSpeaksGerman() {
    Locale own = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      run("CREATE OR REPLACE TABLE points AS SELECT * FROM points, range(20)");
      run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1, m2 INTO km");
      run("SELECT * FROM points TO EVALUATE km");
      run("SELECT * FROM points TO PREDICT grouped.g USING km");
      Table story = run("DESCRIBE MODEL km").to_dataframe();

      assertThat(heard.notes())
          .contains("CREATE: 2,600 rows", "3 groups of 2,600 rows", "silhouette 0.9")
          .contains("grouped has the query's 2,600 rows")
          .doesNotContain("2.600", "0,9");
      assertThat(story.stringColumn("value").asList()).contains("2,600", "1,200; 800; 600");
      assertThat(means().table().stringColumn("all rows").asList()).allMatch(s -> !s.contains(","));
    } finally {
      Locale.setDefault(own);
    }
  }
}
