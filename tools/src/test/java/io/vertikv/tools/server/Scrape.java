package io.vertikv.tools.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What /metrics answers: each line's figure by its name and labels, and each family's help by its name. */
record Scrape(SortedMap<String, Double> figures, SortedMap<String, String> help) {
  static Scrape of(int adminPort) {
    try (var in = URI.create("http://127.0.0.1:" + adminPort + "/metrics").toURL().openStream()) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Scrape parse(List<String> lines) {
    Scrape scrape = new Scrape(new TreeMap<>(), new TreeMap<>());
    for (String line : lines) {
      if (line.startsWith("# HELP ")) {
        String[] words = line.substring("# HELP ".length()).split(" ", 2);
        scrape.help.put(words[0], words.length == 1 ? "" : words[1]);
      } else if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        scrape.figures.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return scrape;
  }

  double figure(String name) {
    Double figure = figures.get(name);
    if (figure == null) throw new AssertionError("no " + name + " in " + figures.keySet());
    return figure;
  }
}
