/** The chaos test in its short form, with Jedis and Lettuce as clients. */
package io.vertikv.tools.chaos;
