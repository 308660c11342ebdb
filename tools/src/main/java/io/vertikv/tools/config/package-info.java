/**
 * Every setting of a node: its name, what it may be, what it is by default and where its value came from.
 * Read {@link io.vertikv.tools.config.NodeConfig} first (the tree of records that the rest of the process sees; one
 * record per room, each with the table of its settings), then {@link io.vertikv.tools.config.Setting} and
 * {@link io.vertikv.tools.config.Kind} (what a setting is), then {@link io.vertikv.tools.config.ConfigReader}
 * (flag before environment before file before default). {@link io.vertikv.tools.config.ReferenceConfig} writes
 * deploy/vertikv.conf from the same tables. To add a setting: one constant and one record field in its room.
 * Nothing here opens a socket, and no module below knows these records: the server assembly translates them.
 */
package io.vertikv.tools.config;
