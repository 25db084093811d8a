package org.sqlflow.models.autoencoder.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sqlflow.models.ModelException;

/**
 * All kinds of damage to files of Keras, some 9,800: files that crash HDF5, keep it busy or make it
 * ask for all memory end a separate process. Takes about three hours of a processor, since each
 * file has its process. {@code -Dsqlflow.long.part=61} tries each 61st, in three minutes.
 */
@EnabledIfSystemProperty(named = "sqlflow.long", matches = "true")
class DamagedFilesTest {
  private static final List<String> FILES =
      List.of("ae_pretrain.h5", "functional.h5", "encoder.h5", "lstm.h5", "no_weights.h5");
  private static final long[] NUMBERS = {
    0, 1, -1, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  @TempDir Path folder;

  /** A file, what was done to it, and at which byte. */
  private record Damage(String file, Kind kind, int at, int which) {
    byte[] done(byte[] whole) {
      return kind.done(whole.clone(), at, which);
    }
  }

  /** What can happen to a file. */
  private enum Kind {
    CUT {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        return Arrays.copyOf(bytes, at);
      }
    },
    BIT {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        bytes[at] ^= (byte) (1 << which);
        return bytes;
      }
    },
    BYTE {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        bytes[at] = (byte) (which == 0 ? 0 : 0xff);
        return bytes;
      }
    },
    NUMBER {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, NUMBERS[which]);
        return bytes;
      }
    },
    ZEROS {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 64), (byte) 0);
        return bytes;
      }
    },
    /** A block of another place: signatures and sizes where they do not belong. */
    MOVED {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        int from = (at * 7 + 512) % (bytes.length - 64);
        System.arraycopy(bytes.clone(), from, bytes, at, Math.min(64, bytes.length - at));
        return bytes;
      }
    },
    LOST {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
        return shorter;
      }
    },
    SCATTERED {
      @Override
      byte[] done(byte[] bytes, int at, int which) {
        Random random = new Random(at);
        for (int change = 0; change < 40; change++) {
          bytes[8 + random.nextInt(Math.min(bytes.length, 4000) - 8)] = (byte) random.nextInt();
        }
        return bytes;
      }
    };

    abstract byte[] done(byte[] bytes, int at, int which);
  }

  private static Path original(String name) throws Exception {
    return Path.of(DamagedFilesTest.class.getResource(name).toURI());
  }

  private static List<Damage> all() throws Exception {
    List<Damage> all = new ArrayList<>();
    for (String file : FILES) {
      int size = (int) Files.size(original(file));
      // What HDF5 follows stands at multiples of eight, between weights, which are mere numbers.
      for (int at = 8; at + 8 <= size; at += 64) {
        all.add(new Damage(file, Kind.CUT, at, 0));
        all.add(new Damage(file, Kind.ZEROS, at, 0));
        all.add(new Damage(file, Kind.MOVED, at, 0));
        all.add(new Damage(file, Kind.LOST, at, 0));
        all.add(new Damage(file, Kind.BIT, at + at / 64 % 8, at / 64 % 8));
        all.add(new Damage(file, Kind.BYTE, at + at / 64 % 8, at / 64 % 2));
        all.add(new Damage(file, Kind.SCATTERED, at, 0));
      }
      for (int at = 8; at + 8 <= Math.min(size, 2048 + 64); at += 8) {
        all.add(new Damage(file, Kind.NUMBER, at, at / 8 % NUMBERS.length));
      }
    }
    return all;
  }

  @Test
  void theyAreReadOrRefusedAndThisProcessGoesOn() throws Exception {
    int step = Integer.getInteger("sqlflow.long.part", 1);
    List<Damage> all = all();
    List<Damage> tried =
        IntStream.range(0, all.size() / step).mapToObj(i -> all.get(i * step)).toList();

    List<String> wrong = tried.parallelStream().map(this::wrong).filter(w -> !w.isEmpty()).toList();

    assertThat(all).hasSizeGreaterThan(7_900);
    assertThat(wrong).isEmpty();
    assertThat(KerasProcess.read(original("ae_pretrain.h5"))).hasSize(4);
  }

  /** What should not have happened, or nothing. */
  private String wrong(Damage damage) {
    Path file = folder.resolve(damage.kind() + "-" + damage.at() + "-" + damage.file());
    try {
      Files.write(file, damage.done(Files.readAllBytes(original(damage.file()))));
      assertThat(KerasProcess.read(file)).isNotEmpty();
      return "";
    } catch (ModelException refused) {
      return refused.getMessage().contains(file.getFileName().toString())
          ? ""
          : damage + ": " + refused.getMessage();
    } catch (Throwable other) {
      return damage + ": " + other;
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException stays) {
        file.toFile().deleteOnExit();
      }
    }
  }
}
