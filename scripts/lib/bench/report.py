# SPDX-License-Identifier: Apache-2.0
"""Tables, targets, CSV and a chart of the results."""

import csv
import html
import statistics

METRICS = {
    "cpu": ("us CPU/packet", "{:.4f}"),
    "whole": ("us, first 10 s", "{:.4f}"),
    "rate": ("M packets/s", "{:.2f}"),
    "sent": ("sent/s", "{:,.0f}"),
    "lost": ("lost", "{:,.0f}"),
    "size": ("bytes/packet", "{:.1f}"),
    "killed": ("lost by kill -9", "{:,.0f}"),
    "memory": ("MiB", "{:.0f}"),
    "p50": ("p50 us", "{:,.0f}"),
    "p99": ("p99 us", "{:,.0f}"),
    "start": ("ms", "{:.0f}"),
}

# section, metric, ours, relation, target, acceptable, compared with; None: an absolute number
TARGETS = [
    ("mix", "cpu", "framering", "<=", 1.3, 1.6, "c"),
    ("mix", "cpu", "framering", "<=", 1.3, 1.6, "c-256k"),
    ("mix", "cpu", "framering-1m", "<=", 1.3, 1.6, "c"),
    ("mix", "cpu", "framering", "<=", 1.0, 1.3, "tcpdump"),
    ("mix", "whole", "framering", "<=", 1 / 3, 1 / 3, "pcap4j"),
    ("mix", "lost", "framering", "<=", 0, 0, None),
    ("flood", "cpu", "framering", "<=", 1.3, 1.6, "c"),
    ("flood", "cpu", "framering", "<=", 1.0, 1.0, "gopacket-parse"),
    ("flood", "lost", "framering", "<=", 0, 0, None),
    ("recording", "cpu", "framering mix", "<=", 1.0, 1.0, "tcpdump mix"),
    ("recording", "lost", "framering mix", "<=", 0, 0, None),
    ("recording", "lost", "framering flood", "<=", 0, 0, None),
    ("recording", "memory", "framering mix", "<=", 100, 130, None),
    ("printing", "cpu", "line", "<=", 1 / 4, 1 / 3, "tcpdump"),
    ("printing", "cpu", "json", "<=", 1 / 2, 1 / 2, "tcpdump"),
    ("printing", "cpu", "tree", "<=", 1 / 3, 1 / 3, "tcpdump"),
    ("printing", "cpu", "classic", "<=", 1 / 3, 1 / 3, "tcpdump"),
    ("printing", "cpu", "line 500k hosts", "<=", 1.0, 1.2, "line 2k hosts"),
    ("ceiling", "sent", "line", ">=", 2.0, 2.0, "tcpdump"),
    ("files", "rate", "decode framering", ">=", 0.6, 0.5, "decode c"),
    ("files", "rate", "count framering", ">=", 0.7, 0.5, "count tcpdump"),
    ("files", "rate", "line framering", ">=", 4.0, 3.0, "line tcpdump"),
    ("files", "rate", "copy framering", ">=", 1.0, 1.0, "copy tcpdump"),
    ("files", "rate", "filter framering", ">=", 1.5, 1.5, "filter tcpdump"),
    ("flows", "rate", "table mix", ">=", 0.5, 0.5, "decode mix"),
    ("flows", "rate", "framering", ">=", 1.0, 1.0, "tshark"),
    ("flows", "lost", "live framering", "<=", 0, 0, None),
    ("latency", "p50", "framering", "<=", 3500, 3500, None),
    ("start", "start", "framering", "<=", 106, 150, None),
    ("guard", "cpu", "framering", "<=", 1.3, 2.5, "c"),
]


def _middle(rounds, metric):
    values = [each[metric] for each in rounds if metric in each]
    return statistics.median(values) if values else None


def _spread(rounds, metric):
    values = [each[metric] for each in rounds if metric in each]
    if not values:
        return ""
    show = METRICS[metric][1].format
    middle = show(statistics.median(values))
    return middle if min(values) == max(values) else f"{middle} ({show(min(values))}–{show(max(values))})"


