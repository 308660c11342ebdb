package io.vertikv.tools.bench;

import java.util.random.RandomGenerator;

/** What connections ask, in the language of the server. */
interface Speech {
  /** Of the test, for its reader. */
  String name();

  /** For one connection; so many requests go out at a time, usually. */
  Talk talk(Target target, KeyDraw keys, RandomGenerator random, int requestsUsual);

  /**
   * One connection's part.
   *
   * @param greeting what it sends first
   * @param greetingReplies how many replies come to that, each without error
   */
  record Talk(byte[] greeting, int greetingReplies, Requests requests, Replies replies) {}

  /** The bytes of the next requests, in an array that is used again. */
  interface Requests {
    void fill(int requests);

    byte[] bytes();

    int length();
  }

  /** Counts replies in a stream of bytes. */
  interface Replies {
    byte[] NOTHING = {};

    void read(byte[] bytes, int length);

    long replies();

    long errors();

    /** Text of the first error, or empty. */
    String firstError();

    /** The greeting has been answered; what comes now are replies to requests. */
    void requestsBegin();

    /** What the protocol wants to be sent back, at once. */
    default byte[] takeAnswers() {
      return NOTHING;
    }
  }
}
