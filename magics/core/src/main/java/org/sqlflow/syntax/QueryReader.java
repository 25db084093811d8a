package org.sqlflow.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.MultiPartName;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.piped.FromQuery;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableStatement;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.sqlflow.syntax.QueryOutline.OutputColumn;

/**
 * Reads a query with JSqlParser, for information before it runs. The database decides what is valid
 * SQL, so a query that JSqlParser can't read has no outline and is no error.
 */
public final class QueryReader {
  // JSqlParser looks ahead repeatedly: its time grows with the cube of the nesting.
  private static final int LONGEST = 50_000;
  private static final int DEEPEST = 30;

  private static final OutputColumn EVERY_COLUMN = new OutputColumn("*", Optional.empty(), true);

  private static final Pattern PART =
      Pattern.compile("\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[(?:[^\\]]|\\]\\])*\\]|[^.\"`\\[]+");

  private static final Optional<String> NONE = Optional.empty();

  private QueryReader() {}

  /**
   * The parts of a table's name as written, such as a schema and a table, without quotes; each says
   * whether it had them.
   */
  public static List<Name> parts(String table) {
    List<Name> parts = new ArrayList<>();
    Matcher part = PART.matcher(table);
    while (part.find()) {
      String text = part.group();
      char first = text.charAt(0);
      boolean quoted = text.length() > 1 && (first == '"' || first == '`' || first == '[');
      String end = first == '[' ? "]" : String.valueOf(first);
      parts.add(
          new Name(
              quoted ? text.substring(1, text.length() - 1).replace(end + end, end) : text,
              quoted,
              new Position(0, 1, 1)));
    }
    return parts;
  }

  /** The outline of a query, if JSqlParser can read it. */
  public static Optional<QueryOutline> read(String sql) {
    try {
      if (sql.length() > LONGEST || Splitter.nesting(new Scanner(sql)) > DEEPEST) {
        return Optional.empty();
      }
      // CCJSqlParserUtil would start a thread for each call.
      return new CCJSqlParser(sql).Statement() instanceof Select select
          ? columns(select).map(columns -> new QueryOutline(columns, tables(select), whole(select)))
          : Optional.empty();
    } catch (ParseException | RuntimeException | StackOverflowError unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<List<OutputColumn>> columns(Select select) {
    if (select instanceof PlainSelect plain) {
      return Optional.of(plain.getSelectItems().stream().map(QueryReader::column).toList());
    }
    if (select instanceof ParenthesedSelect inBrackets) {
      return columns(inBrackets.getSelect());
    }
    if (select instanceof SetOperationList union) {
      return columns(union.getSelects().get(0));
    }
    boolean wholeTable =
        select instanceof TableStatement
            || (select instanceof FromQuery from && from.getPipeOperators().isEmpty());
    return wholeTable ? Optional.of(List.of(EVERY_COLUMN)) : Optional.empty();
  }

  private static OutputColumn column(SelectItem<?> item) {
    Optional<String> name = Optional.ofNullable(item.getUnquotedAliasName());
    if (item.getExpression() instanceof Column column) {
      name = name.or(() -> Optional.of(MultiPartName.unquote(column.getColumnName())));
    }
    return new OutputColumn(item.toString(), name, item.getExpression() instanceof AllColumns);
  }

  private static Optional<String> whole(Select select) {
    if (select instanceof ParenthesedSelect inBrackets) {
      return isWritten(inBrackets, "(" + inBrackets.getSelect() + ")")
          ? whole(inBrackets.getSelect())
          : NONE;
    }
    if (select instanceof TableStatement statement) {
      return isWritten(statement, "TABLE " + statement.getTable().getName())
          ? name(statement.getTable())
          : NONE;
    }
    if (select instanceof FromQuery from) {
      return isWritten(from, "FROM " + from.getFromItem()) ? name(from.getFromItem()) : NONE;
    }
    if (!(select instanceof PlainSelect plain)
        || !plain.getSelectItems().stream().allMatch(QueryReader::isOwnColumn)) {
      return NONE;
    }
    String items =
        plain.getSelectItems().stream().map(SelectItem::toString).collect(Collectors.joining(", "));
    return isWritten(plain, "SELECT " + items + " FROM " + plain.getFromItem())
            || (plain.getSelectItems().size() == 1
                && isWritten(plain, "FROM " + plain.getFromItem()))
        ? name(plain.getFromItem())
        : NONE;
  }

  /** Whether JSqlParser, which writes every clause that it has read, writes exactly this. */
  private static boolean isWritten(Select select, String only) {
    return select.toString().strip().equalsIgnoreCase(only);
  }

  private static boolean isOwnColumn(SelectItem<?> item) {
    if (item.getExpression() instanceof AllColumns) {
      String written = item.toString();
      return written.equals("*") || (written.endsWith(".*") && !written.contains(" "));
    }
    return item.getExpression() instanceof Column column
        && (item.getAlias() == null
            || MultiPartName.unquote(column.getColumnName()).equals(item.getUnquotedAliasName()));
  }

  /** The name of a table that is read as it is, apart from an alias. */
  private static Optional<String> name(FromItem from) {
    if (!(from instanceof Table table)) {
      return NONE;
    }
    String name = table.getFullyQualifiedName();
    String alias = table.getAlias() == null ? "" : table.getAlias().toString();
    return table.toString().equals(name + alias) ? Optional.of(name) : NONE;
  }

  private static List<String> tables(Select select) {
    return new TablesNamesFinder<Void>()
        .getTables((net.sf.jsqlparser.statement.Statement) select).stream().sorted().toList();
  }
}
