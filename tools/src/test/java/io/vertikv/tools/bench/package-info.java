/** Tests of the load generator: bytes, counting, distributions, schedules; and one run against a server of a few lines. */
package io.vertikv.tools.bench;
