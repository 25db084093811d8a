package org.sqlflow.report.charts;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Objects;
import org.sqlflow.math.Aside;
import org.sqlflow.math.Parallel;

/**
 * What the first picture of a process loads: fonts and the drawing library of Java. That takes one
 * to two tenths of a second, which another thread can spend while a model is trained.
 */
public final class FirstPicture {
  private static final int SIZE = 32;

  private FirstPicture() {}

  /** Draws a letter that nobody sees, once in a process and where a second thread may work. */
  public static void prepare() {
    Objects.requireNonNull(Once.DRAWN); // the first use starts it
  }

  /**
   * Waits until the letter is drawn: Java's drawing library is not begun by two threads at once.
   */
  public static void await() {
    if (Parallel.threads() > 1) {
      Once.DRAWN.result(() -> {});
    }
  }

  /** Java runs this once, at the first use. */
  private static final class Once {
    static final Aside<Boolean> DRAWN =
        Aside.start("sqlflow-first-picture", check -> Png.drawn(FirstPicture::letter).isPresent());
  }

  private static BufferedImage letter() {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Png.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, SIZE / 2));
    graphics.drawString("0", SIZE / 2, SIZE / 2);
    graphics.drawLine(0, 0, SIZE, SIZE / 2);
    graphics.dispose();
    return image;
  }
}
