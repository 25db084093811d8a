package org.sqlflow.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the passwords in a text, in one pass from left to right: each step looks at a bounded
 * number of characters or continues after those it looked at, so the time is linear in the length
 * of any text.
 */
final class Secrets {
  /** From {@code start} to before {@code end}, without quotes. */
  record Span(int start, int end) {}

  private static final int LONGEST_USER = 100;
  private static final int LONGEST_IN_URL = 200;
  private static final int LONGEST_WORD = 100;
  private static final int LONGEST_BLANK = 100;
  private static final int LONGEST_TAG = 30;

  /** Of a literal that does not end, as in a message that was cut. */
  private static final int LONGEST_OPEN = 10_000;

  private static final List<String> PASSWORDS =
      List.of("password", "passwd", "passphrase", "pwd", "passcode");
  private static final List<String> KEYS =
      List.of(
          "secret",
          "token",
          "api_key",
          "apikey",
          "access_key",
          "account_key",
          "secret_key",
          "private_key",
          "encryption_key",
          "master_key",
          "accountkey",
          "sharedaccesskey",
          "footer_key_value");
  private static final List<String> PARAMETERS =
      List.of("secret", "token", "key", "signature", "sig");

  /** Headers whose whole value is secret, whatever it begins with. */
  private static final List<String> HEADERS = List.of("authorization", "cookie");

  /** A name that ends with {@code .key} after one of these, as in Hadoop's settings, is secret. */
  private static final Set<String> BEFORE_KEY = Set.of("secret", "access", "account", "api");

  /** Functions of PostgreSQL and MySQL that take a key or a password among their arguments. */
  private static final Set<String> CIPHERS =
      Set.of(
          "add_parquet_key",
          "aes_encrypt",
          "aes_decrypt",
          "des_encrypt",
          "des_decrypt",
          "encrypt",
          "decrypt",
          "crypt",
          "hmac",
          "pgp_sym_encrypt",
          "pgp_sym_decrypt",
          "pgp_sym_encrypt_bytea",
          "pgp_sym_decrypt_bytea");

  /** Words of SQL before the word SECRET where it is a kind of object, and its name follows. */
  private static final Set<String> OBJECTS = Set.of("create", "temporary", "persistent", "drop");

  /** Words before the name of a setting. */
  private static final Set<String> SET = Set.of("set", "global", "session", "local", "variable");

  /** Words that stand before a literal after IDENTIFIED in MySQL and MariaDB. */
  private static final Set<String> AFTER_IDENTIFIED = Set.of("by", "using", "as", "replace");

  /** Never passwords: the values of boolean columns, and words of messages. */
  private static final Set<String> NO_SECRETS =
      Set.of("true", "false", "null", "none", "yes", "no", "on", "off");

  private final CharSequence text;
  private final boolean isSql;
  private final List<Span> found = new ArrayList<>();
  private String word = "";
  private boolean identified;
  private boolean setsPassword;
  private boolean addsKey;
  private char quote;

  private Secrets(CharSequence text, boolean isSql) {
    this.text = text;
    this.isSql = isSql;
  }

  /**
   * The passwords in a text.
   *
   * @param isSql whether the text is all SQL, where only quoted values are passwords
   */
  static List<Span> of(CharSequence text, boolean isSql) {
    Secrets secrets = new Secrets(text, isSql);
    int at = 0;
    while (at < text.length()) {
      at = secrets.step(at);
    }
    return secrets.found;
  }

  /** Looks at one word or one other character; returns where to continue. */
  private int step(int at) {
    char c = text.charAt(at);
    if (isWord(c)) {
      return word(at);
    }
    if (c == ':' && starts(at, "://")) {
      return url(at);
    }
    if (c == ';' && quote == 0) {
      identified = false;
      setsPassword = false;
    }
    if (c == ')') {
      addsKey = false;
    }
    if ((addsKey && isQuote(at)) || (setsPassword && c == '=')) {
      int end = literal(addsKey ? at : blank(at + 1));
      if (end >= 0) {
        return end;
      }
    }
    if ((c == '\'' && !isApostrophe(at)) || c == '"') {
      quote = quote == 0 ? c : quote == c ? 0 : quote;
    }
    return at + 1;
  }

