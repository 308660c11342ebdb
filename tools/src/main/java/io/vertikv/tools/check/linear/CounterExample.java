package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Operation;
import java.util.List;

/**
 * Tells why a key has no order: the end of the longest order that explains everything completed so far, the state it
 * leads to, the operation that does not fit there, and the others that were under way.
 */
record CounterExample(Model<?> model, List<Operation> operations, KeySearch.Stuck stuck) {
  private static final int SHOWN_MAX = 12;
  private static final int LINE_MAX = 400;

  String text() {
    StringBuilder text = new StringBuilder();
    List<Operation> order = stuck.order();
    int from = Math.max(0, order.size() - SHOWN_MAX);
    text.append("  explained in this order: ").append(order.size()).append(" of ").append(operations.size());
    text.append(from > 0 ? " operations, the last of them:\n" : " operations:\n");
    order.subList(from, order.size()).forEach(operation -> line(text, operation.toString()));
    text.append("  then the state is ").append(cut(stuck.state().toString())).append('\n');
    text.append("  and this does not fit, wherever it is placed:\n");
    line(text, stuck.unfit() + ", here it would be " + expected(model));
    List<Operation> others = operations.stream().filter(this::isUnderWay).limit(SHOWN_MAX).toList();
    if (!others.isEmpty()) text.append("  under way at the same time:\n");
    others.forEach(operation -> line(text, operation.toString()));
    return text.toString();
  }

  @SuppressWarnings("unchecked")
  private <S> Answer expected(Model<S> known) {
    return known.answer((S) stuck.state(), stuck.unfit().action());
  }

  private boolean isUnderWay(Operation operation) {
    Operation unfit = stuck.unfit();
    return operation != unfit && !operation.isFailed() && !stuck.order().contains(operation)
        && operation.invoked() < unfit.completed() && operation.completed() > unfit.invoked()
        && !(operation.isUnknown() && operation.action().onlyReads());
  }

  private static void line(StringBuilder text, String line) { text.append("    ").append(cut(line)).append('\n'); }

  private static String cut(String text) {
    return text.length() <= LINE_MAX ? text : text.substring(0, LINE_MAX) + "…(" + text.length() + " characters)";
  }
}
