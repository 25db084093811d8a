package org.sqlflow.report.charts;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * PNG with a palette, which is a quarter of the size of a true-colour one. Drawings have few
 * colours and many shades of them at their edges. Shades that are frequent or unlike the others are
 * kept, such as the ink of a few letters; every other shade becomes the nearest of these.
 */
final class PalettePng {
  private static final int MOST_COLOURS = 48;

  /** Shades that differ only in the lower bits count as one. */
  private static final int KEPT_BITS = 0xf8f8f8f8;

  private static final long SIGNATURE = 0x89504e470d0a1a0aL;

  /** Bytes of the header's content. */
  private static final int HEADER = 13;

  /** The type of a picture whose pixels are places in a palette. */
  private static final byte INDEXED = 3;

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
    int height = image.getHeight();
    byte[] rows = new byte[(width + 1) * height];
    int last = pixels[0];
    byte place = places.get(last).byteValue();
    for (int y = 0, at = 0, to = 0; y < height; y++) {
      to++; // a row begins with its filter, 0 for none
      for (int x = 0; x < width; x++) {
        int shade = pixels[at++];
        if (shade != last) {
          last = shade;
          place = places.get(last).byteValue();
        }
        rows[to++] = place;
      }
    }
    return file(width, height, palette, rows);
  }

  /**
   * The chunks of a PNG file (W3C Recommendation of 2003, sections 5 and 11). ImageIO would write
   * the same, but takes a tenth of a second for the first picture of a process.
   *
   * @param rows for each row the byte of its filter, then a byte for each pixel
   */
  private static byte[] file(int width, int height, List<Integer> palette, byte[] rows)
      throws IOException {
    byte[] colours = new byte[3 * palette.size()];
    byte[] alphas = new byte[palette.size()];
    for (int i = 0; i < alphas.length; i++) {
      int argb = palette.get(i);
      alphas[i] = (byte) (argb >>> 24);
      for (int channel = 0; channel < 3; channel++) {
        colours[3 * i + channel] = (byte) (argb >>> 16 - 8 * channel);
      }
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(rows);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(width).putInt(height).put((byte) 8).put(INDEXED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream file = new DataOutputStream(bytes)) {
      file.writeLong(SIGNATURE);
      chunk(file, "IHDR", header.array());
      chunk(file, "PLTE", colours);
      chunk(file, "tRNS", alphas);
      chunk(file, "IDAT", packed.toByteArray());
      chunk(file, "IEND", new byte[0]);
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream file, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    file.writeInt(content.length);
    file.write(name);
    file.write(content);
    file.writeInt((int) check.getValue());
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
}
