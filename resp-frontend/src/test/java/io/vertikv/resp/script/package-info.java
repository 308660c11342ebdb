/**
 * Session scripts: files that read like a redis-cli session and run against any target. {@code SessionScript} reads and
 * runs them; a target is this project's commands in memory, or any server over TCP, a real Redis included.
 */
package io.vertikv.resp.script;
