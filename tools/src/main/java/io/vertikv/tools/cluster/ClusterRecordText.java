package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Reserved;
import io.vertikv.tools.cluster.Standing.Unformed;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A {@link ClusterRecord} as text that people can read. The last line is a checksum of all before it.
 *
 * <pre>
 * vertikv cluster 1
 * node = 1f0c…            incarnation = 4         name = vertikv
 * standing = formed       cluster = 62aa…         proposer = 1f0c…        store = 1
 * founder.1 = 1f0c… 10.0.0.1:16379                address.1 = 10.0.0.1:16379
 * checksum = 9e2b01ff
 * </pre>
 */
final class ClusterRecordText {
  private static final String HEADER = "vertikv cluster ";
  /** Counts up with every change that an older program cannot read. */
  private static final int FORMAT = 1;
  private static final String CHECKSUM = "checksum = ";
  private static final String FOUNDER = "founder.";
  private static final String ADDRESS = "address.";

  private ClusterRecordText() {}

  static String write(ClusterRecord record) {
    StringBuilder text = new StringBuilder(HEADER + FORMAT + "\n");
    line(text, "node", Formation.hex(record.nodeId()));
    line(text, "incarnation", record.incarnation());
    line(text, "name", record.clusterName());
    switch (record.standing()) {
      case Unformed _ -> line(text, "standing", "unformed");
      case Reserved reserved -> {
        line(text, "standing", "reserved");
        manifest(text, reserved.manifest());
      }
      case Formed formed -> {
        line(text, "standing", "formed");
        line(text, "store", formed.storeId());
        manifest(text, formed.manifest());
      }
    }
    record.addresses().forEach((store, address) -> line(text, ADDRESS + store, address));
    return text + CHECKSUM + checksum(text.toString()) + "\n";
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  static ClusterRecord read(String text) {
    if (!text.startsWith(HEADER)) throw new IllegalArgumentException("VertiKV did not write it");
    if (!text.startsWith(HEADER + FORMAT + "\n"))
      throw new IllegalArgumentException("it has another format than this program reads, which is " + FORMAT
          + ": use the version that wrote it");
    int end = text.lastIndexOf(CHECKSUM);
    if (end < 0 || !text.substring(end).equals(CHECKSUM + checksum(text.substring(0, end)) + "\n"))
      throw new IllegalArgumentException("its checksum is wrong: it is damaged or was changed by hand");
    Map<String, String> lines = new LinkedHashMap<>();
    text.substring(0, end).lines().skip(1).forEach(line -> {
      int equals = line.indexOf(" = ");
      if (equals < 0) throw new IllegalArgumentException("there is no value in \"" + line + "\"");
      lines.put(line.substring(0, equals), line.substring(equals + 3));
    });
    return record(lines);
  }

  private static ClusterRecord record(Map<String, String> lines) {
    SortedMap<Long, StoreAddress> addresses = new TreeMap<>();
    lines.forEach((name, value) -> {
      if (name.startsWith(ADDRESS)) addresses.put(Long.valueOf(name.substring(ADDRESS.length())), address(value));
    });
    return new ClusterRecord(id(lines, "node"), Long.parseLong(value(lines, "incarnation")), value(lines, "name"),
        standing(lines), addresses);
  }

  private static Standing standing(Map<String, String> lines) {
    return switch (value(lines, "standing")) {
      case "unformed" -> new Unformed();
      case "reserved" -> new Reserved(manifest(lines));
      case "formed" -> new Formed(Long.parseLong(value(lines, "store")), manifest(lines));
      case String other -> throw new IllegalArgumentException("there is no standing \"" + other + "\"");
    };
  }

  private static Manifest manifest(Map<String, String> lines) {
    SortedMap<Long, Founder> founders = new TreeMap<>();
    lines.forEach((name, value) -> {
      if (!name.startsWith(FOUNDER)) return;
      String[] parts = value.split(" ", 2);
      if (parts.length != 2) throw new IllegalArgumentException("no founder: \"" + value + "\"");
      founders.put(Long.valueOf(name.substring(FOUNDER.length())),
          new Founder(Long.parseUnsignedLong(parts[0], 16), address(parts[1])));
    });
    return new Manifest(id(lines, "cluster"), id(lines, "proposer"), founders);
  }

  private static void manifest(StringBuilder text, Manifest manifest) {
    line(text, "cluster", Formation.hex(manifest.clusterId()));
    line(text, "proposer", Formation.hex(manifest.proposer()));
    manifest.founders().forEach((store, founder) -> line(text, FOUNDER + store,
        Formation.hex(founder.nodeId()) + " " + founder.address()));
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(" = ").append(value).append('\n');
  }

  private static long id(Map<String, String> lines, String name) {
    return Long.parseUnsignedLong(value(lines, name), 16);
  }

  private static String value(Map<String, String> lines, String name) {
    String value = lines.get(name);
    if (value == null) throw new IllegalArgumentException("there is no " + name + " in it");
    return value;
  }

  /** {@code host:port} or {@code [address]:port}. */
  static StoreAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) throw new IllegalArgumentException("no address with a port: \"" + text + "\"");
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
    return new StoreAddress(host, Integer.parseInt(text.substring(colon + 1)));
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
