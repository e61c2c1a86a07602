// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.framering.capture.Capture;
import io.framering.capture.CaptureException;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.CaptureOptions.Traffic;
import io.framering.capture.CaptureStatistics;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.MockedStatic;

/** With a capture that was made up, as the real one can't be made to fail in all these ways. */
@DisplayName("framering sniff")
class SniffCommandTest {
  private static final String LISTENING =
      "framering: listening on eth0, link-type Ethernet, snapshot length 262144 bytes";

  private static final List<Interface> INTERFACES =
      List.of(
          new Interface(1, "lo", true, true, true, LinkType.ETHERNET, 65536),
          new Interface(2, "eth0", true, true, false, LinkType.ETHERNET, 1500),
          new Interface(3, "tun0", true, true, false, LinkType.RAW, 1500));
  private static final CaptureOptions DEFAULTS = CaptureOptions.defaults().absence(Absence.OUTLIVE);

  private final FakeSource frames = new FakeSource();
  private final Capture capture = mock();
  private MockedStatic<Capture> captures;
  private MockedStatic<NetworkInterfaces> interfaces;

  @BeforeEach
  void makeUp() {
    captures = mockStatic(Capture.class);
    captures.when(() -> Capture.open(anyList(), any())).thenReturn(capture);
    interfaces = mockStatic(NetworkInterfaces.class);
    interfaces.when(() -> NetworkInterfaces.list("")).thenReturn(INTERFACES);
    when(capture.interfaces()).thenReturn(INTERFACES);
    when(capture.next(any())).thenAnswer(call -> frames.next(call.getArgument(0)));
    when(capture.ended()).thenAnswer(call -> frames.ended());
    when(capture.ringBytes()).thenReturn(32L << 20);
    when(capture.filteredByKernel()).thenReturn(true);
    when(capture.statistics()).thenReturn(new CaptureStatistics(0, 0, 0));
  }

  @AfterEach
  void undo() {
    interfaces.close();
    captures.close();
  }

  @Test
  void tellsWhereItListensAndClosesWithCountsAsTcpdumpDoes() {
    when(capture.statistics()).thenReturn(new CaptureStatistics(7, 3, 0));

    Call call = Call.of("sniff", "-i", "eth0");

    assertThat(call.status()).isZero();
    assertThat(call.errLines())
        .containsExactly(
            LISTENING,
            "framering: 3 packets lost after packet 0: the buffer was full; -B makes it larger",
            "0 packets captured",
            "7 packets received by filter",
            "3 packets dropped by kernel");
    verify(capture).close();
  }

