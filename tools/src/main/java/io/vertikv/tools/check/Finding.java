package io.vertikv.tools.check;

/** Something that must not be: its name, and the operations that show it, in lines for people. */
public record Finding(String name, String trace) {
  @Override
  public String toString() { return name + "\n" + trace; }
}
