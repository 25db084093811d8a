package org.sqlflow.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Whatever is sent to the kernel, it answers the next sound request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(Resources.SYSTEM_OUT)
class MutatedMessagesTest {
  private static final int MESSAGES = Integer.getInteger("test.messages", 10_000);
  private static final int BETWEEN_CHECKS = 250;
  private static final String[] TYPES = {
    "kernel_info_request",
    "execute_request",
    "complete_request",
    "inspect_request",
    "history_request",
    "is_complete_request",
    "comm_info_request",
    "comm_open",
    "comm_msg",
    "interrupt_request",
    "debug_request",
    "input_reply"
  };

  private final Logger log = Logger.getLogger("org.sqlflow.kernel");
  private final Random random = new Random(5);
  private RunningKernel kernel;
  private JupyterClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    log.setLevel(Level.OFF); // each message that is dropped is a line
    kernel = RunningKernel.start(folder);
    client = kernel.client();
  }

  @AfterAll
  void end() {
    log.setLevel(null);
    kernel.close();
  }

  @Test
  void theKernelAnswersAfterwards() {
    for (int sent = 1; sent <= MESSAGES; sent++) {
      send(random.nextInt(4) == 0);
      if (sent % BETWEEN_CHECKS == 0) {
        assertThat(client.ask("kernel_info_request", Map.of()).get("status").getAsString())
            .isEqualTo("ok");
        assertThat(client.askControl("kernel_info_request", Map.of()).get("status").getAsString())
            .isEqualTo("ok");
      }
    }
    assertThat(client.execute("%sqlflow SELECT 40 + 2 AS n").resultText()).contains("42");
  }

  @Test
  void aMessageThatIsSentAgainIsDropped() {
    client.execute("int runs = 0;");
    JsonObject header = SignedMessages.header("the id of once", "execute_request");
    JsonObject content = new JsonObject();
    content.addProperty("code", "runs++;");
    List<byte[]> parts = SignedMessages.parts(header, new JsonObject(), new JsonObject(), content);
    String signature = client.sign(parts);
    for (int time = 0; time < 3; time++) {
      client.sendParts(false, signature, parts);
    }

    assertThat(client.execute("runs").resultText()).isEqualTo("1");
  }

  private void send(boolean toControl) {
    String type = TYPES[random.nextInt(TYPES.length)];
    JsonObject header = SignedMessages.header("m" + random.nextInt(1_000_000), type);
    JsonObject content = content(type);
    JsonElement parent = random.nextInt(5) == 0 ? header.deepCopy() : new JsonObject();
    JsonElement metadata = new JsonObject();
    switch (random.nextInt(6)) {
      case 0 -> spoil(header);
      case 1, 2, 3 -> spoil(content);
      case 4 -> metadata = value();
      default -> parent = value();
    }
    List<byte[]> parts = new ArrayList<>(SignedMessages.parts(header, parent, metadata, content));
    String signature = client.sign(parts);
    switch (random.nextInt(8)) {
      case 0 -> {
        parts.set(random.nextInt(4), noise());
        signature = client.sign(parts);
      }
      case 1 -> signature = "0".repeat(random.nextInt(70));
      case 2 -> {
        parts = flipped(parts);
        signature = client.sign(parts);
      }
      case 3 -> parts = parts.subList(0, random.nextInt(5));
      case 4 -> parts.add(noise());
      case 5 -> client.sendParts(toControl, signature, parts);
      default -> {}
    }
    client.sendParts(toControl, signature, parts);
  }

  private static JsonObject content(String type) {
    JsonObject content = new JsonObject();
    content.addProperty("code", type.equals("execute_request") ? "1 + 1" : "%%sqlflow\nSELECT ");
    content.addProperty("cursor_pos", 11);
    content.addProperty("silent", false);
    content.addProperty("store_history", true);
    content.addProperty("stop_on_error", false);
    content.addProperty("allow_stdin", false);
    content.add("user_expressions", new JsonObject());
    content.addProperty("detail_level", 0);
    content.addProperty("hist_access_type", "tail");
    content.addProperty("n", 3);
    content.addProperty("comm_id", "c");
    content.addProperty("target_name", "t");
    content.add("data", new JsonObject());
    return content;
  }

  /** Takes a field away, or puts something else in its place. */
  private void spoil(JsonObject object) {
    List<String> names = List.copyOf(object.keySet());
    String name = names.get(random.nextInt(names.size()));
    // Code stays code, or any of it might be run.
    boolean code = name.equals("code");
    if (random.nextBoolean()) {
      object.remove(name);
    } else if (!name.equals("msg_type")) {
      JsonElement value = value();
      object.add(name, code && value.isJsonPrimitive() ? new JsonPrimitive("x(") : value);
    } else {
      object.add(name, new JsonPrimitive("no_such_request"));
    }
  }

  private JsonElement value() {
    return switch (random.nextInt(9)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive(random.nextInt() - 1L);
      case 2 -> new JsonPrimitive(1e300);
      case 3 -> new JsonPrimitive(Long.MAX_VALUE);
      case 4 -> new JsonPrimitive("\u0000\ud800<script>'\"".repeat(1 + random.nextInt(3)));
      case 5 -> new JsonPrimitive("x".repeat(random.nextInt(200) == 0 ? 4_000_000 : 4));
      case 6 -> new JsonPrimitive(true);
      case 7 -> new JsonArray();
      default -> new JsonObject();
    };
  }

  private byte[] noise() {
    if (random.nextInt(50) == 0) {
      return ("[".repeat(50_000) + "]".repeat(50_000)).getBytes(UTF_8);
    }
    byte[] noise = new byte[random.nextInt(100)];
    random.nextBytes(noise);
    return noise;
  }

  private List<byte[]> flipped(List<byte[]> parts) {
    List<byte[]> flipped = new ArrayList<>(parts);
    int part = random.nextInt(flipped.size());
    byte[] bytes = flipped.get(part).clone();
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
    }
    flipped.set(part, bytes);
    return flipped;
  }
}
