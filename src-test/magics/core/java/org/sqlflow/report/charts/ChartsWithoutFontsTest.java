package org.sqlflow.report.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.models.TrainingSummary.CurvePoint;
import org.sqlflow.models.clusters.ClusterProfile;
import org.sqlflow.models.clusters.EmbeddingMap;
import org.sqlflow.models.clusters.GroupNames;
import org.sqlflow.report.Output;

class ChartsWithoutFontsTest {
  private static List<Output.Picture> pictures() {
    EmbeddingMap map =
        new EmbeddingMap(
            new float[] {0, 1, 5}, new float[] {0, 1, 4}, new int[] {0, 0, 1}, true, 3, 0.9);
    ClusterProfile profile =
        new ClusterProfile(
            3,
            List.of(new ClusterProfile.Feature("m", 3, 2, 1, ClusterProfile.Kind.NUMBER)),
            List.of(
                new ClusterProfile.Group(
                    0, 2, 2 / 3.0, List.of(new ClusterProfile.GroupMean("m", 2, 1.5, -0.5)), "x"),
                new ClusterProfile.Group(
                    1, 1, 1 / 3.0, List.of(new ClusterProfile.GroupMean("m", 1, 3, 1)), "y")));
    List<CurvePoint> curve =
        List.of(
            new CurvePoint("clustering", 1, 0.5, Double.NaN),
            new CurvePoint("clustering", 2, 0.25, 0.125),
            new CurvePoint("clustering", 3, 0.2, 0.01));
    return List.of(
        new CurveChart("m", curve).output().orElseThrow(),
        new MapChart("m", map, profile).output().orElseThrow(),
        new ProfileChart("m", profile).output(),
        new SilhouetteChart(
                "m", List.of(new double[] {0.9, 0.5, -0.1}, new double[] {0.7}), GroupNames.NONE)
            .output()
            .orElseThrow());
  }

  @Test
  void whereThereAreFontsEachPictureIsAPng() throws IOException {
    assumeThat(canWrite()).isTrue();

    for (Output.Picture picture : pictures()) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png().orElseThrow()));
      assertThat(image.getWidth()).as(picture.text()).isGreaterThan(250);
      assertThat(image.getRGB(0, 0) >>> 24).as(picture.text()).isZero();
    }
  }

  /** What a picture needs, tried without its code. */
  private static boolean canWrite() {
    try {
      BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 9);
      return image.createGraphics().getFontMetrics(font).stringWidth("m") > 0;
    } catch (RuntimeException | LinkageError | InternalError none) {
      return false;
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aMachineWithoutFontsLeavesThePngOutAndKeepsTheRest(@TempDir Path empty)
      throws IOException, InterruptedException {
    Path fonts = Files.writeString(empty.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            // Java remembers the fonts that it once found in the home folder.
            "-Duser.home=" + empty,
            "-cp",
            System.getProperty("java.class.path"),
            Drawing.class.getName());
    program.environment().put("FONTCONFIG_FILE", fonts.toString());
    Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said.lines())
        .containsExactly(
            "can write: false",
            "png: false, vega-lite: hconcat",
            "png: false, vega-lite: layer",
            "png: false, vega-lite: layer",
            "png: false, vega-lite: layer");
  }

  /** The program of the machine without fonts. */
  static final class Drawing {
    private Drawing() {}

    public static void main(String[] arguments) {
      System.out.println("can write: " + canWrite());
      for (Output.Picture picture : pictures()) {
        Optional<String> form =
            List.of("hconcat", "layer").stream()
                .filter(picture.vegaLite()::containsKey)
                .findFirst();
        System.out.println(
            "png: " + picture.png().isPresent() + ", vega-lite: " + form.orElseThrow());
      }
    }
  }
}
