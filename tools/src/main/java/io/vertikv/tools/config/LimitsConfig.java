package io.vertikv.tools.config;

import java.util.List;

/** What one client, and all of them together, may ask for. Checked before anything is allocated. */
public record LimitsConfig(int connections, long bulkBytes, int multibulkCount, long inlineBytes,
    long unauthenticatedBulkBytes, int unauthenticatedMultibulkCount, int pipelineCommands, long pipelineBytes,
    long outputBytes, long pipelinesBytes, long inputsBytes) {
  /** No value can be larger: it has to fit into one Raft entry. */
  public static final long BULK_BYTES_HARD = 64L << 20;

  static final Setting<Integer> CONNECTIONS = Setting.of("limits.connections", Kind.integer(1, 1_000_000), "10000",
      "Open client connections; further ones get an error and are closed.");
  static final Setting<Long> BULK = Setting.of("limits.bulk-length", Kind.size(1024, BULK_BYTES_HARD), "16MiB",
      "Longest argument, and so longest key or value.");
  static final Setting<Integer> MULTIBULK = Setting.of("limits.multibulk-count", Kind.integer(64, 16 << 20), "1048576",
      "Most arguments of one command.");
  static final Setting<Long> INLINE = Setting.of("limits.inline-length", Kind.size(1024, 1 << 20), "64KiB",
      "Longest inline command, and longest line of the protocol.");
  static final Setting<Long> UNAUTHENTICATED_BULK = Setting.of("limits.unauthenticated-bulk-length",
      Kind.size(512, BULK_BYTES_HARD), "16KiB", "Longest argument before AUTH, when a password is set.");
  static final Setting<Integer> UNAUTHENTICATED_MULTIBULK = Setting.of("limits.unauthenticated-multibulk-count",
      Kind.integer(4, 1024), "10", "Most arguments of one command before AUTH, when a password is set.");
  static final Setting<Integer> PIPELINE = Setting.of("limits.pipeline-commands", Kind.integer(1, 1_000_000), "10000",
      "Commands of one client that may wait for their replies; beyond it the socket is not read.");
  static final Setting<Long> PIPELINE_BYTES = Setting.of("limits.pipeline-bytes", Kind.size(1 << 20, 1L << 30), "64MiB",
      "Bytes of commands of one client that may wait for their replies; beyond it the socket is not read.");
  static final Setting<Long> OUTPUT = Setting.of("limits.output-buffer", Kind.size(64 << 10, 1L << 30), "64MiB",
      "Unsent reply bytes of one client; beyond it the client is closed. Beyond 1MiB its commands wait.");
  static final Setting<Long> PIPELINES_BYTES = Setting.of("limits.total-pipeline-bytes",
      Kind.autoSize(1 << 20, 1L << 40, machine -> machine.heapBytes() / 8), "auto",
      "Bytes of commands of all clients that may wait for their replies; beyond it each client's wait for one another.",
      "auto: an eighth of the heap.");
  static final Setting<Long> INPUTS_BYTES = Setting.of("limits.total-input-bytes",
      Kind.autoSize(1 << 20, 1L << 40, machine -> machine.heapBytes() / 8), "auto",
      "Bytes of unfinished large requests and of MULTI blocks of all clients; beyond it more of them are refused with BUSY.",
      "auto: an eighth of the heap.");
  static final List<Setting<?>> SETTINGS = List.of(CONNECTIONS, BULK, MULTIBULK, INLINE, UNAUTHENTICATED_BULK,
      UNAUTHENTICATED_MULTIBULK, PIPELINE, PIPELINE_BYTES, OUTPUT, PIPELINES_BYTES, INPUTS_BYTES);

  public LimitsConfig {
    if (unauthenticatedBulkBytes > bulkBytes)
      throw new IllegalArgumentException(
          "limits.unauthenticated-bulk-length = %s: must not be over limits.bulk-length, which is %s"
              .formatted(Quantities.size(unauthenticatedBulkBytes), Quantities.size(bulkBytes)));
    if (pipelineBytes < bulkBytes)
      throw new IllegalArgumentException(
          "limits.pipeline-bytes = %s: must be at least limits.bulk-length, which is %s"
              .formatted(Quantities.size(pipelineBytes), Quantities.size(bulkBytes)));
  }

  static LimitsConfig from(Values values) {
    return new LimitsConfig(values.get(CONNECTIONS), values.get(BULK), values.get(MULTIBULK), values.get(INLINE),
        values.get(UNAUTHENTICATED_BULK), values.get(UNAUTHENTICATED_MULTIBULK), values.get(PIPELINE),
        values.get(PIPELINE_BYTES), values.get(OUTPUT), values.get(PIPELINES_BYTES), values.get(INPUTS_BYTES));
  }
}
