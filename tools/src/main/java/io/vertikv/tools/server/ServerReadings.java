package io.vertikv.tools.server;

import io.vertikv.resp.session.StageTimes;
import io.vertikv.resp.session.Statistics;

/** Everything that one look at the metrics is written from. */
record ServerReadings(Statistics front, StageTimes stages, StoreReadings store) {}