  /** As in {@code can't}, which opens no literal. */
  private boolean isApostrophe(int at) {
    boolean isShort = starts(at + 1, "t") || starts(at + 1, "s");
    return quote == 0
        && isShort
        && !isSql
        && at > 0
        && Character.isLowerCase(text.charAt(at - 1))
        && (at + 2 >= text.length() || isBlank(text.charAt(at + 2)));
  }

  private int word(int at) {
    int end = at;
    while (end < text.length() && isWord(text.charAt(end)) && end - at < LONGEST_WORD) {
      end++;
    }
    String before = word;
    word = text.subSequence(at, end).toString().toLowerCase(Locale.ROOT).replace('-', '_');
    identified |= word.equals("identified");
    setsPassword |= before.equals("set") && word.equals("password");
    addsKey |= CIPHERS.contains(word) && starts(blank(end), "(");
    char sign = at == 0 ? ' ' : text.charAt(at - 1);
    boolean isParameter = sign == '?' || sign == '&' || sign == ';';
    if (isParameter && ends(PARAMETERS) && end < text.length() && text.charAt(end) == '=') {
      return bare(end + 1);
    }
    if (word.equals("bearer") || (word.equals("basic") && isHeader(before))) {
      return bearer(end, at);
    }
    if (identified && AFTER_IDENTIFIED.contains(word)) {
      return Math.max(end, literal(blank(end)));
    }
    if (word.equals("key_____") && before.equals("private")) { // of a PEM file
      return keep(end, closing(end, "-----"), 5);
    }
    if (word.equals("key") && sign == '.' && BEFORE_KEY.contains(before)) {
      return setting(end);
    }
    if (word.equals("oracle") && before.equals("jdbc")) {
      return oracle(end);
    }
    if (ends(HEADERS)) {
      return header(end);
    }
    boolean isPassword = ends(PASSWORDS);
    if (!isPassword && !ends(KEYS)) {
      return end;
    }
    boolean isVariable = !isSql && word.indexOf('_') > 0 && starts(end, "="); // of a shell
    return OBJECTS.contains(before) && word.equals("secret")
        ? end
        : value(end, sign != '.' && (isPassword || isVariable), isPassword, SET.contains(before));
  }

  /** {@code 'Authorization': '…'}: a value in quotes; others are known by their scheme. */
  private int header(int afterName) {
    int at = afterName < text.length() && isQuote(afterName) ? afterName + 1 : afterName;
    at = blank(at);
    return starts(at, ":") || starts(at, "=") ? Math.max(at, literal(blank(at + 1))) : afterName;
  }

  /** {@code fs.azure.account.key.NAME=…}. */
  private int setting(int afterName) {
    int at = afterName;
    while (at < text.length()
        && at - afterName < LONGEST_IN_URL
        && (text.charAt(at) == '.' || isWord(text.charAt(at)))) {
      at++;
    }
    at = blank(at);
    if (starts(at, "'")) {
      return value(at, true, false, false);
    }
    if (!starts(at, "=")) {
      return at;
    }
    int literal = literal(blank(at + 1));
    return literal >= 0 ? literal : bare(blank(at + 1));
  }

