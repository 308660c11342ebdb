/** tools. */
package io.vertikv.tools;
