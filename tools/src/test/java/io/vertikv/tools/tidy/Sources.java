package io.vertikv.tools.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Java sources of the project as text. */
final class Sources {
  private static final List<String> MODULES = List.of("raft", "store", "placement", "txn-layer", "resp-frontend",
      "tools");
  private static final Pattern COMMENT = Pattern.compile("^\\s*(/?\\*|//).*");
  private static final Pattern IMPORT = Pattern.compile("^import (?:static )?[\\w.]+\\.(\\w+);");
  private static final Pattern METHOD = Pattern
      .compile("^  (?! )(?!return|throw|new |else)[\\w<>\\[\\],.?@ ]+\\([^;=]*\\)[^;=]*\\{$");

  private final Map<Path, List<String>> files;

  private Sources(Map<Path, List<String>> files) { this.files = files; }

  static Sources ofTheProject() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("raft"))) root = root.getParent();
    Map<Path, List<String>> files = new TreeMap<>();
    for (String module : MODULES) {
      try (Stream<Path> all = Files.walk(root.resolve(module).resolve("src"))) {
        for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
          files.put(root.relativize(file), Files.readAllLines(file));
        }
      }
    }
    return new Sources(files);
  }

  private Sources keep(Predicate<String> path) {
    Map<Path, List<String>> kept = new TreeMap<>(files);
    kept.keySet().removeIf(file -> !path.test("/" + file));
    return new Sources(kept);
  }

  Sources all() { return this; }

  Sources main() { return keep(path -> path.contains("/src/main/")); }

  Sources main(String module) { return keep(path -> path.startsWith("/" + module + "/src/main/")); }

  Sources test() { return keep(path -> path.contains("/src/test/")); }

  Sources only(String part) { return keep(path -> path.contains(part)); }

  Sources except(String... parts) { return keep(path -> Arrays.stream(parts).noneMatch(path::contains)); }

  /** Lines that match as a whole. */
  List<String> lines(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return found(line -> pattern.matcher(line).matches());
  }

  /** Lines in which the pattern occurs, comments left out. */
  List<String> code(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return found(line -> !COMMENT.matcher(line).matches() && pattern.matcher(line).find());
  }

  private List<String> found(Predicate<String> wanted) {
    List<String> found = new ArrayList<>();
    files.forEach((file, lines) -> IntStream.range(0, lines.size()).filter(i -> wanted.test(lines.get(i)))
        .forEach(i -> found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip())));
    return found;
  }

  List<String> packagesWithout(String sign) {
    TreeSet<String> missing = new TreeSet<>();
    for (Path file : files.keySet()) {
      if (!files.containsKey(file.resolveSibling(sign))) missing.add(file.getParent().toString());
    }
    return List.copyOf(missing);
  }

  List<String> unusedImports() {
    List<String> unused = new ArrayList<>();
    files.forEach((file, lines) -> {
      String body = String.join("\n", lines.stream().filter(line -> !line.startsWith("import ")).toList());
      for (String line : lines) {
        Matcher imported = IMPORT.matcher(line);
        if (imported.matches() && !Pattern.compile("\\b" + imported.group(1) + "\\b").matcher(body).find()) {
          unused.add(file + ": " + line);
        }
      }
    });
    return unused;
  }

  /** Sizes, as medians and tails, with the largest by name. */
  String thermometer() {
    List<Integer> fileLengths = new ArrayList<>();
    List<Integer> methodLengths = new ArrayList<>();
    Map<String, Integer> classes = new TreeMap<>();
    List<String> long400 = new ArrayList<>();
    List<String> methods60 = new ArrayList<>();
    files.forEach((file, lines) -> {
      fileLengths.add(lines.size());
      classes.merge(file.getParent().toString(), 1, Integer::sum);
      if (lines.size() > 400) long400.add(file.getFileName() + " " + lines.size());
      for (int i = 0; i < lines.size(); i++) {
        int length = methodLength(lines, i);
        if (length > 0) methodLengths.add(length);
        if (length > 60) methods60.add(file.getFileName() + ":" + (i + 1) + " " + length);
      }
    });
    String crowded = classes.entrySet().stream().filter(e -> e.getValue() > 25).map(Object::toString).toList()
        .toString();
    return "thermometer: " + files.size() + " files, " + fileLengths.stream().mapToInt(Integer::intValue).sum()
        + " lines; file "
        + spread(fileLengths) + "; method " + spread(methodLengths) + "; files over 400 " + long400
        + "; methods over 60 "
        + methods60 + "; packages over 25 classes " + crowded;
  }

  private static int methodLength(List<String> lines, int at) {
    if (!METHOD.matcher(lines.get(at)).matches()) return 0;
    for (int end = at + 1; end < lines.size(); end++) if (lines.get(end).equals("  }")) return end - at + 1;
    return 0;
  }

  private static String spread(List<Integer> sizes) {
    List<Integer> sorted = sizes.stream().sorted().toList();
    if (sorted.isEmpty()) return "none";
    return "median " + sorted.get(sorted.size() / 2) + ", p90 " + sorted.get(sorted.size() * 9 / 10) + ", max "
        + sorted.getLast();
  }
}
