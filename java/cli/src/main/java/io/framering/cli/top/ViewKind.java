// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.cli.flows.FlowListing;
import io.framering.cli.text.TextTable.Column;
import io.framering.cli.text.Texts;
import io.framering.cli.top.TopData.FlowRate;
import io.framering.flow.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The views: flows one by one, or added up by what they have in common. */
enum ViewKind {
  /** Each flow. */
  FLOWS("flows") {
    @Override
    List<Column> labels() {
      return List.of(
          Column.text("PROTO", 0, 2),
          Column.text("SOURCE", ADDRESS, 0),
          Column.text("DESTINATION", ADDRESS, 0),
          Column.text("NAME", NAME, 6));
    }

    @Override
    List<TopRow> rows(List<FlowRate> flows) {
      return flows.stream().map(rate -> TopRow.of(rate, labels(rate.flow()))).toList();
    }

    private static List<String> labels(Flow flow) {
      return List.of(
          flow.protocolName(),
          Texts.endpoint(flow.source(), flow.sourcePort()),
          Texts.endpoint(flow.destination(), flow.destinationPort()),
          FlowListing.name(flow));
    }
  },
  /** Each address, as source and as destination. */
  HOSTS("hosts") {
    @Override
    List<Column> labels() {
      return List.of(Column.text("HOST", ADDRESS, 0));
    }

    @Override
    List<TopRow> rows(List<FlowRate> flows) {
      Sums sums = new Sums();
      for (FlowRate rate : flows) {
        sums.of(Texts.address(rate.flow().source())).add(rate, false);
        if (!rate.flow().source().equals(rate.flow().destination())) {
          sums.of(Texts.address(rate.flow().destination())).add(rate, true);
        }
      }
      return sums.rows();
    }
  },
  /** Each protocol and destination port. */
  PORTS("ports") {
    @Override
    List<Column> labels() {
      return List.of(Column.text("PORT", NAME, 0));
    }

    @Override
    List<TopRow> rows(List<FlowRate> flows) {
      Sums sums = new Sums();
      for (FlowRate rate : flows) {
        int port = rate.flow().destinationPort();
        sums.of(rate.flow().protocolName() + (port < 0 ? "" : " " + port)).add(rate, false);
      }
      return sums.rows();
    }
  },
  /** Each name that packets give a flow. */
  NAMES("names") {
    @Override
    List<Column> labels() {
      return List.of(Column.text("NAME", NAME, 0));
    }

    @Override
    List<TopRow> rows(List<FlowRate> flows) {
      Sums sums = new Sums();
      for (FlowRate rate : flows) {
        String name = FlowListing.name(rate.flow());
        if (!name.isEmpty()) {
          sums.of(name).add(rate, false);
        }
      }
      return sums.rows();
    }
  };

  private static final int ADDRESS = 15;
  private static final int NAME = 8;

  private final String title;

  ViewKind(String title) {
    this.title = title;
  }

  /** In words. */
  String title() {
    return title;
  }

  /** The columns that say what a row is. */
  abstract List<Column> labels();

  /** The rows, in no order. */
  abstract List<TopRow> rows(List<FlowRate> flows);

  /** The sums by label. */
  private static final class Sums {
    private final Map<String, TopRow.Sum> byLabel = new HashMap<>();

    TopRow.Sum of(String label) {
      return byLabel.computeIfAbsent(label, _ -> new TopRow.Sum());
    }

    List<TopRow> rows() {
      return byLabel.entrySet().stream()
          .map(entry -> entry.getValue().row(List.of(entry.getKey())))
          .toList();
    }
  }
}
