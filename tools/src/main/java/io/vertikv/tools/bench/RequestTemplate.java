package io.vertikv.tools.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request, ready to send but for the digits of its numbers. Written as words: {@code SET {key} {value}}. In a word,
 * {@code {key}} is a key ("key:" and zero-padded digits, as long as asked for), {@code {n}} twelve digits, both drawn
 * anew for each place in each request; {@code {value}} is a value: a stretch of {@code letters}, anew for each as well.
 * A word {@code ;} ends a command: what follows is another one, sent together with it.
 */
record RequestTemplate(byte[] bytes, List<Place> places, byte[] letters, int commands) {
  private static final Pattern SLOT = Pattern.compile("\\{(key|n|value)}");
  private static final String KEY_PREFIX = "key:";
  private static final long VALUE_SEED = 42;
  /** Values begin at so many places of the letters: blocks and pages that hold thousands of values repeat nothing. */
  static final int VALUES = 1 << 20;

  /** What goes into a place. */
  enum Filling {
    DIGITS, VALUE
  }

  /** Where digits or a value go. */
  record Place(Filling filling, int offset, int length) {}

  static RequestTemplate parse(String text, KeySpace space) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Place> places = new ArrayList<>();
    String[] commands = text.strip().split("\\s+;\\s+");
    for (String command : commands) command(command.split("\\s+"), space, out, places);
    return new RequestTemplate(out.toByteArray(), List.copyOf(places), letters(places), commands.length);
  }

  private static void command(String[] words, KeySpace space, ByteArrayOutputStream out, List<Place> places) {
    if (words[0].isEmpty()) throw new IllegalArgumentException("a request needs at least the name of a command");
    write(out, "*" + words.length + "\r\n");
    for (String word : words) {
      ByteArrayOutputStream argument = new ByteArrayOutputStream();
      List<Place> inside = new ArrayList<>();
      expand(word, space, argument, inside);
      write(out, "$" + argument.size() + "\r\n");
      int base = out.size();
      inside.forEach(place -> places.add(new Place(place.filling(), base + place.offset(), place.length())));
      out.writeBytes(argument.toByteArray());
      write(out, "\r\n");
    }
  }

  private static void expand(String word, KeySpace space, ByteArrayOutputStream out, List<Place> places) {
    Matcher slot = SLOT.matcher(word);
    int done = 0;
    while (slot.find()) {
      write(out, word.substring(done, slot.start()));
      done = slot.end();
      switch (slot.group(1)) {
        case "key" -> {
          int digits = Math.max(space.keyBytes() - KEY_PREFIX.length(), digitsOf(space));
          write(out, KEY_PREFIX.substring(0, space.keyBytes() - digits));
          digits(digits, out, places);
        }
        case "n" -> digits(KeySpace.DIGITS, out, places);
        case "value" -> {
          places.add(new Place(Filling.VALUE, out.size(), space.valueBytes()));
          out.writeBytes(new byte[space.valueBytes()]);
        }
        default -> throw new AssertionError(slot.group());
      }
    }
    write(out, word.substring(done));
  }

  private static int digitsOf(KeySpace space) { return String.valueOf(space.keys() - 1).length(); }

  private static void digits(int count, ByteArrayOutputStream out, List<Place> places) {
    places.add(new Place(Filling.DIGITS, out.size(), count));
    byte[] zeros = new byte[count];
    Arrays.fill(zeros, (byte) '0');
    out.writeBytes(zeros);
  }

  /** Letters in no order, so that a server that compresses gains nothing; none where there is no value. */
  private static byte[] letters(List<Place> places) {
    int longest = places.stream().filter(place -> place.filling() == Filling.VALUE).mapToInt(Place::length).max()
        .orElse(0);
    SplittableRandom random = new SplittableRandom(VALUE_SEED);
    byte[] letters = new byte[longest == 0 ? 0 : VALUES - 1 + longest];
    for (int i = 0; i < letters.length; i++) letters[i] = (byte) ('a' + random.nextInt(26));
    return letters;
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
