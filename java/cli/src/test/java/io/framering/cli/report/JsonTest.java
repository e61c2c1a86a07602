// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The JSON in a page")
class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "\"><img src=x onerror=alert(1)>",
        "]]>&lt;&amp;",
        "\u2028\u2029\u0085",
        "it's \"quoted\" \\u003c \\",
        "\0\1\b\t\n\r\u007F",
        "\u202Eevil\u200F",
        "\uD800 alone",
        "Grüße \uD83D\uDE00"
      })
  void holdsAnyTextAndNoMarkup(String text) {
    String json = new Json().string(text).text().toString();

    assertThat(json).doesNotContainPattern("[<>&\\p{Cc}\\p{Cf}\\p{Cs}\u2028\u2029]");
    assertThat(read(json)).isEqualTo(text);
  }

  /** As a parser of JSON does. */
  private static String read(String json) {
    assertThat(json).matches("(?s)\"([^\"\\\\]|\\\\([\"\\\\bfnrt]|u[0-9a-f]{4}))*\"");
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char character = json.charAt(i);
      if (character != '\\') {
        text.append(character);
        continue;
      }
      character = json.charAt(++i);
      if (character == 'u') {
        text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        int letter = "bfnrt".indexOf(character);
        text.append(letter < 0 ? character : "\b\f\n\r\t".charAt(letter));
      }
    }
    return text.toString();
  }

  @Test
  void separatesValues() {
    Json json = new Json();
    json.beginObject().name("a").beginList().number(1).nothing().string("x").endList();
    json.name("b").beginObject().endObject().name("c").hundredths(205).name("d").truth(true);
    json.name("e").numberUnless(-1, -1).endObject();

    assertThat(json.text())
        .hasToString("{\"a\":[1,null,\"x\"],\"b\":{},\"c\":2.05,\"d\":true,\"e\":null}");
  }
}
