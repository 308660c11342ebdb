package io.vertikv.tools.check.cycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The versions of one list, in order: its longest reading, of which every other reading must be a beginning. Elements of
 * writers that failed, or that nobody wrote, are told as findings and left out.
 */
final class Versions {
  private final Observations.Observed list;
  private final Fates fates;
  private final Findings findings;
  private final Observations.Reading longest;
  private final List<Observations.Reading> readings = new ArrayList<>();
  private final List<String> elements = new ArrayList<>();
  private final Map<Integer, Integer> seenOf = new HashMap<>();
  /** How many of the elements left are within the first n of the longest reading. */
  private final int[] kept;

  Versions(Observations.Observed list, Fates fates, Findings findings) {
    this.list = list;
    this.fates = fates;
    this.findings = findings;
    Observations.Reading most = new Observations.Reading(-1, List.of());
    for (Observations.Reading reading : list.readings())
      if (reading.values().size() > most.values().size()) most = reading;
    longest = most;
    kept = new int[longest.values().size() + 1];
    keepElements();
    list.readings().forEach(this::judge);
  }

  private void keepElements() {
    Set<String> before = new HashSet<>();
    for (int i = 0; i < longest.values().size(); i++) {
      String element = longest.values().get(i);
      if (isSound(element, longest, before)) keep(element);
      kept[i + 1] = elements.size();
    }
  }

  /** The appends of one transaction are in the order in which it made them, and none of them is left out. */
  private void keep(String element) {
    elements.add(element);
    int writer = list.writers().get(element);
    List<String> appends = list.appends().get(writer);
    int made = seenOf.merge(writer, 1, Integer::sum);
    if (!appends.get(made - 1).equals(element))
      findings.add(Anomaly.INTERNAL,
          list.key() + " was read as " + longest.values() + ", but appended to as " + appends,
          longest.reader(), writer);
  }

  private boolean isSound(String element, Observations.Reading reading, Set<String> before) {
    Integer writer = list.writers().get(element);
    if (!before.add(element)) {
      findings.add(Anomaly.DUPLICATE, element + " is in " + list.key() + " more than once", reading.reader());
      return false;
    }
    if (writer == null) {
      findings.add(Anomaly.UNWRITTEN, "nobody has appended " + element + " to " + list.key(), reading.reader());
      return false;
    }
    if (fates.hasFailed(writer)) {
      findings.add(Anomaly.G1A, element + " in " + list.key() + " was appended by a transaction that failed",
          reading.reader(), writer);
      return false;
    }
    fates.markHappened(writer);
    return true;
  }

  private void judge(Observations.Reading reading) {
    List<String> values = reading.values();
    if (!values.equals(longest.values().subList(0, values.size()))) {
      findings.add(Anomaly.INCOMPATIBLE_ORDER, list.key() + " was read as " + values + " and as " + longest.values(),
          reading.reader(), longest.reader());
      Set<String> before = new HashSet<>();
      values.forEach(element -> isSound(element, reading, before));
      return;
    }
    readings.add(reading);
    if (list.appends().containsKey(reading.reader()) && values.stream().anyMatch(e -> isBy(e, reading.reader())))
      findings.add(Anomaly.INTERNAL, "read its own append to " + list.key() + " before it was made", reading.reader());
    judgeLast(reading);
  }

  private boolean isBy(String element, int transaction) {
    return Integer.valueOf(transaction).equals(list.writers().get(element));
  }

  private void judgeLast(Observations.Reading reading) {
    int version = version(reading);
    if (version == 0 || !elements.get(version - 1).equals(reading.values().getLast())) return;
    String element = elements.get(version - 1);
    int writer = writer(version - 1);
    String last = list.appends().get(writer).getLast();
    if (writer != reading.reader() && !last.equals(element))
      findings.add(Anomaly.G1B, list.key() + " was read as of " + element + ", after which its writer appended " + last
          + " in the same transaction", reading.reader(), writer);
  }

  /** Readings that agree with the order. */
  List<Observations.Reading> readings() { return readings; }

  String key() { return list.key(); }

  int count() { return elements.size(); }

  String element(int i) { return elements.get(i); }

  int writer(int i) { return list.writers().get(elements.get(i)); }

  /** How many of the elements it has read. */
  int version(Observations.Reading reading) {
    return kept[reading.values().size()];
  }

  /** What has been appended and is in no reading: it comes after all that is. One element for each transaction. */
  Map<Integer, String> unread() {
    Map<Integer, String> unread = new HashMap<>();
    Set<String> read = new HashSet<>(elements);
    list.writers().forEach((element, writer) -> {
      if (!read.contains(element) && fates.hasHappened(writer)) unread.putIfAbsent(writer, element);
    });
    return unread;
  }
}
