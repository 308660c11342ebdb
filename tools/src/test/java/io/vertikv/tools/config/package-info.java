/** Tests of the settings: what is read, what is refused, what the reference file says. */
package io.vertikv.tools.config;
