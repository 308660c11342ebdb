/**
 * {@code vertikv ctl}: what operators ask a running cluster, and tell it. Talks to the admin port of any node; every change
 * is a goal that is asked for again until it is reached, so it may be broken off and run again at any moment.
 */
package io.vertikv.tools.ctl;
