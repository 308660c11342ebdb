package io.vertikv.resp.command;

import java.util.List;
import java.util.stream.Stream;

/** The tables of all data types, in the order of the command reference. */
public final class DataCommands {
  public static final List<Command> TABLE = Stream
      .of(GenericCommands.TABLE, ExpireCommands.TABLE, KeyMoveCommands.TABLE,
          KeyspaceCommands.TABLE, ObjectCommand.TABLE, DumpCommands.TABLE, SortCommands.TABLE, StringCommands.TABLE,
          StringPartCommands.TABLE,
          CounterCommands.TABLE, LcsCommand.TABLE, BitmapCommands.TABLE, BitfieldCommands.TABLE, HashCommands.TABLE,
          ListCommands.TABLE, SetCommands.TABLE, SetAlgebraCommands.TABLE, SortedSetCommands.TABLE)
      .flatMap(List::stream)
      .toList();

  private DataCommands() {}
}
