/**
 * The distribution, as the build makes it (see tools/pom.xml). {@link io.vertikv.tools.dist.Distribution} lays out
 * bin, lib and conf under tools/target/vertikv-VERSION, links a Java runtime beside a copy of it, and packs that as a
 * tar.gz which runs on a machine without Java. {@link io.vertikv.tools.dist.StartupCache} exercises a node once and
 * keeps what Java learned. Only the build comes here; the server never does.
 */
package io.vertikv.tools.dist;
