package org.sqlflow.report.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.Estimators;

class AttributeTableTest {
  private static final Path README = Path.of("../../README.md");
  private static final String BEGIN = "<!-- attributes: made from their declarations -->\n";
  private static final String END = "<!-- end of attributes -->";

  /** To renew the README, run this test with -Dsqlflow.renew=true. */
  @Test
  void theReadmeHoldsTheAttributesAsTheyAreDeclared() throws Exception {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    String declared = AttributeTable.markdown(Estimators.installed().all());

    if (Boolean.getBoolean("sqlflow.renew")) {
      Files.writeString(README, readme.substring(0, begin) + declared + readme.substring(end));
    } else {
      assertThat(readme.substring(begin, end)).isEqualTo(declared);
    }
  }
}
