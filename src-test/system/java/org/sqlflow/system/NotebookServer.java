package org.sqlflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of notebooks in a folder, without passwords, on this machine alone.
 *
 * @param process the server
 * @param port where it answers
 */
record NotebookServer(Process process, int port) {
  private static final int TRIES = 600;

  /** Jupyter Notebook 6. */
  static NotebookServer classic(InstalledKernel kernel, Path folder, Path log)
      throws IOException, InterruptedException {
    return started(
        kernel,
        System.getProperty("test.python"),
        folder,
        log,
        List.of(
            "notebook",
            "--NotebookApp.port_retries=0",
            "--NotebookApp.token=",
            "--NotebookApp.password="));
  }

  /**
   * JupyterLab 4, which asks nobody for news.
   *
   * @param python that has it
   */
  static NotebookServer lab(InstalledKernel kernel, String python, Path folder, Path log)
      throws IOException, InterruptedException {
    return started(
        kernel,
        python,
        folder,
        log,
        List.of(
            "jupyterlab",
            "--ServerApp.port_retries=0",
            "--IdentityProvider.token=",
            "--ServerApp.password=",
            "--ServerApp.disable_check_xsrf=True",
            "--LabApp.expose_app_in_browser=True",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"));
  }

  private static NotebookServer started(
      InstalledKernel kernel, String python, Path folder, Path log, List<String> module)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> line = new ArrayList<>(List.of(python, "-m"));
    line.addAll(module);
    line.addAll(List.of("--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=" + port));
    Process process =
        new Command(line, folder, kernel.environment())
            .builder()
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int tries = 0; tries < TRIES; tries++) {
      assertThat(process.isAlive()).as(() -> "the server ended; see " + log).isTrue();
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return new NotebookServer(process, port);
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    process.destroy();
    throw new AssertionError("the notebook server does not answer; see " + log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends it and its kernels. */
  void end() throws InterruptedException {
    List<ProcessHandle> kernels = process.descendants().toList();
    process.destroy();
    process.waitFor();
    kernels.forEach(ProcessHandle::destroyForcibly);
  }
}
