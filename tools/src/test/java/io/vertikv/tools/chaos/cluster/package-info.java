/** What nodes say of themselves, as the chaos test reads it. */
package io.vertikv.tools.chaos.cluster;
