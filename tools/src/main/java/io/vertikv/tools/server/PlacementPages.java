package io.vertikv.tools.server;

import io.vertikv.placement.host.PlacementAnswer;
import io.vertikv.placement.host.PlacementClient;
import io.vertikv.placement.host.PlacementRequest;
import io.vertikv.store.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** /placement/… of the admin port: takes the question to the placement leader, whose {@link PlacementDesk} answers. Any thread. */
final class PlacementPages {
  static final String PATH = "/placement/";
  private static final long PATIENCE_MILLIS = 5_000;

  private final Loop loop;
  private final PlacementClient client;

  PlacementPages(Loop loop, PlacementClient client) {
    this.loop = loop;
    this.client = client;
  }

  /** @param page below {@link #PATH} */
  Future<PlacementQuestion.Answer> ask(boolean change, String page, Map<String, String> parameters) {
    Promise<PlacementQuestion.Answer> promise = Promise.promise();
    String question = new PlacementQuestion(change, page, parameters).text();
    loop.execute(() -> client.ask(new PlacementRequest.Question(question), PATIENCE_MILLIS,
        answer -> promise.complete(told(answer))));
    return promise.future();
  }

  private static PlacementQuestion.Answer told(PlacementAnswer answer) {
    return switch (answer) {
      case PlacementAnswer.Told(String text) -> PlacementQuestion.Answer.of(text);
      case PlacementAnswer.NotNow(String why) -> unavailable(why);
      case PlacementAnswer.Refused(String why) -> unavailable(why);
      case PlacementAnswer.Elsewhere _,PlacementAnswer.Done _,PlacementAnswer.OfStore _,PlacementAnswer.OfRegions _ ->
        unavailable("the placement leader's answer is not understood");
    };
  }

  private static PlacementQuestion.Answer unavailable(String why) {
    return new PlacementQuestion.Answer(503, new JsonObject().put("error", why));
  }
}
