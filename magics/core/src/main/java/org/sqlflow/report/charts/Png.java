package org.sqlflow.report.charts;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/** Charts as PNG, where the machine can draw. */
final class Png {
  /** The first of the scripts of East Asia. */
  private static final int FIRST_WIDE = 0x1100;

  private Png() {}

  /**
   * Draws charts side by side.
   *
   * @param charts makes them; only called here, since a chart's first font may fail
   * @return empty on a machine that cannot draw text: a Java runtime without fonts, without
   *     fontconfig or without the desktop's native libraries
   */
  static Optional<byte[]> of(Supplier<List<? extends Chart<?, ?>>> charts) {
    return inRows(charts, Integer.MAX_VALUE);
  }

  /**
   * Draws charts in rows.
   *
   * @param width how many charts a row has
   */
  static Optional<byte[]> inRows(Supplier<List<? extends Chart<?, ?>>> charts, int width) {
    try {
      List<BufferedImage> images =
          charts.get().stream().map(chart -> BitmapEncoder.getBufferedImage(chart)).toList();
      try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
        ImageIO.write(inRows(images, width), "png", bytes);
        return Optional.of(bytes.toByteArray());
      }
    } catch (IOException | RuntimeException | LinkageError | InternalError | AWTError none) {
      return Optional.empty();
    }
  }

  /** The first letters of a name that is longer. */
  static String shortened(String name, int most) {
    int letters = name.codePointCount(0, name.length());
    return letters <= most ? name : name.substring(0, name.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** About how many pixels a text takes: an ideograph takes as much as two letters. */
  static int width(String text, int letter) {
    return text.codePoints().map(c -> c < FIRST_WIDE ? letter : 2 * letter).sum();
  }

  /** The look of all charts. */
  static void plain(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    styler.setPlotGridLinesColor(new Color(0xdddddd));
  }

  private static BufferedImage inRows(List<BufferedImage> images, int width) {
    int columns = Math.min(width, images.size());
    int cell = images.stream().mapToInt(BufferedImage::getWidth).max().orElse(1);
    int height = images.stream().mapToInt(BufferedImage::getHeight).max().orElse(1);
    boolean single = columns == images.size();
    int rows = (images.size() + columns - 1) / columns;
    int wide = single ? images.stream().mapToInt(BufferedImage::getWidth).sum() : columns * cell;
    BufferedImage all = new BufferedImage(wide, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = all.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, wide, rows * height);
    int x = 0;
    for (int i = 0; i < images.size(); i++) {
      x = i % columns == 0 ? 0 : x;
      graphics.drawImage(images.get(i), x, i / columns * height, null);
      x += single ? images.get(i).getWidth() : cell;
    }
    graphics.dispose();
    return all;
  }
}
