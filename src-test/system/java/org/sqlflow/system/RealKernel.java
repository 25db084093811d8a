package org.sqlflow.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Gives tests the {@link InstalledKernel}, installed once for the whole run, and shows what the
 * kernels of a test do when it hangs.
 */
final class RealKernel implements ParameterResolver, PreInterruptCallback {

  /** A test that hangs is shown with the stacks of the kernels that it runs. */
  @Override
  public void beforeThreadInterrupt(PreInterruptContext context, ExtensionContext test) {
    System.err.println(
        test.getDisplayName() + " hangs.\n" + ThreadDump.ofDescendants(ProcessHandle.current()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == InstalledKernel.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(RealKernel.class))
        .computeIfAbsent(Installed.class, key -> Installed.make(), Installed.class)
        .kernel();
  }

  private record Installed(InstalledKernel kernel) implements AutoCloseable {
    static Installed make() {
      try {
        return new Installed(InstalledKernel.install(Files.createTempDirectory("sqlflow-test")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(kernel.folder())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
