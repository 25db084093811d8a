package org.sqlflow.kernel.command;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.sqlflow.completion.Completion;
import org.sqlflow.kernel.cell.Cell;
import org.sqlflow.kernel.cell.CellReader;
import org.sqlflow.kernel.error.CellException;
import org.sqlflow.kernel.java.JavaInterpreter;
import org.sqlflow.magic.CellState;

/**
 * What is typed in the shell. For the line editor it has only one word: the one that a completion
 * replaces.
 *
 * @param line the whole text, of one line or more
 * @param completion the suggestions at the cursor
 */
record ShellLine(String line, int cursor, Completion completion) implements CompletingParsedLine {

  /** Decides whether Enter runs the text or continues on the next line. */
  static final class Reader implements Parser {
    private final CellEngine engine;

    Reader(CellEngine engine) {
      this.engine = engine;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !isFinished(line)) {
        throw new EOFError(-1, -1, "more lines");
      }
      Completion completion =
          context == ParseContext.COMPLETE
              ? engine.editing().complete(line, cursor)
              : new Completion(List.of(), 0, line.length());
      return new ShellLine(line, cursor, completion);
    }

    /** SQL ends with a semicolon, Java where it is complete; an empty line ends both. */
    private boolean isFinished(String text) {
      if (text.substring(text.lastIndexOf('\n') + 1).isBlank()) {
        return true;
      }
      if (isFirstWord(text.strip())) {
        return false;
      }
      Cell cell;
      try {
        cell = CellReader.read(text);
      } catch (CellException wrong) { // running it says what is wrong
        return true;
      }
      if (cell instanceof Cell.Sqlflow sql) {
        String begin = text.stripLeading();
        boolean isOneLine = begin.startsWith("%") && !begin.startsWith("%%");
        CellState state = engine.magic().state(sql.text(), sql.from());
        return isOneLine || (text.stripTrailing().endsWith(";") && state != CellState.INCOMPLETE);
      }
      return !(cell instanceof Cell.Java java)
          || engine.java().completeness(java.code()) != JavaInterpreter.Completeness.INCOMPLETE;
    }

    /** Whether the text is a word that begins SQL when something follows. */
    private static boolean isFirstWord(String text) {
      return text.matches("[A-Za-z]+") && CellReader.isSql(text + " x");
    }

    @Override
    public boolean isEscapeChar(char c) {
      return false;
    }
  }

  @Override
  public String word() {
    return line.substring(completion.start(), Math.max(completion.end(), cursor));
  }

  @Override
  public int wordCursor() {
    return cursor - completion.start();
  }

  @Override
  public int wordIndex() {
    return 0;
  }

  @Override
  public List<String> words() {
    return List.of(word());
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return candidate;
  }

  @Override
  public int rawWordCursor() {
    return wordCursor();
  }

  @Override
  public int rawWordLength() {
    return word().length();
  }
}
