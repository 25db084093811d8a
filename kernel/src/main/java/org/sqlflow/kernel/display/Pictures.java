package org.sqlflow.kernel.display;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Images and charts of Java cells as PNG. */
final class Pictures {
  private Pictures() {}

  static DisplayData of(Object value) {
    try {
      return value instanceof Chart<?, ?> chart
          ? data(
              BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG),
              "chart",
              chart.getWidth(),
              chart.getHeight())
          : image((RenderedImage) value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DisplayData image(RenderedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return data(png.toByteArray(), "image", image.getWidth(), image.getHeight());
  }

  private static DisplayData data(byte[] png, String what, int width, int height) {
    DisplayData data =
        new DisplayData(
            String.format(Locale.ROOT, "%s of %d \u00d7 %d pixels", what, width, height));
    data.putData("image/png", Base64.getEncoder().encodeToString(png));
    return data;
  }
}
