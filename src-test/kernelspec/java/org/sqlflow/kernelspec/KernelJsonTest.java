package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KernelJsonTest {
  private static final Path DIRECTORY = Path.of("/home/ada/kernels/sqlflow");

  private static String filled(int feature) throws IOException {
    String template = Files.readString(Path.of("src/main/kernel/kernel.json"));
    return new KernelJson(Path.of("/opt/jdk/bin/java"), feature, DIRECTORY, false).fill(template);
  }

  @Test
  void theJavaAndTheFolderAreFilledIn() throws IOException {
    assertThat(filled(17))
        .contains("\"/opt/jdk/bin/java\"")
        .contains("\"/home/ada/kernels/sqlflow/lib/*\"")
        .contains("\"{connection_file}\"")
        .doesNotContain("${");
  }

  @Test
  void aFlagThatOnlyNewerJavasKnowIsLeftOutForAnOlderOne() throws IOException {
    assertThat(filled(23)).doesNotContain("--enable-native-access");
    assertThat(filled(24)).contains("\"--enable-native-access=ALL-UNNAMED\"");
  }

  @Test
  void anArchiveOfClassesBecomesACacheThatHasProfilesToo() throws IOException {
    assertThat(filled(24))
        .contains("\"-XX:SharedArchiveFile=/home/ada/kernels/sqlflow/sqlflow.jsa\"", "-Xshare:auto")
        .doesNotContain("AOT", "aot");
    assertThat(filled(25)) // which refuses the two together
        .contains("\"-XX:AOTCache=/home/ada/kernels/sqlflow/sqlflow.jsa\"")
        .doesNotContain("-XX:SharedArchiveFile", "-Xshare");
  }

  @Test
  void onlyUnixStartsJavaByAScript() throws IOException {
    String template = "[\"${unix} /bin/sh\", \"${unix} ${directory}/start\", \"${java}\"]";
    assertThat(new KernelJson(Path.of("/j"), 17, DIRECTORY, false).fill(template))
        .isEqualToIgnoringWhitespace("[\"/bin/sh\", \"" + DIRECTORY + "/start\", \"/j\"]");
    assertThat(new KernelJson(Path.of("/j"), 17, DIRECTORY, true).fill(template))
        .isEqualToIgnoringWhitespace("[\"/j\"]");
  }

  @Test
  void numbersBooleansAndOrderStayAsTheyAre() throws IOException {
    KernelJson json = new KernelJson(Path.of("/j"), 17, DIRECTORY, false);
    assertThat(json.fill("{\"b\": [1, true, null, 2.5], \"a\": {\"c\": \"${java}\"}}"))
        .isEqualToIgnoringWhitespace("{\"b\": [1, true, null, 2.5], \"a\": {\"c\": \"/j\"}}");
  }

  @Test
  void aPathWithQuotesAndBackslashesIsEscaped() throws IOException {
    KernelJson json = new KernelJson(Path.of("/a\"b\\c/java"), 17, DIRECTORY, false);
    assertThat(json.fill("[\"${java}\"]")).contains("\"/a\\\"b\\\\c/java\"");
  }

  @Test
  void aFilledFileIsNoTemplateButStillOurs() throws IOException {
    assertThat(KernelJson.isTemplate(filled(17))).isFalse();
    assertThat(KernelJson.isOurs(filled(17))).isTrue();
  }
}
