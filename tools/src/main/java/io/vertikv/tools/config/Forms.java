package io.vertikv.tools.config;

import java.util.regex.Pattern;

/** Kinds of text that several rooms share. */
final class Forms {
  static final Kind<String> HOST = Kind.text(Pattern.compile("[0-9A-Za-z._:%-]{1,255}"), "a host name or address");
  static final Kind<String> NAME = Kind.text(Pattern.compile("[0-9a-z][0-9a-z-]{0,62}"),
      "1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit");
  static final Kind<String> HOST_AND_PORT = Kind.text(
      Pattern.compile("[0-9A-Za-z._%-]{1,255}:[0-9]{1,5}|\\[[0-9A-Fa-f:.]+]:[0-9]{1,5}"),
      "host:port or [address]:port");
  static final Kind<String> HOST_OR_NOTHING = Kind.text(Pattern.compile("[0-9A-Za-z._:%-]{0,255}"),
      "a host name or address, or nothing");
  static final Kind<String> HOST_AND_PORT_OR_NOTHING = Kind.text(
      Pattern.compile("|[0-9A-Za-z._%-]{1,255}:[0-9]{1,5}|\\[[0-9A-Fa-f:.]+]:[0-9]{1,5}"),
      "host:port or [address]:port, or nothing");
  static final Kind<String> LABEL = Kind.text(Pattern.compile("[A-Za-z0-9._/:-]{1,63}=[A-Za-z0-9._/:-]{1,63}"),
      "name=value, both 1 to 63 of A-Z a-z 0-9 . _ / : -");
  static final Kind<String> FILE_OR_NOTHING = Kind.text(Pattern.compile("[^\\p{Cntrl}]{0,4096}"),
      "the path of a file, or nothing");
  static final Kind<String> PASSWORD = Kind.text(Pattern.compile("[^\\p{Cntrl}]{0,512}"),
      "at most 512 characters without control characters");

  private Forms() {}
}
