// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a report as one page of HTML that loads nothing. Its content security policy allows the
 * two scripts and the style by their hashes, and nothing else.
 */
public final class Page {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String UPLOT_LICENCE = "/META-INF/licenses/uplot.txt";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private Page() {}

  /**
   * Writes the page.
   *
   * @param report has been finished
   * @param program the name and version of this program
   * @throws IOException if writing fails
   */
  public static void write(Report report, String program, WritableByteChannel out)
      throws IOException {
    String uplot =
        "/*\n" + resource(UPLOT_LICENCE) + "*/\n" + resource(UPLOT + "uPlot.iife.min.js");
    String script = resource("report.js");
    String css = resource(UPLOT + "uPlot.min.css") + "\n" + resource("report.css");
    Map<String, String> parts = new HashMap<>();
    parts.put("uplot", uplot);
    parts.put("script", script);
    parts.put("css", css);
    parts.put("scripts", hash(uplot) + " " + hash(script));
    parts.put("style", hash(css));
    String template = resource("report.html");
    Matcher place = PLACE.matcher(template);
    int begin = 0;
    while (place.find()) {
      write(template.substring(begin, place.start()), out);
      begin = place.end();
      if (place.group(1).equals("data")) {
        Json json = new Json();
        report.write(json, program);
        json.text().writeTo(out);
      } else {
        write(parts.get(place.group(1)), out);
      }
    }
    write(template.substring(begin), out);
  }

  private static void write(String text, WritableByteChannel out) throws IOException {
    var bytes = UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** As a source of a content security policy. */
  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
