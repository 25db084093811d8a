package org.sqlflow.models.autoencoder.keras;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sqlflow.math.NativeFolder;
import org.sqlflow.models.ModelException;

/**
 * Reads Keras files in a separate process, with a time limit. HDF5 is a C library: a damaged file
 * can end the process that reads it, or keep it busy forever. The answer is checked, since a
 * crafted file may have taken over the process.
 */
final class KerasProcess {
  private static final long MOST_SECONDS = 120;
  private static final String HEAP = "-Xmx1g";
  private static final int MOST_LAYERS = 1000;

  /** Variables with options for this process's JVM, such as another collector or a debug port. */
  private static final Set<String> OPTIONS =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** What the answer begins with. */
  private static final int LAYERS = 1;

  private static final int REFUSED = 2;

  private KerasProcess() {}

  /**
   * Reads the dense layers, first to last.
   *
   * @throws ModelException if it is not such a file, or has other layers
   */
  static List<KerasFile.Dense> read(Path path) {
    return read(path, System.getProperty("java.class.path"), MOST_SECONDS);
  }

  /**
   * The same with other limits.
   *
   * @param classPath of the process
   * @param mostSeconds after which it is ended
   */
  static List<KerasFile.Dense> read(Path path, String classPath, long mostSeconds) {
    String name = KerasFile.checkSignature(path);
    Process process;
    try {
      process = start(path, classPath);
    } catch (IOException refused) {
      throw new ModelException(
          name + " cannot be read: the process that reads it does not start: " + refused);
    }
    AtomicBoolean late = new AtomicBoolean();
    Thread limit = new Thread(() -> end(process, mostSeconds, late), "sqlflow-keras-limit");
    limit.setDaemon(true);
    limit.start();
    try (InputStream answer = new BufferedInputStream(process.getInputStream())) {
      return answer(new DataInputStream(answer), name);
    } catch (IOException | IllegalArgumentException cutOff) {
      String why =
          late.get()
              ? "reading it took more than " + mostSeconds + " seconds"
              : "the process that read it ended by itself";
      throw KerasFile.corrupt(name, why);
    } finally {
      process.destroyForcibly();
      limit.interrupt();
    }
  }

  private static Process start(Path path, String classPath) throws IOException {
    NativeFolder.use();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(HEAP, "-XX:+UseSerialGC", "-XX:+SuppressFatalErrorMessage", "-Xshare:auto"));
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (String.valueOf(key).startsWith("org.bytedeco.")) {
                command.add("-D" + key + "=" + value);
              }
            });
    command.addAll(List.of("-cp", classPath, KerasProcess.class.getName(), path.toString()));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().keySet().removeAll(OPTIONS);
    return process.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void end(Process process, long mostSeconds, AtomicBoolean late) {
    try {
      if (!process.waitFor(mostSeconds, TimeUnit.SECONDS)) {
        late.set(true);
        process.destroyForcibly();
      }
    } catch (InterruptedException answered) {
      process.destroyForcibly();
    }
  }

  private static List<KerasFile.Dense> answer(DataInputStream from, String name)
      throws IOException {
    int kind = from.readUnsignedByte();
    if (kind == REFUSED) {
      throw new ModelException(new String(from.readAllBytes(), StandardCharsets.UTF_8));
    }
    int count = from.readInt();
    if (kind != LAYERS || count < 1 || count > MOST_LAYERS) {
      throw KerasFile.corrupt(name, "it has no layers");
    }
    List<KerasFile.Dense> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      KerasLayers.Layer layer =
          new KerasLayers.Layer(from.readUTF(), from.readInt(), from.readUTF(), from.readBoolean());
      int inputs = from.readInt();
      int units = from.readInt();
      boolean isSound = inputs > 0 && units > 0 && units == layer.units();
      if (!isSound || (long) inputs * units > KerasFile.MOST_WEIGHTS) {
        throw KerasFile.corrupt(name, "layer " + layer.name() + " has no shape of a dense layer");
      }
      INDArray kernel = Nd4j.createFromArray(floats(from, inputs * units)).reshape(inputs, units);
      layers.add(
          new KerasFile.Dense(
              layer, new KerasFile.Weights(kernel, Nd4j.createFromArray(floats(from, units)))));
    }
    return List.copyOf(layers);
  }

  private static float[] floats(DataInputStream from, int count) throws IOException {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from.readFloat();
    }
    return values;
  }

  /** What the process runs: reads the file that is named and writes its layers, or the error. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answer = System.out;
    System.setOut(System.err); // what libraries print
    try (DataOutputStream to = new DataOutputStream(new BufferedOutputStream(answer))) {
      try {
        List<KerasFile.Dense> layers = KerasFile.read(Path.of(arguments[0]));
        to.writeByte(LAYERS);
        to.writeInt(layers.size());
        for (KerasFile.Dense dense : layers) {
          write(dense, to);
        }
      } catch (ModelException refused) {
        to.writeByte(REFUSED);
        to.write(refused.getMessage().getBytes(StandardCharsets.UTF_8));
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static void write(KerasFile.Dense dense, DataOutputStream to) throws IOException {
    to.writeUTF(dense.layer().name());
    to.writeInt(dense.layer().units());
    to.writeUTF(dense.layer().activationWord());
    to.writeBoolean(dense.layer().hasBias());
    to.writeInt(dense.weights().inputs());
    to.writeInt(dense.weights().units());
    for (INDArray array : List.of(dense.weights().kernel(), dense.weights().bias())) {
      for (float value : array.dup('c').data().asFloat()) {
        to.writeFloat(value);
      }
    }
  }
}
