package io.vertikv.tools.bench;

import java.util.List;
import java.util.random.RandomGenerator;

/** Kinds of request, each with its share. */
record RequestMix(String name, List<Part> parts, int weights) implements Speech {
  /** One kind; weights of all add up to the whole. */
  record Part(RequestTemplate request, int weight) {}

  static RequestMix of(String name, List<Part> parts) {
    int weights = parts.stream().mapToInt(Part::weight).sum();
    if (weights < 1) throw new IllegalArgumentException("the weights of a mix must add up to at least 1");
    return new RequestMix(name, List.copyOf(parts), weights);
  }

  static RequestMix only(String name, RequestTemplate request) { return of(name, List.of(new Part(request, 1))); }

  @Override
  public Talk talk(Target target, KeyDraw keys, RandomGenerator random, int requestsUsual) {
    return new Talk(Target.encode(target.greeting()), target.greeting().size(),
        new RequestBatch(this, keys, random, requestsUsual), new ReplyReader(commandsEach()));
  }

  /** How many commands a request consists of; the same for all. */
  private int commandsEach() {
    int commands = parts.getFirst().request().commands();
    if (parts.stream().anyMatch(part -> part.request().commands() != commands))
      throw new IllegalArgumentException("all requests of a mix must consist of as many commands");
    return commands;
  }

  boolean single() { return parts.size() == 1; }

  int requestBytesMax() { return parts.stream().mapToInt(part -> part.request().bytes().length).max().orElseThrow(); }

  RequestTemplate pick(RandomGenerator random) {
    if (parts.size() == 1) return parts.getFirst().request();
    int left = random.nextInt(weights);
    for (int i = 0; i < parts.size(); i++) {
      left -= parts.get(i).weight();
      if (left < 0) return parts.get(i).request();
    }
    throw new AssertionError("weights do not add up: " + weights);
  }
}
