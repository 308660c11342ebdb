/** Schedules: functions of their seed that never take a majority. */
package io.vertikv.tools.chaos.fault;
