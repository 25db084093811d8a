package org.sqlflow.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.sqlflow.report.Output;

class DisplaysTest {
  private final Displays displays = new Displays(new Renderer());

  @Test
  void aPictureGoesOutAsVegaLiteAndPngAndWithoutHtml() {
    DisplayData data =
        displays.of(
            new Output.Picture(
                "a heat map", Optional.of(new byte[] {1, 2}), Map.of("mark", "rect")),
            10);

    assertThat(data.getData(MIMEType.parse("text/plain"))).isEqualTo("a heat map");
    assertThat(data.getData(MIMEType.parse("image/png"))).isEqualTo("AQI=");
    assertThat(data.getData(MIMEType.parse("application/vnd.vegalite.v5+json")))
        .isEqualTo(Map.of("mark", "rect"));
    assertThat(data.hasDataForType(MIMEType.parse("text/html"))).isFalse();
  }

  @Test
  void whereNoPngCouldBeDrawnTheRestIsShown() {
    DisplayData data = displays.of(new Output.Picture("x", Optional.empty(), Map.of("a", 1)), 10);

    assertThat(data.hasDataForType(MIMEType.parse("image/png"))).isFalse();
    assertThat(data.hasDataForType(MIMEType.parse("application/vnd.vegalite.v5+json"))).isTrue();
  }
}
