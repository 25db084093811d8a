package org.sqlflow.database.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkJarsTest {
  @TempDir Path folder;

  @Test
  void withoutTheClientOneSentenceSaysWhatToType() {
    assertThatThrownBy(() -> SparkJars.found(Map.of(), folder.resolve("spark")))
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "Spark's client is not installed: run java -jar sqlflow-kernelspec.jar install --spark"
                + " and restart the kernel, or name a folder with its jars in SQLFLOW_SPARK_JARS");
  }

  @Test
  void aFolderWithoutTheClientIsNamed() {
    assertThatThrownBy(
            () -> SparkJars.found(Map.of("SQLFLOW_SPARK_JARS", folder.toString()), folder))
        .hasMessageStartingWith("SQLFLOW_SPARK_JARS names " + folder + ", where there is no");
  }

  @Test
  void theFolderThatTheEnvironmentNamesComesFirst() throws Exception {
    Path installed = Files.createDirectories(folder.resolve("installed"));
    Path named = Files.createDirectories(folder.resolve("named"));
    for (Path place : new Path[] {installed, named}) {
      Files.createFile(place.resolve("spark-connect-client-jvm_2.13-4.2.0.jar"));
      Files.createFile(place.resolve("scala-library.jar"));
      Files.createFile(place.resolve("notes.txt"));
    }

    assertThat(SparkJars.found(Map.of(), installed)).hasSize(2);
    assertThat(SparkJars.found(Map.of("SQLFLOW_SPARK_JARS", named.toString()), installed))
        .hasSize(2)
        .allMatch(jar -> jar.startsWith(named));
  }
}
