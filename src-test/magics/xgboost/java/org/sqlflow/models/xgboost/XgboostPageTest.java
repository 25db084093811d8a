package org.sqlflow.models.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlflow.models.Estimator;
import org.sqlflow.models.Estimators;
import org.sqlflow.report.tables.AttributeTable;

class XgboostPageTest {
  private static final Path PAGE = Path.of("../../notebooks/reference/attributes.md");
  private static final String BEGIN =
      "<!-- attributes of xgboost: made from their declarations -->\n";
  private static final String END = "<!-- end of attributes of xgboost -->";

  /** To renew the page, run this test with -Dsqlflow.renew=true. */
  @Test
  void theReferencePageHasTheAttributesAsTheyAreDeclared() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    List<Estimator> own =
        Estimators.installed().all().stream()
            .filter(estimator -> estimator.getClass().getName().contains(".xgboost."))
            .toList();
    String declared = AttributeTable.markdown(own);

    if (Boolean.getBoolean("sqlflow.renew")) {
      Files.writeString(PAGE, page.substring(0, begin) + declared + page.substring(end));
    } else {
      assertThat(own).hasSize(5);
      assertThat(page.substring(begin, end)).isEqualTo(declared);
    }
  }
}