def _ratios(ours, theirs, metric):
    """The ratio of both medians, and of each round."""
    pairs = list(zip([each[metric] for each in ours], [each[metric] for each in theirs]))
    each = [a / b for a, b in pairs if b]
    return statistics.median(each) if each else float("inf"), min(each, default=0), max(each, default=0)


def print_section(title, results):
    metrics = [m for m in METRICS if any(m in r for rounds in results.values() for r in rounds)]
    print(f"\n{title}")
    print(f"{'':24}" + "".join(f"{METRICS[m][0]:>30}" for m in metrics))
    for name, rounds in results.items():
        print(f"{name:24}" + "".join(f"{_spread(rounds, m):>30}" for m in metrics))


def print_targets(all_results):
    """Returns the sections that miss a target."""
    lines, missing = [], set()
    for section, metric, ours, relation, target, least, whose in TARGETS:
        results = all_results.get(section, {})
        if not results.get(ours) or whose and not results.get(whose):
            continue
        if whose:
            value, low, high = _ratios(results[ours], results[whose], metric)
        else:
            values = [each[metric] for each in results[ours]]
            # The worst round counts for a loss, the median for everything else.
            value = max(values) if metric == "lost" else statistics.median(values)
            low, high = min(values), max(values)
        meets = (lambda limit: value <= limit) if relation == "<=" else (lambda limit: value >= limit)
        verdict = "met" if meets(target) else "least met" if meets(least) else "MISSED"
        if verdict == "MISSED":
            missing.add(section)
        of = f"of {whose}'s" if whose else METRICS[metric][0]
        lines.append(
            f"  {section:10}{metric:7}{ours:18}{value:8.2f} ({low:.2f}–{high:.2f}) {of:20}"
            f" wanted {relation} {target:.2f} / {least:.2f}  {verdict}"
        )
    if lines:
        print("\nFramering's against what is wanted (target / least that will do): median of the")
        print("rounds' own ratios, least–greatest")
        print("\n".join(lines))
    return missing


def write_csv(path, all_results):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["section", "contestant", "round", "metric", "value"])
        for section, results in all_results.items():
            for name, rounds in results.items():
                for number, result in enumerate(rounds, 1):
                    for metric, value in result.items():
                        writer.writerow([section, name, number, metric, f"{value:.6g}"])


# ---- the chart

_WIDTH, _LABEL, _BAR, _GAP, _HEAD = 760, 190, 18, 6, 34
_OURS, _OTHERS = "#2a78b5", "#b8bec4"


def _is_ours(section, name):
    formats = section in ("printing", "ceiling") and not name.startswith("tcpdump")
    return "framering" in name or formats


def _bars(section, title, metric, results, top):
    values = {name: _middle(rounds, metric) for name, rounds in results.items()}
    values = {name: value for name, value in values.items() if value is not None}
    most = max(values.values(), default=0) or 1
    unit, show = METRICS[metric]
    yield f'<text x="0" y="{top + 16}" font-weight="bold">{html.escape(title)} ({unit})</text>'
    at = top + _HEAD - 8
    for name, value in sorted(values.items(), key=lambda pair: pair[1]):
        width = max(1, (_WIDTH - _LABEL - 90) * value / most)
        color = _OURS if _is_ours(section, name) else _OTHERS
        yield f'<text x="{_LABEL - 8}" y="{at + 14}" text-anchor="end">{html.escape(name)}</text>'
        yield f'<rect x="{_LABEL}" y="{at}" width="{width:.1f}" height="{_BAR}" fill="{color}"/>'
        yield f'<text x="{_LABEL + width + 6:.1f}" y="{at + 14}">{show.format(value)}</text>'
        at += _BAR + _GAP


def write_chart(path, titles, all_results):
    parts, top = [], 10
    for section, results in all_results.items():
        for metric in ("cpu", "rate", "sent", "p50", "start"):
            if any(metric in each for rounds in results.values() for each in rounds):
                parts += _bars(section, titles[section], metric, results, top)
                top += _HEAD + len(results) * (_BAR + _GAP) + 10
                break
    with open(path, "w") as file:
        file.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{top}" '
            f'viewBox="0 0 {_WIDTH} {top}" font-family="sans-serif" font-size="13">\n'
            '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n"
        )
