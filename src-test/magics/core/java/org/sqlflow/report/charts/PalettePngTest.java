package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PalettePngTest {
  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void theGroundStaysTransparentAndFlatColoursStayTheirOwn() throws IOException {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(10, 10, 10, 10);
    graphics.setColor(new Color(0x0072b2));
    graphics.fillRect(30, 10, 10, 10);
    graphics.dispose();

    BufferedImage read = read(PalettePng.of(image));

    assertThat(read.getColorModel()).isInstanceOf(IndexColorModel.class);
    assertThat(read.getRGB(0, 0) >>> 24).isZero();
    assertThat(read.getRGB(15, 15)).isEqualTo(Color.WHITE.getRGB());
    Color blue = new Color(read.getRGB(35, 15), true);
    assertThat(blue.getAlpha()).isEqualTo(255);
    assertThat(Math.abs(blue.getGreen() - 0x72) + Math.abs(blue.getBlue() - 0xb2)).isLessThan(16);
  }

  @Test
  void theInkOfAFewLettersStaysBesideManyShades() throws IOException {
    BufferedImage image = new BufferedImage(200, 100, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < 200; x++) {
      for (int y = 0; y < 100; y++) {
        image.setRGB(x, y, 0xff000000 | (0xe6 << 16) | ((100 + x / 2) << 8) | y);
      }
    }
    int ink = 0xff101010;
    image.setRGB(100, 50, ink);
    image.setRGB(101, 50, ink);

    int read = read(PalettePng.of(image)).getRGB(100, 50);

    assertThat(new Color(read).getRed()).isLessThan(0x20);
    assertThat(new Color(read).getGreen()).isLessThan(0x20);
  }

  @Test
  void moreColoursThanThePaletteHasBecomeTheNearest() throws IOException {
    BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
    Random random = new Random(1);
    for (int x = 0; x < 100; x++) {
      for (int y = 0; y < 100; y++) {
        image.setRGB(x, y, 0xff000000 | (2 * x << 16) | random.nextInt(0x10000));
      }
    }

    BufferedImage read = read(PalettePng.of(image));

    double off = 0;
    for (int x = 0; x < 100; x++) {
      off += Math.abs((read.getRGB(x, 50) >> 16 & 0xff) - 2 * x);
    }
    assertThat(off / 100).isLessThan(60);
  }
}