  /** What follows the name of a secret. */
  private int value(int afterName, boolean mayBeBare, boolean isPassword, boolean isSet) {
    int at = blank(afterName);
    boolean endsLiteral = at == afterName && at < text.length() && text.charAt(at) == quote;
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      int after = blank(at + 1); // the name's own quote
      if (after < text.length() && (text.charAt(after) == ':' || text.charAt(after) == '=')) {
        return assigned(after, mayBeBare);
      }
      if (endsLiteral) { // such as a category's name; but OPTIONS ('password' '…')
        boolean hasValue = after > at + 1 && starts(after, "'");
        return hasValue ? Math.max(at, literal(after)) : at;
      }
    }
    if (at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == '=')) {
      return assigned(at, mayBeBare);
    }
    if (isPassword && starts(at, "(")) {
      at = blank(at + 1);
    } else if (isSet && starts(at, "to") && blank(at + 2) > at + 2) {
      at = blank(at + 2);
    }
    return Math.max(afterName, literal(at));
  }

  private int assigned(int sign, boolean mayBeBare) {
    int at = sign + 1;
    if (at < text.length() && (text.charAt(at) == '=' || text.charAt(at) == '>')) {
      at++;
    }
    at = blank(at);
    int end = literal(at);
    if (end >= 0) {
      return end;
    }
    if (starts(at, "password") && starts(at + 8, "(")) {
      return at; // a function, whose name is looked at next
    }
    return mayBeBare && (!isSql || quote != 0) ? bare(at) : at;
  }

  /** A value without quotes, up to a blank or a separator. */
  private int bare(int start) {
    int end = start;
    if (starts(start, "{")) { // of SQL Server: it may hold separators
      end = closing(start + 1, "}");
      return keep(start + 1, end, 1);
    }
    while (end < text.length() && isBare(text.charAt(end))) {
      end++;
    }
    String value = end - start > LONGEST_WORD ? "" : text.subSequence(start, end).toString();
    boolean isKnown = NO_SECRETS.contains(value.toLowerCase(Locale.ROOT));
    boolean isVariable = starts(start, "${");
    if (end > start && !isKnown && !isVariable) {
      found.add(new Span(start, end));
    }
    return Math.max(start, end);
  }

  private static boolean isBare(char c) {
    return !isBlank(c) && "&;,'\")}]".indexOf(c) < 0;
  }

  /** The token of a header, where a colon or a quote shows that it is one. */
  private int bearer(int end, int start) {
    int before = start - 1;
    while (before >= 0 && isBlank(text.charAt(before)) && start - before < LONGEST_BLANK) {
      before--;
    }
    boolean isHeader = before >= 0 && ":='\"".indexOf(text.charAt(before)) >= 0;
    return isHeader ? bare(blank(end)) : end;
  }

  private static boolean isHeader(String name) {
    return name.endsWith("authorization");
  }

  /** {@code scheme://user:password@host}; the last {@code @} ends the password. */
  private int url(int at) {
    int after = at + 3;
    boolean hasScheme = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
    boolean isWeb = isWeb(at);
    int colon = after;
    while (colon < text.length()
        && colon - after < LONGEST_USER
        && !isBlank(text.charAt(colon))
        && "/:@'\"".indexOf(text.charAt(colon)) < 0) {
      colon++;
    }
    if (!hasScheme || colon >= text.length()) {
      return after;
    }
    if (isWeb && text.charAt(colon) == '@') { // a token in the place of the user
      return keep(after, colon, 0);
    }
    if (text.charAt(colon) != ':' || (isWeb && isPort(colon + 1))) {
      return after;
    }
    return Math.max(after, beforeHost(colon + 1));
  }

  private boolean isWeb(int at) {
    return starts(at - 4, "http") || starts(at - 5, "https");
  }

  /** Whether a number and a path follow, which may hold an {@code @}. */
  private boolean isPort(int at) {
    int end = at;
    while (end < text.length() && end - at < 6 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end > at && (starts(end, "/") || starts(end, "?"));
  }

  /** {@code jdbc:oracle:thin:user/password@host}. */
  private int oracle(int end) {
    int at = end;
    while (at < text.length()
        && at - end < LONGEST_USER
        && !isBlank(text.charAt(at))
        && "/@'\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at < text.length() && text.charAt(at) == '/' ? Math.max(end, beforeHost(at + 1)) : end;
  }

  private int beforeHost(int start) {
    int last = -1;
    for (int i = start;
        i < text.length() && i - start <= LONGEST_IN_URL && !isBlank(text.charAt(i));
        i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        break;
      }
      last = c == '@' ? i : last;
    }
    if (last <= start || starts(start, "${")) {
      return -1;
    }
    found.add(new Span(start, last));
    return last;
  }

  /** Finds a literal of any dialect at a place; -1 if there is none, else where it ends. */
  private int literal(int at) {
    int start = at;
    if (isPrefix(at)) {
      start++;
      if (start < text.length() && text.charAt(start) == '&') {
        start++;
      }
    }
    if (start >= text.length()) {
      return -1;
    }
    char c = text.charAt(start);
    if (c == '$') {
      return dollars(start);
    }
    if (c != '\'' && c != '"' && c != '`') {
      return -1;
    }
    boolean doubled = start + 1 < text.length() && text.charAt(start + 1) == c;
    if (doubled && c == '\'' && isEscapedQuote(start + 2)) {
      return keep(start + 2, closing(start + 2, "''"), 2);
    }
    return doubled && !starts(start + 2, "'") ? start + 2 : quoted(start + 1, c);
  }

  /** Whether two quotes start a value inside a string rather than being an empty string. */
  private boolean isEscapedQuote(int after) {
    if (isSql && quote == 0) {
      return false;
    }
    return after < text.length()
        && !isBlank(text.charAt(after))
        && "'&;,)}]".indexOf(text.charAt(after)) < 0;
  }

  /** {@code E'…'}, {@code U&'…'}, {@code N'…'}, {@code X'…'}. */
  private boolean isPrefix(int at) {
    return at + 1 < text.length()
        && "eunbxEUNBX".indexOf(text.charAt(at)) >= 0
        && (text.charAt(at + 1) == '\'' || starts(at + 1, "&'"));
  }

  /** A backslash may be an escape or not: in doubt the longer literal. */
  private int quoted(int start, char mark) {
    int firstEnd = -1;
    int i = start;
    while (i < text.length() && i - start < LONGEST_OPEN) {
      char c = text.charAt(i);
      boolean escapes = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == mark;
      if (escapes) {
        firstEnd = firstEnd < 0 ? i + 1 : firstEnd;
        i += starts(i + 2, String.valueOf(mark)) ? 3 : 2;
      } else if (c == mark) {
        if (i + 1 >= text.length() || text.charAt(i + 1) != mark) {
          return keep(start, i, 1);
        }
        i += 2;
      } else {
        i++;
      }
    }
    return firstEnd >= 0
        ? keep(start, firstEnd, 1)
        : keep(start, Math.min(text.length(), start + LONGEST_OPEN), 0);
  }

  /** {@code $$…$$} and {@code $tag$…$tag$}. */
  private int dollars(int start) {
    int end = start + 1;
    while (end < text.length() && end - start < LONGEST_TAG && isWord(text.charAt(end))) {
      end++;
    }
    if (end >= text.length() || text.charAt(end) != '$') {
      return -1;
    }
    String tag = text.subSequence(start, end + 1).toString();
    return keep(end + 1, closing(end + 1, tag), tag.length());
  }

  private int closing(int from, String mark) {
    int limit = Math.min(text.length(), from + LONGEST_OPEN);
    for (int i = from; i < limit; i++) {
      if (text.charAt(i) == mark.charAt(0) && starts(i, mark)) {
        return i;
      }
    }
    return limit;
  }

  private int keep(int start, int end, int mark) {
    String value = end - start > LONGEST_WORD ? "" : text.subSequence(start, end).toString();
    String token = value.replaceFirst("(?i)^(?:bearer|basic|token) ", "");
    boolean isVariable = token.startsWith("${") && token.indexOf('}') == token.length() - 1;
    boolean isKnown = NO_SECRETS.contains(value.toLowerCase(Locale.ROOT));
    if (end > start && !isVariable && !isKnown) {
      found.add(new Span(start, end));
    }
    return Math.min(text.length(), end + mark);
  }

  private boolean isQuote(int at) {
    return "'\"$".indexOf(text.charAt(at)) >= 0;
  }

  private int blank(int from) {
    int at = from;
    while (at < text.length() && at - from < LONGEST_BLANK && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean starts(int at, String expected) {
    if (at < 0 || at + expected.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (Character.toLowerCase(text.charAt(at + i)) != expected.charAt(i)
          && text.charAt(at + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean ends(List<String> names) {
    return names.stream().anyMatch(word::endsWith);
  }

  /** The white space that separates values; a password may contain other, such as Unicode's. */
  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }
}
