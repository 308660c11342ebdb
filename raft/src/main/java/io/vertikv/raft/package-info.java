/** The Raft algorithm as a pure state machine. */
package io.vertikv.raft;
