package io.vertikv.tools.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes the reference file: every setting with what it means, what it may be and its default, all commented out. */
public final class ReferenceConfig {
  private static final String HEAD = "/reference-head.conf";

  private ReferenceConfig() {}

  /** The file, ending with a line break. */
  public static String text() {
    StringBuilder text = new StringBuilder(head());
    for (Room room : NodeConfig.ROOMS) append(text, room);
    return text.toString();
  }

  private static String head() {
    try (InputStream head = ReferenceConfig.class.getResourceAsStream(HEAD)) {
      return new String(head.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException brokenJar) {
      throw new UncheckedIOException(brokenJar);
    }
  }

  private static void append(StringBuilder text, Room room) {
    boolean top = room.name().isEmpty();
    String indent = top ? "" : "  ";
    text.append("\n# ").append(room.about()).append('\n');
    if (!top) text.append(room.name()).append(" {\n");
    for (int i = 0; i < room.settings().size(); i++) {
      Setting<?> setting = room.settings().get(i);
      if (i > 0) text.append('\n');
      setting.doc().forEach(line -> text.append(indent).append("# ").append(line).append('\n'));
      text.append(indent).append("# Allowed: ").append(setting.kind().allowed()).append(".\n");
      text.append(indent).append("# ").append(setting.path().substring(top ? 0 : room.name().length() + 1))
          .append(" = ")
          .append(EffectiveConfig.quoted(setting.defaultText())).append('\n');
    }
    if (!top) text.append("}\n");
  }
}
