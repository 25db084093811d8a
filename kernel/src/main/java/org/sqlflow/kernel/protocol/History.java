package org.sqlflow.kernel.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;
import org.sqlflow.text.Redactor;

/** The cells of this session, without passwords, and the text of their results. */
final class History {
  private static final int SESSION = 1;

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(int line, String input, String output) {}

  synchronized void add(int line, String input) {
    entries.add(new Entry(line, Redactor.redacted(input), ""));
  }

  /** Sets the text of the last cell's result. */
  synchronized void addOutput(String output) {
    int last = entries.size() - 1;
    Entry entry = entries.get(last);
    entries.set(last, new Entry(entry.line(), entry.input(), output));
  }

  /** The entries found, as tuples of session, line and either input or input with output. */
  synchronized List<Object> find(HistoryRequest request) {
    return select(request).map(entry -> tuple(entry, request.includeOutput())).toList();
  }

  private Stream<Entry> select(HistoryRequest request) {
    if (request instanceof HistoryRequest.Tail tail) {
      return last(entries, tail.getMaxReturnLength());
    }
    if (request instanceof HistoryRequest.Range range) {
      boolean thisSession = range.getSessionIndex() == 0 || range.getSessionIndex() == SESSION;
      int stop = range.getStop() > 0 ? range.getStop() : Integer.MAX_VALUE;
      return entries.stream()
          .filter(e -> thisSession && e.line() >= range.getStart() && e.line() < stop);
    }
    HistoryRequest.Search search = (HistoryRequest.Search) request;
    String pattern = search.getPattern() == null ? "*" : search.getPattern();
    List<Entry> found = entries.stream().filter(e -> matches(pattern, e.input())).toList();
    if (search.filterUnique()) {
      Map<String, Entry> latest = new LinkedHashMap<>();
      for (Entry entry : found) {
        latest.remove(entry.input());
        latest.put(entry.input(), entry);
      }
      found = List.copyOf(latest.values());
    }
    return last(found, search.getMaxReturnLength());
  }

  private static Stream<Entry> last(List<Entry> from, int count) {
    return from.stream().skip(count > 0 ? Math.max(0, from.size() - count) : 0);
  }

  private static Object tuple(Entry entry, boolean withOutput) {
    Object text = withOutput ? List.of(entry.input(), entry.output()) : entry.input();
    return List.of(SESSION, entry.line(), text);
  }

  /**
   * Whether a text matches a pattern in which {@code *} means any characters and {@code ?} one.
   * Each star first matches nothing. After a mismatch only the last star is extended, so that many
   * stars do not multiply the time.
   */
  private static boolean matches(String glob, String text) {
    int at = 0;
    int next = 0;
    int star = -1;
    int taken = 0;
    while (at < text.length()) {
      if (next < glob.length() && glob.charAt(next) == '*') {
        star = next++;
        taken = at;
      } else if (next < glob.length()
          && (glob.charAt(next) == '?' || glob.charAt(next) == text.charAt(at))) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++taken;
      } else {
        return false;
      }
    }
    return glob.substring(next).chars().allMatch(c -> c == '*');
  }
}
