package io.vertikv.resp.type;

/** A member of a collection and what it is set to; in a set the value is without meaning. */
public record Element(Slice name, Slice value) {
  /** Is shown elements one by one. */
  @FunctionalInterface
  public interface Visitor {
    void element(Slice name, Slice value);
  }
}
