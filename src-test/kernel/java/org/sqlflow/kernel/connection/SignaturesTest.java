package org.sqlflow.kernel.connection;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only who has the key is heard, and each message once. */
class SignaturesTest {
  private static final List<byte[]> PARTS =
      Stream.of(
              "{\"msg_id\":\"1\",\"username\":\"u\",\"session\":\"s\",\"version\":\"5.3\","
                  + "\"msg_type\":\"kernel_info_request\",\"date\":\"2026-01-01T00:00:00Z\"}",
              "{}",
              "{}",
              "{}")
          .map(part -> part.getBytes(UTF_8))
          .toList();

  private final HMACGenerator signer = new HMACGenerator("hmac-sha256", "a key of the tests");
  private final WireFormat format = new WireFormat(signer);
  private final String right = signer.calculateSignature(PARTS.toArray(byte[][]::new));

  SignaturesTest() throws GeneralSecurityException {}

  private static List<byte[]> frames(String signature) {
    List<byte[]> frames = new ArrayList<>();
    frames.add("<IDS|MSG>".getBytes(UTF_8));
    frames.add(signature.getBytes(UTF_8));
    frames.addAll(PARTS);
    return frames;
  }

  @Test
  void theRightOneIsHeardOnce() throws WireFormat.MalformedMessageException {
    assertThat(format.read(frames(right)).getHeader().getType())
        .isEqualTo(MessageType.KERNEL_INFO_REQUEST);
    assertThatThrownBy(() -> format.read(frames(right)))
        .isInstanceOf(WireFormat.MalformedMessageException.class)
        .hasMessage("it repeats an earlier message");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 62, 63})
  void oneWrongDigitAnywhereIsRefused(int place) {
    char wrong = right.charAt(place) == '0' ? '1' : '0';
    refuses(right.substring(0, place) + wrong + right.substring(place + 1));
  }

  @Test
  void whatOnlyResemblesItIsRefused() {
    refuses("");
    refuses(right.substring(1));
    refuses(right.substring(0, 63));
    refuses(right + "0");
    refuses(right.toUpperCase(Locale.ROOT));
  }

  private void refuses(String signature) {
    assertThatThrownBy(() -> format.read(frames(signature)))
        .isInstanceOf(WireFormat.MalformedMessageException.class)
        .hasMessage("its signature does not match this kernel's key");
  }

  /** The time that an ordinary comparison takes tells how many digits were right. */
  @Test
  void theyAreComparedInConstantTime() {
    classes()
        .that(calls(HMACGenerator.class, "calculateSignature"))
        .should(callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class))
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.sqlflow.kernel.connection"));
  }

  private static DescribedPredicate<JavaClass> calls(Class<?> owner, String method) {
    return DescribedPredicate.describe(
        "call " + method,
        type ->
            type.getMethodCallsFromSelf().stream()
                .anyMatch(
                    call ->
                        call.getTargetOwner().isEquivalentTo(owner)
                            && call.getName().equals(method)));
  }
}
