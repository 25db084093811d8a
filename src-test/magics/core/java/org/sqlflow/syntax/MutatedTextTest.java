package org.sqlflow.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Statements whose bytes are changed, cut, doubled and mixed with those of others: each gives
 * statements, or an error with a place in the text. {@code -Dtest.inputs=1000000} tries more.
 */
class MutatedTextTest {
  private static final int INPUTS = Integer.getInteger("test.inputs", 50_000);
  private static final int BATCH = 1000;

  /** Far above what any input takes; only an endless loop is as slow. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final byte[] TELLING =
      "'\"`$;()[]{}*,.=+-/\\ \n\r\t\u0000TOtoTRAIN_09ée😀".getBytes(StandardCharsets.UTF_8);

  private final List<byte[]> texts = new ArrayList<>();
  private final Random random = new Random(Integer.getInteger("test.seed", 3));
  private int parsed;

  private void gather() {
    Cases.parserCases()
        .forEach(
            row -> {
              String text = row.statement();
              add(row.level().equals("ext") ? "SELECT * FROM t " + text : text);
            });
    Cases.corpus().forEach(this::add);
    Cases.table("select_traps.tsv").forEach(row -> row.forEach(this::add));
    Cases.lines("naughty_strings.txt").forEach(this::add);
  }

  private void add(String text) {
    texts.add(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eachParsesOrNamesAPlace() {
    gather();
    AtomicReference<String> current = new AtomicReference<>("");
    for (int from = 0; from < INPUTS; from += BATCH) {
      assertTimeoutPreemptively(
          LIMIT,
          () -> {
            for (int i = 0; i < BATCH; i++) {
              current.set(new String(mutated(), StandardCharsets.UTF_8));
              parse(current.get());
            }
          },
          current::get);
    }
    assertThat(parsed).isBetween(INPUTS / 10, INPUTS - INPUTS / 10);
  }

  private void parse(String text) {
    try {
      for (Statement statement : SqlflowParser.parse(text)) {
        assertThat(text.startsWith(statement.text(), statement.position().offset())).isTrue();
      }
      parsed++;
    } catch (SyntaxException refused) {
      int offset = refused.position().offset();
      if (offset < 0 || offset > text.length() || refused.getMessage().isBlank()) {
        throw new AssertionError("no place in: " + text, refused);
      }
      SourceLine.of(text, refused.position());
    } catch (RuntimeException | Error broken) {
      throw new AssertionError("not understood: " + text, broken);
    }
  }

  private byte[] any() {
    return texts.get(random.nextInt(texts.size()));
  }

  private byte[] mutated() {
    byte[] bytes = any().clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return any();
    }
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    switch (random.nextInt(6)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 -> out.write(TELLING[random.nextInt(TELLING.length)]);
      case 2 -> {
        byte[] other = any();
        int start = random.nextInt(other.length + 1);
        out.write(other, start, other.length - start);
      }
      case 3 -> {
        for (int times = random.nextInt(200); times >= 0; times--) {
          out.write(bytes, from, to - from);
        }
      }
      case 4 -> out.write(bytes[from] ^ 1 << random.nextInt(8));
      default -> {}
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
