package io.vertikv.tools.clients;

import io.vertikv.resp.script.TcpTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a {@link RunningNode}: one for the whole run, emptied before each test. */
public final class NodeExtension implements ParameterResolver, BeforeEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NodeExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    try (TcpTarget target = new TcpTarget(node(context).host(), node(context).port())) {
      target.send(1, List.of("FLUSHALL".getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningNode.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) { return node(context); }

  /** Closed by JUnit with the root, at the end of the run. */
  private static RunningNode node(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE).computeIfAbsent(RunningNode.class, type -> RunningNode.start(Map.of()),
        RunningNode.class);
  }
}
