package com.example.h2dialect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.database.DataSource;
import org.sqlflow.database.Database;
import org.sqlflow.database.session.Databases;
import org.sqlflow.database.session.Drivers;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.Result;
import org.sqlflow.magic.SqlflowMagic;
import tech.tablesaw.api.Table;

/** A database costs one package and one line in META-INF/services. */
class H2DialectTest {
  private static final String URL = "jdbc:h2:mem:example;USER=sa;PASSWORD=s3cret";
  private static final String MAGIC = "%%sqlflow";

  @TempDir private Path folder;
  private SqlflowMagic magic;

  @BeforeEach
  void open() {
    magic = new SqlflowMagic(Map.of("SQLFLOW_DATASOURCE", URL), folder);
  }

  @AfterEach
  void close() {
    magic.close();
  }

  private Result run(String sql) {
    return magic.run(
        MAGIC + "\n" + sql, MAGIC.length(), name -> Optional.empty(), CellListener.SILENT);
  }

  private Table table(String sql) {
    return run(sql).to_dataframe();
  }

  @Test
  void theWorkflowOfCellsRunsOnIt() {
    run(
        "CREATE TABLE points AS SELECT x AS id, MOD(x, 3) * 10 + x / 1000.0 AS m1,"
            + " MOD(x, 3) * -5.0 AS m2, 'kind ' || MOD(x, 3) AS kind FROM system_range(1, 90)");

    run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 3 COLUMN m1, m2 INTO m");
    run("SELECT * FROM points TO PREDICT grouped.group_id USING m");
    run("SELECT * FROM points TO EVALUATE m LABEL kind INTO scores");
    run("SELECT * FROM points TO TRAIN kmeans WITH model.n_clusters = 2 COLUMN m1, m2 INTO m");

    assertThat(table("SELECT DISTINCT kind, group_id FROM grouped").rowCount()).isEqualTo(3);
    assertThat(table("SELECT * FROM scores").rowCount()).isGreaterThan(3);
    assertThat(table("SHOW MODELS").rowCount()).isOne();
  }

  @Test
  void itsOwnDialectIsUsed() {
    DataSource source = DataSource.parse(URL, folder);
    try (Database database = Databases.connect(source)) {
      assertThat(database.nestsComments()).isTrue();
      assertThat(database.folded("name")).isEqualTo("NAME");
      assertThatThrownBy(() -> database.rows("SELECT nosuch", List.of()))
          .hasMessage("Column \"NOSUCH\" not found");
    }
    assertThat(Databases.nestsComments(source, Drivers.SHIPPED)).isTrue();
    DataSource unknown = DataSource.parse("jdbc:h2:mem:other", folder);
    assertThat(Databases.nestsComments(unknown, Drivers.SHIPPED)).isFalse();
  }

  @Test
  void itUsesNothingOfSqlflowButWhatIsPublicForDialects() {
    DescribedPredicate<JavaClass> allowed =
        DescribedPredicate.describe(
            "the interfaces for dialects",
            type ->
                !type.getPackageName().startsWith("org.sqlflow")
                    || List.of(
                            "org.sqlflow.data",
                            "org.sqlflow.database",
                            "org.sqlflow.database.spi",
                            "org.sqlflow.database.generic")
                        .contains(type.getPackageName()));
    classes()
        .should()
        .onlyDependOnClassesThat(allowed)
        .check(
            new ClassFileImporter()
                .withImportOption(location -> !location.contains("Test"))
                .importPackages("com.example.h2dialect"));
  }
}
