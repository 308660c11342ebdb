package io.vertikv.placement.rule;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a store stands: zone, rack, host, or whatever an operator likes to tell stores apart by. */
public record StoreLabels(SortedMap<String, String> values) {
  public static final int LABELS_MAX = 16;
  /** Of a label's name, and of its value. */
  public static final int CHARACTERS_MAX = 63;
  public static final StoreLabels NONE = new StoreLabels(new TreeMap<>());

  public StoreLabels {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    if (values.size() > LABELS_MAX) throw new IllegalArgumentException("more than " + LABELS_MAX + " labels");
    values.forEach((name, value) -> {
      requireWord("label", name);
      requireWord("value of label " + name, value);
    });
  }

  public static StoreLabels of(Map<String, String> values) { return new StoreLabels(new TreeMap<>(values)); }

  /** {@code of("zone", "a", "rack", "7")}. */
  public static StoreLabels of(String... namesAndValues) {
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) values.put(namesAndValues[i], namesAndValues[i + 1]);
    return new StoreLabels(values);
  }

  /** Empty when the store does not have this label. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** Letters, digits and a few signs: what may be typed at a prompt without quoting. */
  static void requireWord(String what, String word) {
    if (word.isEmpty() || word.length() > CHARACTERS_MAX || !word.matches("[A-Za-z0-9._/:-]+")) {
      throw new IllegalArgumentException(
          what + " \"" + word + "\": 1 to " + CHARACTERS_MAX + " of A-Z a-z 0-9 . _ / : -");
    }
  }

  public void write(ByteWriter out) {
    out.u8(values.size());
    values.forEach((name, value) -> out.sized(utf8(name)).sized(utf8(value)));
  }

  public static StoreLabels read(ByteReader in) {
    int count = in.u8();
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < count; i++) values.put(text(in), text(in));
    if (values.size() != count) throw new MalformedBytes("a label is named twice");
    try {
      return new StoreLabels(values);
    } catch (IllegalArgumentException notLabels) {
      throw new MalformedBytes(notLabels.getMessage());
    }
  }

  static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  static String text(ByteReader in) { return new String(in.sized(), StandardCharsets.UTF_8); }
}
