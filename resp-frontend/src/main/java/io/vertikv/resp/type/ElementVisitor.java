package io.vertikv.resp.type;

/** Gets elements one by one, as slices of stored arrays: nothing is copied, nothing may be changed. */
@FunctionalInterface
public interface ElementVisitor {
  void visit(byte[] array, int offset, int length);

  /** For callers that want the effect only. */
  ElementVisitor NONE = (array, offset, length) -> {};
}
