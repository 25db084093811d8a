package org.sqlflow.kernelspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LauncherTest {

  @Test
  void itsBytecodeLoadsOnJava8() throws IOException {
    try (InputStream in = Launcher.class.getResourceAsStream("Launcher.class");
        DataInputStream bytecode = new DataInputStream(in)) {
      assertThat(bytecode.readInt()).isEqualTo(0xCAFEBABE);
      bytecode.readUnsignedShort();
      assertThat(bytecode.readUnsignedShort()).isEqualTo(52);
    }
  }

  @Test
  void anOldJavaGetsASentence() {
    for (String version : new String[] {"1.8", "11", "16"}) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      PrintStream before = System.err;
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      try {
        assertThat(Launcher.run(version, new String[] {"install"})).isOne();
      } finally {
        System.setErr(before);
      }
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("SQLFlow needs Java 17 or newer; this is Java " + version);
    }
  }
}
