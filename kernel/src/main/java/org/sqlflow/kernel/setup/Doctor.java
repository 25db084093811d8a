package org.sqlflow.kernel.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.sqlflow.kernel.cell.Cells;
import org.sqlflow.kernel.display.CellDisplay;
import org.sqlflow.kernel.display.Displays;
import org.sqlflow.kernel.java.JShellInterpreter;
import org.sqlflow.kernel.java.KernelSession;
import org.sqlflow.kernel.process.ProcessLimits;
import org.sqlflow.magic.CellListener;
import org.sqlflow.magic.SqlflowMagic;
import org.sqlflow.magic.ThreadCheck;
import org.sqlflow.magic.Variables;

/** Checks what the kernel needs from this machine, and prints a line for each check. */
public final class Doctor {
  private static final String DATASOURCE = "SQLFLOW_DATASOURCE";
  private static final int SOCKETS = 5;

  private static final Check LIMITS =
      new Check("limits", Doctor::limits, "The limits come from the shell or the service.");

  private Doctor() {}

  private record Check(String subject, Probe probe, String advice) {}

  /** Returns the finding; throws if the check failed. */
  @FunctionalInterface
  private interface Probe {
    String run() throws Exception;
  }

  /** Prints a line for each check; the exit status is 1 if one failed. */
  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.OFF);
    boolean passed = true;
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    if (!report(LIMITS, out)) {
      System.exit(1); // the kernel does not start, and some checks would not end
    }
    for (Check check : checks()) {
      passed &= report(check, out);
    }
    System.exit(passed ? 0 : 1);
  }

  private static boolean report(Check check, PrintStream out) {
    try {
      out.println("ok      " + check.subject() + ": " + check.probe().run());
      return true;
    } catch (Throwable thrown) { // a library that can't be linked is a finding too
      String reason = Optional.ofNullable(thrown.getMessage()).orElse(thrown.toString());
      out.println(
          "FAILED  " + check.subject() + ": " + reason.strip() + "\n        " + check.advice());
      return false;
    }
  }

  private static List<Check> checks() {
    return List.of(
        new Check("Java cells", Doctor::javaCells, "Install the kernel with the java of a JDK."),
        new Check(
            "training",
            Doctor::training,
            "ND4J's native library does not load: use a SQLFlow build for this platform, and"
                + " make the folder .javacpp in your home directory writable.\n"
                + "        It does not run with musl (Alpine); use a distribution with glibc."),
        new Check(
            "threads",
            ThreadCheck::finding,
            "Set " + ThreadCheck.VARIABLE + " to a whole number, such as 2, or remove it."),
        new Check(
            "ports",
            Doctor::ports,
            "The kernel talks to Jupyter over 127.0.0.1: allow that in your firewall or sandbox."),
        new Check(
            "database",
            Doctor::database,
            "Shut down the kernel that uses it, start the server, or set "
                + DATASOURCE
                + " to another\n        database."),
        new Check(
            "folder",
            Doctor::folder,
            "The database is created in the notebook's folder: start Jupyter in a folder that you"
                + " can write to, or set "
                + DATASOURCE
                + "."),
        new Check(
            "fonts",
            Doctor::fonts,
            "Charts need fonts (Debian and Ubuntu: apt-get install fontconfig"
                + " fonts-dejavu-core)."));
  }

  private static String limits() {
    List<String> tooLow = ProcessLimits.tooLow();
    if (!tooLow.isEmpty()) {
      throw new IllegalStateException(String.join("; ", tooLow));
    }
    return "files and memory suffice";
  }

  private static String javaCells() {
    if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
      throw new IllegalStateException("this Java has no jdk.jshell; %%sqlflow cells work anyway");
    }
    try (SqlflowMagic none = new SqlflowMagic(Map.of(DATASOURCE, "duckdb://:memory:"), here())) {
      Displays displays = new Displays(new Renderer());
      KernelSession session = new KernelSession(none, displays);
      Cells cells = new Cells(none, new JShellInterpreter(session), displays, session);
      cells.run("int answer = 6 * 7;", 1, CellDisplay.NOWHERE);
    }
    return "compile and run";
  }

  private static String training() {
    try (SqlflowMagic magic = new SqlflowMagic(Map.of(DATASOURCE, "duckdb://:memory:"), here())) {
      magic.run(
          "SELECT random() AS a, random() AS b FROM range(50)"
              + " TO TRAIN autoencoder WITH model.pretrain_epochs = 1 INTO trial",
          0,
          Variables.NONE,
          CellListener.SILENT);
    }
    return "the native library of ND4J works";
  }

  private static String ports() throws IOException {
    ServerSocket[] sockets = new ServerSocket[SOCKETS];
    try {
      for (int i = 0; i < SOCKETS; i++) {
        sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      }
      return SOCKETS + " ports of 127.0.0.1 can be opened";
    } finally {
      for (ServerSocket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  private static String database() {
    String chosen = System.getenv().getOrDefault(DATASOURCE, "");
    boolean isThere = Files.exists(here().resolve("sqlflow.duckdb"));
    // The check must not leave a database behind.
    String source = chosen.isBlank() && !isThere ? "duckdb://:memory:" : chosen;
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(DATASOURCE, source);
    try (SqlflowMagic magic = new SqlflowMagic(environment, here())) {
      magic.run("SELECT 42", 0, Variables.NONE, CellListener.SILENT);
      return magic.database() + " responds";
    }
  }

  private static String folder() throws IOException {
    if (!System.getenv().getOrDefault(DATASOURCE, "").isBlank()) {
      return DATASOURCE + " is set, so the database is elsewhere";
    }
    Path trial = Files.createTempFile(here(), ".sqlflow", ".trial");
    Files.delete(trial);
    return here() + " is writable";
  }

  private static String fonts() {
    BufferedImage image = new BufferedImage(64, 16, BufferedImage.TYPE_INT_RGB);
    int width =
        image
            .createGraphics()
            .getFontMetrics(new Font("SansSerif", Font.PLAIN, 12))
            .stringWidth("m");
    if (width == 0) {
      throw new IllegalStateException("no font is installed");
    }
    return "available";
  }

  private static Path here() {
    return Path.of("").toAbsolutePath();
  }
}
