package org.sqlflow.report.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.ClusterProfile.Feature;
import org.sqlflow.models.clusters.ClusterProfile.Group;
import org.sqlflow.models.clusters.ClusterProfile.GroupMean;
import org.sqlflow.models.clusters.ClusterProfile.Kind;
import org.sqlflow.report.Output;

class ProfileTableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER | 1234.567 | 1000 | 1,235",
        "NUMBER | 1234.567 | 0.01 | 1,234.567",
        "NUMBER | 0.5 | 0.00002 | 0.500000",
        "NUMBER | 1.2e12 | 1e12 | 1,200,000,000,000",
        "NUMBER | 9.223372036854775807e18 | 2.9e17 | 9.22e18",
        "NUMBER | 52.25 | 2.9e17 | 52",
        "NUMBER | 3.25e-9 | 1e-9 | 3.3e-9",
        "NUMBER | 0 | 1e-9 | 0",
        "NUMBER | -0.001 | 10 | 0",
        "NUMBER | 7 | 0 | 7",
        "NUMBER | 0.1 | 0 | 0.100",
        "CODE | 1986.5 | 36 | 1987",
        "CODE | 10115 | 2 | 10115.0",
        "SHARE | 0.305 | 0.46 | 30.5 %",
        "SHARE | 0.0004 | 0.02 | 0.04 %",
        "LOG | 22428.5 | 3.1 | 22,429",
        "LOG | 11.25 | 3.1 | 11",
        "LOG | 0.4 | 3.1 | 0.4",
        "LOG | 0.05 | 0.02 | 0.050"
      })
  void aMeanHasTheDigitsThatItsSpreadDeserves(
      Kind kind, double mean, double deviation, String written) {
    Feature feature = new Feature("v", 10, mean, deviation, kind);

    assertThat(feature.written(mean, feature.digits(mean))).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER | 0.501 | 0.499 | 0.5010 against 0.4990",
        "NUMBER | 1e-14 | 3e-14 | 1.0e-14 against 3.0e-14",
        "NUMBER | 2 | 997500002 | 2 against 997,500,002",
        "CODE | 1951 | 1986.5 | 1951 against 1987",
        "SHARE | 0.5 | 0.25 | 50 % against 25 %",
        "LOG | 0.05 | 372 | 0.050 against 372"
      })
  void twoMeansNeverLookAlike(Kind kind, double own, double all, String written) {
    assertThat(new Feature("v", 10, all, 1, kind).against(own, all)).isEqualTo(written);
  }

  @Test
  void theTableSaysWhatLogarithmsStandFor() {
    Output.Heat table = table(new Feature("LOG(spend)", 4, 32, 1.1, Kind.LOG));
    assertThat(table.legend()).endsWith(" LOG(c): the typical value of c, its geometric mean.");
    assertThat(table.table().get(0, 1)).isEqualTo("32");
    assertThat(table.table().get(0, 2)).isEqualTo("\u25bc 10");

    assertThat(table(new Feature("spend", 4, 32, 1.1, Kind.NUMBER)).legend())
        .endsWith("0.8 standard deviations and more.");
  }

  @Test
  void manyGroupsAreRows() {
    Feature feature = new Feature("a", 26, 5, 2, Kind.NUMBER);
    List<Group> groups =
        IntStream.range(0, 13)
            .mapToObj(
                g -> new Group(g, 2, 1 / 13.0, List.of(new GroupMean("a", 2, g, g - 6)), "", ""))
            .toList();

    Output.Heat table =
        new ProfileTable("m", new ClusterProfile(26, List.of(feature), groups), 1).output();

    assertThat(table.table().columnNames()).containsExactly("group", "a");
    assertThat(table.table().rowCount()).isEqualTo(14);
    assertThat(table.table().stringColumn("group").get(3)).isEqualTo("group 2");
    assertThat(table.deviations()[3]).containsExactly(-4);
    assertThat(table.deviations()[0]).containsExactly(Double.NaN);
  }

  @Test
  void aChipShowsTheMeanAsTheTableDoes() {
    Feature feature = new Feature("f1", 100, 16.7, 8.1, Kind.NUMBER);
    Group group = new Group(0, 40, 0.4, List.of(new GroupMean("f1", 40, 5.43, -1.4)), "");
    ClusterProfile profile = new ClusterProfile(100, List.of(feature), List.of(group));

    Output.Rows rows = ClusterTable.of("Groups of m", profile);

    Output.Look.Chips chips =
        rows.looks().values().stream()
            .filter(Output.Look.Chips.class::isInstance)
            .map(Output.Look.Chips.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(chips.chips().get(0)).extracting(Output.Chip::text).containsExactly("\u25bc f1 5.4");
    assertThat(new ProfileTable("m", profile, 1).output().table().get(0, 2))
        .isEqualTo("\u25bc 5.4");
  }

  private static Output.Heat table(Feature feature) {
    Group group = new Group(0, 4, 1, List.of(new GroupMean(feature.name(), 4, 10, -1)), "not said");
    return new ProfileTable("m", new ClusterProfile(4, List.of(feature), List.of(group)), 1)
        .output();
  }
}
