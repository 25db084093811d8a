package org.sqlflow.kernelspec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in the template of {@code kernel.json}. {@code ${java}} becomes the java that will run the
 * kernel, and {@code ${directory}} the folder it is installed in. A string that starts with {@code
 * ${since N}} is kept, without that mark, for Java N and newer; one with {@code ${until N}} for
 * Java N and older; one with {@code ${unix}} on all systems but Windows.
 *
 * @param java the absolute path of the java executable
 * @param feature its feature version, such as 17
 * @param directory the kernel's folder
 * @param isWindows whether strings with {@code ${unix}} are left out
 */
record KernelJson(Path java, int feature, Path directory, boolean isWindows) {
  static final String FILE = "kernel.json";
  private static final String JAVA = "${java}";
  private static final String MAIN_CLASS = "org.sqlflow.kernel.Main";
  private static final Pattern CONDITION = Pattern.compile("\\$\\{(since|until) (\\d+)} ");
  private static final String UNIX = "${unix} ";

  /** Whether the text is still a template, not yet filled in by an installation. */
  static boolean isTemplate(String json) {
    return json.contains(JAVA);
  }

  /** Whether a kernel.json starts this kernel, and not another one. */
  static boolean isOurs(String json) {
    return json.contains(MAIN_CLASS);
  }

  String fill(String template) throws IOException {
    StringWriter filled = new StringWriter();
    JsonFactory json = new JsonFactory();
    try (JsonParser parser = json.createParser(template);
        JsonGenerator generator = json.createGenerator(filled)) {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
      printer.indentArraysWith(lines);
      printer.indentObjectsWith(lines);
      generator.setPrettyPrinter(printer);
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          Optional<String> value = value(parser.getText());
          if (value.isPresent()) {
            generator.writeString(value.get());
          }
        } else {
          generator.copyCurrentEvent(parser);
        }
      }
    }
    return filled + "\n";
  }

  private Optional<String> value(String text) {
    if (text.startsWith(UNIX)) {
      return isWindows ? Optional.empty() : value(text.substring(UNIX.length()));
    }
    Matcher condition = CONDITION.matcher(text);
    if (condition.lookingAt()) {
      int limit = Integer.parseInt(condition.group(2));
      boolean kept = condition.group(1).equals("since") ? feature >= limit : feature <= limit;
      return kept ? filled(text.substring(condition.end())) : Optional.empty();
    }
    return filled(text);
  }

  private Optional<String> filled(String text) {
    return Optional.of(
        text.replace(JAVA, java.toString()).replace("${directory}", directory.toString()));
  }
}