  @Test
  void countsThatAreNotKnownAreNotPrintedAsZero() {
    CaptureException unknown = mock();
    when(unknown.getMessage()).thenReturn("eth0: getsockopt(PACKET_STATISTICS) failed");
    when(capture.statistics()).thenThrow(unknown);

    Call call = Call.of("sniff", "-i", "eth0");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines())
        .containsExactly(
            LISTENING,
            "0 packets captured",
            "framering: the kernel's counts of received and dropped packets are unknown: eth0:"
                + " getsockopt(PACKET_STATISTICS) failed");
  }

  @Test
  void lossesOfOtherKindsHaveLinesOfTheirOwn() {
    when(capture.statistics()).thenReturn(new CaptureStatistics(7, 3, 1, 2));

    assertThat(Call.of("sniff", "-i", "eth0").errLines())
        .endsWith(
            "3 packets dropped by kernel",
            "2 packets dropped by interface",
            "1 time the buffer was full");
  }

  @Test
  void onePacketIsNotPackets() {
    when(capture.statistics()).thenReturn(new CaptureStatistics(1, 1, 0));

    assertThat(Call.of("sniff", "-i", "eth0").errLines())
        .endsWith("1 packet received by filter", "1 packet dropped by kernel");
  }

  @Test
  void withoutOptionsEverythingIsAtItsDefault() {
    Call.of("sniff");

    assertThat(opened().names()).isEmpty();
    assertThat(opened().options()).usingRecursiveComparison().isEqualTo(DEFAULTS);
  }

  @Test
  void optionsReachTheCapture() {
    Call.of("sniff", "-pilo", "-i", "eth0", "-s96", "-Q", "in", "-B", "4096", "-ieth0");

    assertThat(opened().names()).containsExactly("lo", "eth0");
    assertThat(opened().options())
        .usingRecursiveComparison()
        .isEqualTo(
            DEFAULTS.promiscuous(false).snapLength(96).direction(Traffic.IN).ringBytes(4 << 20));
  }

  @Test
  void absentInterfacesAndOtherNamespacesReachTheCaptureToo() {
    Call.of("sniff", "-i", "tun0", "--wait", "--netns", "blue");

    assertThat(opened().options())
        .usingRecursiveComparison()
        .isEqualTo(CaptureOptions.defaults().absence(Absence.AWAIT).networkNamespace("blue"));
  }

  @Test
  void waitsForAnInterfaceThatIsNotThere() {
    when(capture.interfaces()).thenReturn(List.of()).thenReturn(INTERFACES);
    when(capture.awaitInterface()).thenReturn(true);

    Call call = Call.of("sniff", "-i", "eth0", "--wait");

    assertThat(call.errLines()).startsWith("framering: waiting for eth0", LISTENING);
  }

  @Test
  void aSignalEndsTheWaiting() {
    when(capture.interfaces()).thenReturn(List.of());

    Call call = Call.of("sniff", "-i", "eth0", "--wait");

    assertThat(call.status()).isZero();
    assertThat(call.errLines()).containsExactly("framering: waiting for eth0");
  }

  @Test
  void anyAmongTheInterfacesIsAll() {
    Call call = Call.of("sniff", "--interface=lo", "--interface", "any");

    assertThat(opened().names()).isEmpty();
    assertThat(call.errLines())
        .contains("framering: listening on all interfaces, snapshot length 262144 bytes");
  }

  @Test
  void theLastOfTwoValuesCounts() {
    Call.of("sniff", "-s", "100", "-s", "200");

    assertThat(opened().options().snapLength()).isEqualTo(200);
  }

  @Test
  void classicSeesWhatAPlainRawSocketSees() {
    Call.of("sniff", "--format", "classic");

    assertThat(opened().options())
        .usingRecursiveComparison()
        .isEqualTo(DEFAULTS.restoreVlanTags(false).loopbackTwice(true));
  }

  @Test
  void interfacesOfSeveralKindsAreToldApart() {
    assertThat(Call.of("sniff", "-i", "lo", "-i", "tun0").err())
        .contains("listening on lo, tun0, link-type Ethernet and Raw IP,");
  }

  @Test
  void aSmallerRingThanAskedForIsTold() {
    when(capture.ringBytes()).thenReturn(8L << 20);

    assertThat(Call.of("sniff", "-i", "eth0").errLines())
        .startsWith("framering: the ring got 8192 KiB of the 32768 KiB asked for", LISTENING);
  }

  @Test
  void aFilterThatTheKernelDoesNotTakeIsTold() {
    when(capture.filteredByKernel()).thenReturn(false);

    assertThat(Call.of("sniff", "-i", "eth0", "ip", "protochain", "17").errLines())
        .startsWith(
            "framering: the kernel does not accept this filter, so it is applied here (slower)",
            LISTENING);
    assertThat(opened().options().filter().text()).isEqualTo("ip protochain 17");
  }

  @Test
  void whatCannotBeOpenedIsOneLine() {
    CaptureException failure = mock();
    when(failure.getMessage()).thenReturn("eth9: no such interface; this host has lo, eth0");
    captures.when(() -> Capture.open(anyList(), any())).thenThrow(failure);

    Call call = Call.of("sniff", "-i", "eth9");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines())
        .containsExactly("framering: eth9: no such interface; this host has lo, eth0");
  }

  @Test
  void aCaptureThatCannotGoOnStillTellsItsCounts() {
    CaptureException failure = mock();
    when(failure.getMessage()).thenReturn("eth0: the interface is gone");
    frames.failure(failure);

    Call call = Call.of("sniff", "-i", "eth0");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines())
        .containsExactly(
            LISTENING,
            "0 packets captured",
            "0 packets received by filter",
            "0 packets dropped by kernel",
            "framering: eth0: the interface is gone");
    verify(capture).close();
  }

  @Test
  void aFullDiskIsAFailureThatTellsItsCounts() {
    frames.batch(1);

    Call call = Call.to(new Call.Broken(new IOException("no space left")), classic());

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines())
        .hasSize(5)
        .contains("1 packet captured")
        .endsWith("framering: no space left");
  }

  @Test
  void aReaderThatLeftIsNoFailure() {
    frames.batch(1);
    IOException gone = new StandardOutput.ReaderGone(new IOException("Broken pipe"));

    Call call = Call.to(new Call.Broken(gone), classic());

    assertThat(call.status()).isZero();
    assertThat(call.errLines()).containsExactly(LISTENING);
    verify(capture).close();
  }

  @Test
  void aLibraryThatDoesNotLoadIsOneLine() {
    captures
        .when(() -> Capture.open(anyList(), any()))
        .thenThrow(new UnsatisfiedLinkError("cannot load the native library:\nno file"));

    Call call = Call.of("sniff");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines())
        .containsExactly("framering: cannot load the native library: no file");
  }

  @Test
  void whatNobodyExpectedIsOneLineToo() {
    frames.failure(new IllegalStateException("oops"));

    assertThat(Call.of("sniff", "-i", "eth0").errLines())
        .endsWith(
            "framering: unexpected java.lang.IllegalStateException: oops"
                + " (FRAMERING_DEBUG=1 prints a stack trace)");
  }

  private static String[] classic() {
    return new String[] {"sniff", "-i", "eth0", "--format", "classic"};
  }

  private record Opened(List<String> names, CaptureOptions options) {}

  @SuppressWarnings("unchecked")
  private Opened opened() {
    ArgumentCaptor<List<String>> names = ArgumentCaptor.captor();
    ArgumentCaptor<CaptureOptions> options = ArgumentCaptor.captor();
    captures.verify(() -> Capture.open(names.capture(), options.capture()));
    return new Opened(names.getValue(), options.getValue());
  }
}
