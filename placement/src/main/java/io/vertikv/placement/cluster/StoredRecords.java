package io.vertikv.placement.cluster;

import io.vertikv.placement.rule.RuleCodec;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts that commands and state have in common. Text has a varint length before it.
 *
 * <pre>
 * addresses    store | admin | resp
 * settings     count u8 | (code u16, value varint)*      ascending
 * </pre>
 */
final class StoredRecords {
  private StoredRecords() {}

  static void text(String text, ByteWriter out) { out.sized(text.getBytes(StandardCharsets.UTF_8)); }

  static String text(ByteReader in) { return new String(in.sized(), StandardCharsets.UTF_8); }

  static void write(StoreAddresses addresses, ByteWriter out) {
    text(addresses.store(), out);
    text(addresses.admin(), out);
    text(addresses.resp(), out);
  }

  static StoreAddresses addresses(ByteReader in) { return new StoreAddresses(text(in), text(in), text(in)); }

  static void write(StoreRecord store, ByteWriter out) {
    write(store.addresses(), out.u64(store.id()));
    store.labels().write(out);
    out.u8(store.life().code()).u8(store.draining() ? 1 : 0);
  }

  static StoreRecord store(ByteReader in) {
    return new StoreRecord(in.u64(), addresses(in), StoreLabels.read(in), life(in.u8()), flag(in));
  }

  static void write(Map<Setting, Long> settings, ByteWriter out) {
    Map<Integer, Long> byCode = new TreeMap<>();
    settings.forEach((setting, value) -> byCode.put(setting.code(), value));
    out.u8(byCode.size());
    byCode.forEach((code, value) -> out.u16(code).varint(value));
  }

  static Map<Setting, Long> settings(ByteReader in) {
    int count = in.u8();
    Map<Setting, Long> settings = new EnumMap<>(Setting.class);
    for (int i = 0; i < count; i++) settings.put(setting(in.u16()), in.varint());
    if (settings.size() != count) throw new MalformedBytes("a setting is named twice");
    return settings;
  }

  static void write(List<String> words, ByteWriter out) { RuleCodec.words(words, out); }

  static List<String> words(ByteReader in) { return RuleCodec.words(in); }

  static StoreLife life(int code) {
    for (StoreLife life : StoreLife.values()) if (life.code() == code) return life;
    throw new MalformedBytes("life " + code + " of a store");
  }

  static SchedulerName scheduler(int code) {
    for (SchedulerName name : SchedulerName.values()) if (name.code() == code) return name;
    throw new MalformedBytes("scheduler " + code);
  }

  private static Setting setting(int code) {
    for (Setting setting : Setting.values()) if (setting.code() == code) return setting;
    throw new MalformedBytes("setting " + code);
  }

  static boolean flag(ByteReader in) {
    int value = in.u8();
    if (value > 1) throw new MalformedBytes("flag " + value);
    return value == 1;
  }
}
