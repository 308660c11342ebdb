/** Tests of the command line and of the launcher script. */
package io.vertikv.tools;
