package org.sqlflow.database.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** A port with TLS in front of one of this machine without: what operators put before Spark. */
final class TlsForwarder implements AutoCloseable {
  static final String PASSWORD = "of-the-key-store";

  private final SSLServerSocket server;
  private final int target;

  private TlsForwarder(SSLServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Makes a key and its certificate, signed by nobody, for this machine's addresses. */
  static Path keyStore(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    return file;
  }

  static TlsForwarder to(int port, Path keyStore) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var file = Files.newInputStream(keyStore)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = server.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    server.setSSLParameters(parameters);
    TlsForwarder forwarder = new TlsForwarder(server, port);
    thread(forwarder::accept);
    return forwarder;
  }

  String url() {
    return "sc://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket one = server.accept();
        Socket other = new Socket(InetAddress.getLoopbackAddress(), target);
        one.setTcpNoDelay(true);
        other.setTcpNoDelay(true);
        thread(() -> copy(one, other));
        thread(() -> copy(other, one));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      byte[] bytes = new byte[1 << 16];
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        to.getOutputStream().write(bytes, 0, n);
        to.getOutputStream().flush();
      }
    } catch (IOException ended) {
      // The client refused the certificate, or the other direction ended.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "tls");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
