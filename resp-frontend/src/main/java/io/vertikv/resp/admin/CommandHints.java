package io.vertikv.resp.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What COMMAND INFO tells beside the command table, read from {@code command-hints.txt}. */
public final class CommandHints {
  private static final String RESOURCE = "command-hints.txt";
  private static final int FIELDS = 4;
  private static final Hint NONE = new Hint(List.of(), List.of(), List.of());

  /** Of one command. */
  record Hint(List<String> categories, List<String> tips, List<KeySpec> keySpecs) {}

  private final Map<String, Hint> byName;

  private CommandHints(Map<String, Hint> byName) { this.byName = byName; }

  static CommandHints load() {
    Map<String, Hint> hints = new HashMap<>();
    try (InputStream in = CommandHints.class.getResourceAsStream(RESOURCE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#")) continue;
        String[] fields = Arrays.copyOf((line + " ").split(" \\| ?"), FIELDS);
        hints.put(fields[0], new Hint(words(fields[1], " "), words(fields[2], " "),
            words(fields[3], ";").stream().map(KeySpec::parse).toList()));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new CommandHints(Map.copyOf(hints));
  }

  private static List<String> words(String field, String separator) {
    if (field == null || field.isBlank()) return List.of();
    return Arrays.stream(field.split(separator)).map(String::strip).toList();
  }

  /** By the name in lower case, as {@code config|get}. Never null. */
  Hint of(String name) {
    return byName.getOrDefault(name, NONE);
  }
}
