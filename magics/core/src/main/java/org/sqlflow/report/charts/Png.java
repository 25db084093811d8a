package org.sqlflow.report.charts;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.sqlflow.text.Visible;

/** Draws charts as PNG, where the machine can draw text. */
final class Png {
  /** The first code point of the East Asian scripts. */
  private static final int FIRST_WIDE = 0x1100;

  /** Pictures are transparent, since pages may be light or dark. */
  static final Color NOTHING = new Color(0, 0, 0, 0);

  /**
   * Readable on light and dark pages: its contrast is 4.5:1 to white and 4.2:1 to JupyterLab's dark
   * theme.
   */
  static final Color INK = new Color(0x777777);

  static final Color FAINT = new Color(0x80, 0x80, 0x80, 0x50);

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
    return drawn(() -> inRows(charts.get().stream().map(Png::image).toList(), width));
  }

  /**
   * An image as PNG.
   *
   * @param image makes it; only called here, since its first font may fail
   * @return empty on a machine that cannot draw text
   */
  static Optional<byte[]> drawn(Supplier<BufferedImage> image) {
    try {
      return Optional.of(PalettePng.of(image.get()));
    } catch (IOException | RuntimeException | LinkageError | InternalError | AWTError none) {
      return Optional.empty();
    }
  }

  private static BufferedImage image(Chart<?, ?> chart) {
    BufferedImage image =
        new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    return image;
  }

  /** A name, cut off if it has more than {@code most} letters. */
  static String shortened(String name, int most) {
    String line = Visible.line(name);
    int letters = line.codePointCount(0, line.length());
    return letters <= most ? line : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** About how many pixels a text takes: an ideograph is twice as wide as a letter. */
  static int width(String text, int letter) {
    return text.codePoints().map(c -> c < FIRST_WIDE ? letter : 2 * letter).sum();
  }

  /** The look of all charts. */
  static void plain(AxesChartStyler styler) {
    styler.setChartBackgroundColor(NOTHING);
    styler.setPlotBackgroundColor(NOTHING);
    styler.setLegendBackgroundColor(NOTHING);
    styler.setChartFontColor(INK);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(INK);
    styler.setXAxisTitleColor(INK);
    styler.setYAxisTitleColor(INK);
    styler.setPlotBorderColor(INK);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setPlotGridLinesColor(FAINT);
  }

  private static BufferedImage inRows(List<BufferedImage> images, int width) {
    int columns = Math.min(width, images.size());
    int cell = images.stream().mapToInt(BufferedImage::getWidth).max().orElse(1);
    int height = images.stream().mapToInt(BufferedImage::getHeight).max().orElse(1);
    boolean single = columns == images.size();
    int rows = (images.size() + columns - 1) / columns;
    int wide = single ? images.stream().mapToInt(BufferedImage::getWidth).sum() : columns * cell;
    BufferedImage all = new BufferedImage(wide, rows * height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = all.createGraphics();
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
