package org.sqlflow.report.charts;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * PNG with a palette, which is a quarter of the size of a true-colour one. Drawings have few
 * colours and many shades of them at their edges. Shades that are frequent or unlike the others are
 * kept, such as the ink of a few letters; every other shade becomes the nearest of these.
 */
final class PalettePng {
  private static final int MOST_COLOURS = 48;

  /** Shades that differ only in the lower bits count as one. */
  private static final int KEPT_BITS = 0xf8f8f8f8;

  private PalettePng() {}

  /**
   * An image as PNG.
   *
   * @param image with an alpha channel
   */
  static byte[] of(BufferedImage image) throws IOException {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int from = 0, to; from < pixels.length; from = to) {
      to = endOfRun(pixels, from);
      int shade = shade(pixels[from]);
      Arrays.fill(pixels, from, to, shade);
      counts.merge(shade, to - from, Integer::sum);
    }
    List<Integer> palette = palette(counts);
    Map<Integer, Integer> places = new HashMap<>();
    counts.keySet().forEach(shade -> places.put(shade, nearest(shade, palette)));
    BufferedImage indexed =
        new BufferedImage(
            width, image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model(palette));
    byte[] row = new byte[width];
    int last = pixels[0];
    byte place = places.get(last).byteValue();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        if (pixels[y * width + x] != last) {
          last = pixels[y * width + x];
          place = places.get(last).byteValue();
        }
        row[x] = place;
      }
      indexed.getRaster().setDataElements(0, y, width, 1, row);
    }
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(indexed, "png", bytes);
      return bytes.toByteArray();
    }
  }

  /**
   * The end of the pixels of one colour that begin at an index. Most of a drawing is background in
   * long runs, and the first drawings of a process are made by the interpreter.
   */
  private static int endOfRun(int[] pixels, int from) {
    int to = from + 1;
    while (to < pixels.length && pixels[to] == pixels[from]) {
      to++;
    }
    return to;
  }

  /**
   * Adds, one after another, the shade that the palette so far approximates worst, weighted by its
   * pixels.
   */
  private static List<Integer> palette(Map<Integer, Integer> counts) {
    int[] shades = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    long[] errors = new long[shades.length];
    Arrays.setAll(errors, i -> (long) Integer.MAX_VALUE * counts.get(shades[i]));
    List<Integer> palette = new ArrayList<>();
    while (palette.size() < MOST_COLOURS) {
      int worst = 0;
      for (int i = 1; i < shades.length; i++) {
        worst = errors[i] > errors[worst] ? i : worst;
      }
      if (errors[worst] == 0) {
        break;
      }
      int latest = shades[worst];
      palette.add(latest);
      for (int i = 0; i < shades.length; i++) {
        errors[i] = Math.min(errors[i], (long) distance(shades[i], latest) * counts.get(shades[i]));
      }
    }
    return palette;
  }

  /**
   * Reduces a colour to its shade; nearly transparent becomes transparent, nearly opaque becomes
   * opaque.
   */
  private static int shade(int argb) {
    int alpha = argb >>> 24;
    if (alpha < 8) {
      return 0;
    }
    int kept = argb & KEPT_BITS;
    // The highest value of a channel stays the highest, so that white does not become grey.
    return kept | (kept >>> 5 & 0x07070707);
  }

  private static int nearest(int shade, List<Integer> palette) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.size() && least > 0; i++) {
      int distance = distance(shade, palette.get(i));
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int bits = 0; bits < 32; bits += 8) {
      int off = (one >>> bits & 0xff) - (other >>> bits & 0xff);
      sum += (bits == 24 ? 2 : 1) * off * off;
    }
    return sum;
  }

  private static IndexColorModel model(List<Integer> palette) {
    int[] colours = palette.stream().mapToInt(Integer::intValue).toArray();
    return new IndexColorModel(8, colours.length, colours, 0, true, -1, 0);
  }
}
