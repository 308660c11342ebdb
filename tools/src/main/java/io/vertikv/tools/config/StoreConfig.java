package io.vertikv.tools.config;

import io.vertikv.placement.rule.StoreLabels;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this node tells placement of its store. */
public record StoreConfig(List<String> labels) {
  static final Setting<List<String>> LABELS = Setting.of("store.labels",
      Kind.list(Forms.LABEL, StoreLabels.LABELS_MAX), "",
      "Where the store stands, such as zone=a,rack=7,host=h1: placement keeps the replicas of a region apart.",
      "Empty: as set with vertikv ctl, if at all.");
  static final List<Setting<?>> SETTINGS = List.of(LABELS);

  public StoreConfig {
    labels = List.copyOf(labels);
    if (parsed(labels).size() != labels.size())
      throw new IllegalArgumentException("store.labels = " + String.join(",", labels) + ": must name each label once");
  }

  static StoreConfig from(Values values) { return new StoreConfig(values.get(LABELS)); }

  public StoreLabels storeLabels() { return new StoreLabels(parsed(labels)); }

  private static SortedMap<String, String> parsed(List<String> labels) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String label : labels)
      values.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
    return values;
  }
}
