// SPDX-License-Identifier: Apache-2.0
// Captures with gopacket's afpacket until SIGINT, counting or parsing. For scripts/bench.
//
//	gopacket_capture count|parse INTERFACE
package main

import (
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/afpacket"
	"github.com/google/gopacket/layers"
)

func main() {
	ring, err := afpacket.NewTPacket(
		afpacket.OptInterface(os.Args[2]),
		afpacket.OptTPacketVersion(afpacket.TPacketVersion3),
		afpacket.OptFrameSize(2048),
		afpacket.OptBlockSize(1<<20),
		afpacket.OptNumBlocks(32),
		afpacket.OptBlockTimeout(5*time.Millisecond),
		afpacket.OptPollTimeout(100*time.Millisecond))
	if err != nil {
		fmt.Fprintln(os.Stderr, "gopacket_capture:", err)
		os.Exit(1)
	}
	var stopped atomic.Bool
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-signals
		stopped.Store(true)
	}()

	var ethernet layers.Ethernet
	var tag layers.Dot1Q
	var ipv4 layers.IPv4
	var ipv6 layers.IPv6
	var tcp layers.TCP
	var udp layers.UDP
	parser := gopacket.NewDecodingLayerParser(
		layers.LayerTypeEthernet, &ethernet, &tag, &ipv4, &ipv6, &tcp, &udp)
	parser.IgnoreUnsupported = true
	decoded := []gopacket.LayerType{}
	parse := os.Args[1] == "parse"

	captured := 0
	fmt.Fprintln(os.Stderr, "listening")
	for !stopped.Load() {
		bytes, _, err := ring.ZeroCopyReadPacketData()
		if err == afpacket.ErrTimeout {
			continue
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "gopacket_capture:", err)
			os.Exit(1)
		}
		captured++
		if parse {
			parser.DecodeLayers(bytes, &decoded)
		}
	}
	_, counts, _ := ring.SocketStats()
	fmt.Printf("captured %d dropped %d\n", captured, counts.Drops())
}
