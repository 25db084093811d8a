package org.sqlflow.kernel;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A kernel in this process, over real sockets, for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Resources.SYSTEM_OUT)
abstract class KernelTest {
  Path folder;
  RunningKernel kernel;
  JupyterClient client;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    kernel = RunningKernel.start(folder);
    client = kernel.client();
  }

  @AfterAll
  void end() {
    kernel.close();
  }
}
