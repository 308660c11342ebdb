package io.vertikv.tools.ctl;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under a head; every column is as wide as its widest cell. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) { rows.add(List.of(head)); }

  void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) row.add(cell == null ? "" : cell.toString());
    rows.add(row);
  }

  void print(PrintWriter out) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows)
      for (int i = 0; i < row.size(); i++) widths[i] = Math.max(widths[i], row.get(i).length());
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++)
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      out.println(line.toString().stripTrailing());
    }
  }

  /** {@code 1.5 GiB}. */
  static String size(long bytes) {
    if (bytes < 1 << 10) return bytes + " B";
    if (bytes < 1 << 20) return tenths(bytes, 1L << 10) + " KiB";
    if (bytes < 1 << 30) return tenths(bytes, 1L << 20) + " MiB";
    return tenths(bytes, 1L << 30) + " GiB";
  }

  private static String tenths(long bytes, long unit) {
    long tenths = Math.round(10.0 * bytes / unit);
    return tenths / 10 + "." + tenths % 10;
  }
}
