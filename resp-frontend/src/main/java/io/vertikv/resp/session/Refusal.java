package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.txn.region.RegionFailure;
import java.util.Locale;

/** The error texts of the front end, Redis' own wherever it has one (server.c, multi.c). */
final class Refusal {
  static final CommandError NO_AUTH = new CommandError("NOAUTH Authentication required.");
  static final CommandError IN_BLOCK = new CommandError("ERR Command not allowed inside a transaction");
  static final CommandError EXEC_ABORTED = new CommandError(
      "EXECABORT Transaction discarded because of previous errors.");
  static final CommandError BLOCK_TOO_LARGE = new CommandError(
      "ERR the commands queued by MULTI exceed the limit of the server");
  static final CommandError TOO_MUCH_WATCHED = new CommandError(
      "ERR the keys watched exceed the limit of the server");
  static final CommandError OVERLOADED = new CommandError(text(
      new RegionFailure.Busy("The unfinished requests of all clients exceed the limit of the server.")));
  static final CommandError TOO_MANY_CLIENTS = new CommandError("ERR max number of clients reached");

  private static final int ECHO_MAX = 128;

  private Refusal() {}

  static CommandError unknownCommand(Args args) {
    StringBuilder text = new StringBuilder("ERR unknown command '").append(shown(args, 0, ECHO_MAX))
        .append("', with args beginning with: ");
    int start = text.length();
    for (int i = 1; i < args.count() && text.length() - start < ECHO_MAX; i++) {
      int room = ECHO_MAX - (text.length() - start);
      text.append('\'').append(shown(args, i, room)).append("' ");
    }
    return new CommandError(text.toString());
  }

  static CommandError unknownSubcommand(Args args) {
    return new CommandError("ERR unknown subcommand '" + shown(args, 1, ECHO_MAX) + "'. Try "
        + shown(args, 0, ECHO_MAX).toUpperCase(Locale.ROOT) + " HELP.");
  }

  static CommandError arity(String name) {
    return new CommandError("ERR wrong number of arguments for '" + name.toLowerCase(Locale.ROOT) + "' command");
  }

  static CommandError noRoom(String lacking) {
    return new CommandError(
        "MISCONF There is no room on disk for writes. Commands that may add data are disabled. " + lacking);
  }

  /** What EXEC answers when it is itself refused. */
  static CommandError execAborted(CommandError because) {
    String reason = because.text().startsWith("ERR ") ? because.text().substring(4) : because.text();
    return new CommandError("EXECABORT Transaction discarded because of: " + reason);
  }

  /** Up to so many bytes of an argument, to the first NUL as C prints it, and in one line. */
  static String shown(Args args, int i, int bytesMax) {
    int length = Math.min(args.length(i), bytesMax);
    for (int k = 0; k < length; k++) if (args.byteAt(i, k) == 0) length = k;
    String text = new String(args.buffer(), args.offset(i), length, java.nio.charset.StandardCharsets.UTF_8);
    return text.replace('\r', ' ').replace('\n', ' ');
  }

  /** Section 15 of the architecture: what the client is told when an operation has no outcome. */
  static String text(RegionFailure failure) {
    return switch (failure) {
      case RegionFailure.NotLeader _ -> "TRYAGAIN The leader of the data has moved. Nothing was done.";
      case RegionFailure.EpochNotMatch _ -> "TRYAGAIN The data has moved between regions. Nothing was done.";
      case RegionFailure.SeveralRegions _ ->
        "CROSSREGION The keys of this command lie in several regions. Nothing was done. Only commands that read may do that.";
      case RegionFailure.Unavailable(String reason) ->
        "TRYAGAIN The data can not be reached right now. Nothing was done. " + reason;
      case RegionFailure.Unknown(String reason) ->
        "UNKNOWN The outcome is not known: the command may or may not take effect. " + reason;
      case RegionFailure.Busy(String reason) -> "BUSY The server is overloaded. Nothing was done. " + reason;
      case RegionFailure.DiskFull(String reason) -> noRoom(reason).text();
      case RegionFailure.Defect(String message) ->
        "ERR internal error: " + message + ". Nothing was done; please report what the server's log says.";
      case RegionFailure.TooLarge(long bytes, long bytesMax) ->
        "ERR the command would write " + bytes + " bytes at once, more than the limit of " + bytesMax;
    };
  }
}
