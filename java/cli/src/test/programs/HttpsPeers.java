// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An HTTPS server or a client, each a program of its own, as anybody writes them. It is run as a
 * source file, since the module of the command does not read those of HTTP.
 */
public final class HttpsPeers {
  /** Of the key store. */
  private static final String PASSWORD = "not a secret";

  private HttpsPeers() {}

  /** Called with {@code serve KEYSTORE PORT} or {@code get KEYSTORE URL}. */
  public static void main(String[] args) throws Exception {
    SSLContext tls = tls(KeyStore.getInstance(new File(args[1]), PASSWORD.toCharArray()));
    if (args[0].equals("serve")) {
      serve(tls, Integer.parseInt(args[2]));
    } else {
      get(tls, URI.create(args[2]));
    }
  }

  private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
    others.init(keys);
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    tls.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return tls;
  }

  private static void serve(SSLContext tls, int port) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "Hello World".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    System.out.println("serving");
  }

  private static void get(SSLContext tls, URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      System.out.println(client.send(request, BodyHandlers.ofString()).body());
    }
  }
}
