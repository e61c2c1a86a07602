// SPDX-License-Identifier: Apache-2.0
// Shows the data of the page. Names in it come from packets: they are only ever written as text.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const ROWS = 100;
  const DASH = '\u2013';

  // ---- Text ----

  const NUMBERS = new Intl.NumberFormat('en-US');
  const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

  /** Untrusted text in which invisible characters and changes of direction can be seen. */
  const visible = text =>
    text.replace(INVISIBLE, each => '\\u{' + each.codePointAt(0).toString(16) + '}');
  const count = value => NUMBERS.format(value);
  const plural = (value, one) => count(value) + ' ' + one + (value === 1 ? '' : 's');

  /** Three digits and a prefix: 12.3 M. */
  function scaled(value, unit) {
    const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
    let step = 0;
    while (Math.abs(value) >= 999.5 && step < prefixes.length - 1) {
      value /= 1000;
      step++;
    }
    const digits = step === 0 && Number.isInteger(value) ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return (value.toFixed(digits) + ' ' + prefixes[step] + unit).trim();
  }
  /** Without zeros at the end of the decimals: 50 k for 50.0 k. */
  const short = text => text.replace(/(\.\d*?)0+(?= |$)/, (all, kept) => kept === '.' ? '' : kept);
  const bytes = value => scaled(value, 'B');
  const bits = value => scaled(value, 'bit/s');

  function duration(nanos) {
    if (nanos < 1e3) return nanos + ' ns';
    if (nanos < 999.5e3) return +(nanos / 1e3).toPrecision(3) + ' \u00B5s';
    if (nanos < 999.5e6) return (nanos / 1e6).toFixed(nanos < 9.995e6 ? 2 : nanos < 99.95e6 ? 1 : 0) + ' ms';
    const seconds = nanos / 1e9;
    if (seconds < 120) return seconds.toFixed(seconds < 9.995 ? 2 : 1) + ' s';
    const minutes = Math.floor(seconds / 60);
    if (minutes < 120) return minutes + ' min ' + Math.floor(seconds % 60) + ' s';
    const hours = Math.floor(minutes / 60);
    return hours < 48
      ? hours + ' h ' + (minutes % 60) + ' min'
      : Math.floor(hours / 24) + ' d ' + (hours % 24) + ' h';
  }

  /** The time of the first packet, in seconds since 1970. */
  const ORIGIN = Number(BigInt(data.origin) / 1000n) / 1e6;
  const utc = seconds => new Date(seconds * 1000).toISOString();
  /** The time of day, in UTC, with as many decimals as the step needs. */
  function clock(seconds, step) {
    const decimals = step < 1 ? Math.min(3, Math.ceil(-Math.log10(step) - 1e-9)) : 0;
    const unit = 10 ** -decimals;
    const text = utc(Math.round(seconds / unit) * unit + 1e-4);
    return text.slice(-13, decimals > 0 ? -4 + decimals : -5);
  }

  // ---- Elements ----

  function el(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }
  const byId = id => document.getElementById(id);
  function part(element, share) {
    element.style.setProperty('--part', (100 * Math.min(1, share || 0)).toFixed(2) + '%');
    return element;
  }

  /**
   * A table.
   *
   * columns: [title, number?]; rows: of texts or elements; shares: of the bar in the first column.
   */
  function table(columns, rows, shares) {
    const head = el('tr', {}, ...columns.map(([title, number]) => el('th', {scope: 'col', class: number && 'number'}, title)));
    const body = rows.map((row, at) => el('tr', {}, ...row.map((cell, column) => {
      if (cell instanceof Element) return cell;
      const made = el('td', {class: columns[column][1] ? 'number' : column === 0 ? 'name' : null}, cell);
      if (column === 0) made.title = cell;
      return shares && column === columns.length - 1 ? (made.classList.add('bar'), part(made, shares[at])) : made;
    })));
    return el('table', {}, el('thead', {}, head), el('tbody', {}, ...body));
  }

  function nothing(host, text) {
    host.append(el('p', {class: 'quiet'}, text));
  }

  function leftOut(host, number, what) {
    if (number > 0) host.append(el('p', {class: 'quiet hint'}, count(number) + ' more ' + what + ' are not shown.'));
  }

  /** Bars: [label, number]. */
  function histogram(host, rows) {
    const total = rows.reduce((sum, row) => sum + row[1], 0);
    const most = Math.max(...rows.map(row => row[1]));
    const grid = el('div', {class: 'histogram'});
    for (const [label, number] of rows) {
      grid.append(
        el('span', {class: 'label'}, label),
        part(el('span', {class: 'track', 'aria-hidden': 'true'}), number / most),
        el('span', {class: 'value'}, count(number)),
        el('span', {class: 'value quiet'}, (total ? 100 * number / total : 0).toFixed(1) + ' %'));
    }
    host.append(grid);
  }

  // ---- Head ----

  function showHead() {
    const names = data.files.map(visible).join(', ');
    document.title = names + ' \u2013 capture report';
    byId('source').textContent = names + (data.filter ? ' \u2013 only: ' + visible(data.filter) : '');
    byId('program').textContent = data.program;
    if (data.packets > 0) {
      const last = ORIGIN + data.span / 1e9;
      byId('period').textContent =
        utc(ORIGIN).replace('T', ' ').replace('Z', ' UTC') + ' to ' + utc(last).replace('T', ' ').replace('Z', ' UTC');
    }
    byId('notes').append(...data.notes.map(note => el('p', {class: 'note', role: 'alert'}, visible(note))));
  }

  function showTiles() {
    const {step, bytes: series} = data.timeline;
    const peak = series.length > 1 ? Math.max(...series) * 8e9 / step : null;
    const tcp = data.tcp;
    const tiles = [
      ['Packets', count(data.packets), data.truncated ? plural(data.truncated, 'packet') + ' truncated' : ''],
      ['Volume', bytes(data.bytes), data.packets ? 'mean packet ' + bytes(Math.round(data.bytes / data.packets)) : ''],
      ['Duration', duration(data.span), ''],
      ['Mean rate', data.span ? bits(data.bytes * 8e9 / data.span) : DASH, data.span ? scaled(data.packets * 1e9 / data.span, '') + ' packets/s' : ''],
      ['Peak rate', peak === null ? DASH : bits(peak), peak === null ? '' : 'over ' + short(duration(step))],
      ['Flows', count(data.flowCount), plural(data.tcp.flows, 'TCP connection')],
      ['Hosts', (data.hosts.inexact ? 'about ' : '') + count(data.hosts.count), ''],
      ['Lost', data.lost === null ? 'unknown' : count(data.lost), data.lost === null ? 'the file has no count' : 'while capturing', data.lost > 0],
      ['Retransmissions', tcp.packets ? count(tcp.retransmissions) : DASH,
        tcp.packets ? (100 * tcp.retransmissions / tcp.packets).toFixed(2) + ' % of TCP packets' : '', tcp.retransmissions > 0.01 * tcp.packets],
      ['Handshake time', data.rtt.count ? duration(data.rtt.median) : DASH, data.rtt.count ? 'median' : ''],
    ];
    byId('tiles').append(...tiles.map(([title, value, sub, bad]) =>
      el('div', {class: bad && 'bad'}, el('dt', {}, title), el('dd', {}, value), ...(sub ? [el('dd', {class: 'sub'}, sub)] : []))));
  }

  // ---- Time line ----

  const INCREMENTS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900,
    1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 2592000, 7776000, 31536000, 315360000, 3153600000];
  const RIGHT = 30;
  const LEFT = 82;
  const charts = [];
  let colors = {};

  function readColors() {
    const style = getComputedStyle(document.documentElement);
    colors = Object.fromEntries(['line', 'quiet', 'blue', 'blue-fill', 'teal', 'teal-fill', 'purple', 'purple-2', 'orange', 'orange-fill', 'red']
      .map(name => [name, style.getPropertyValue('--' + name).trim()]));
  }

  function splits(u, axis, min, max, increment) {
    const found = [];
    for (let at = Math.ceil((min + ORIGIN) / increment - 1e-6) * increment; at <= max + ORIGIN + increment * 1e-6; at += increment) {
      found.push(at - ORIGIN);
    }
    return found;
  }
  const times = (u, values, axis, space, increment) => values.map(value => {
    if (value === null) return null;
    const text = utc(value + ORIGIN + 1e-4);
    if (increment >= 86400 || increment >= 60 && text.endsWith('T00:00:00.000Z')) return text.slice(0, -14);
    return increment >= 60 ? text.slice(-13, -8) : clock(value + ORIGIN, increment);
  });

  /** Red marks over the buckets in which packets were lost. */
  function drawLosses(u) {
    const {ctx, bbox} = u;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.fillStyle = colors.red;
    data.timeline.lost.forEach((lost, at) => {
      if (!lost || x(at + 1) < u.scales.x.min || x(at) > u.scales.x.max) return;
      const middle = Math.round(u.valToPos((x(at) + x(at + 1)) / 2, 'x', true));
      ctx.globalAlpha = 0.35;
      ctx.fillRect(middle - ratio / 2, bbox.top, ratio, bbox.height);
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.moveTo(middle - 5 * ratio, bbox.top);
      ctx.lineTo(middle + 5 * ratio, bbox.top);
      ctx.lineTo(middle, bbox.top + 7 * ratio);
      ctx.fill();
    });
    ctx.restore();
  }

  /** The beginning of a bucket, in seconds since the first packet. */
  const x = at => (data.timeline.start + at * data.timeline.step) / 1e9;

  /**
   * A chart.
   *
   * series: {name, color, fill, values}; format: the text of a value
   */
  function chart(title, series, format, summary) {
    const length = data.timeline.bytes.length;
    const xs = Array.from({length: length + 1}, (unused, at) => x(at));
    const ended = values => values.concat(values.at(-1));
    const legend = series.length > 1 ? series.map(each => el('span', {}, marker(each.color), each.name)) : [];
    if (charts.length === 0 && data.timeline.lost.some(lost => lost > 0)) {
      legend.push(el('span', {}, marker('red'), 'packets lost while capturing'));
    }
    const box = el('div', {class: 'chart', role: 'img', 'aria-label': title + ' over time. ' + summary});
    byId('charts').append(el('h3', {}, title, ...legend), box);
    const made = new uPlot({
      width: Math.max(200, box.clientWidth),
      height: 150,
      padding: [8, RIGHT, 0, 0],
      legend: {show: false},
      scales: {x: {time: false, range: (u, min, max) => min === max ? [min, min + 0.001] : [min, max]}, y: {range: (u, min, max) => [0, (max || 1) * 1.05]}},
      cursor: {y: false, points: {size: 7}, sync: {key: 'time', setSeries: false}, drag: {x: true, y: false}},
      axes: [
        {stroke: () => colors.quiet, grid: {stroke: () => colors.line, width: 1}, ticks: {show: false}, size: 28, space: 80,
          font: '11px system-ui, sans-serif', incrs: INCREMENTS, splits, values: times},
        {stroke: () => colors.quiet, grid: {stroke: () => colors.line, width: 1}, ticks: {show: false}, size: LEFT, space: 32,
          font: '11px system-ui, sans-serif', values: (u, values) => values.map(value => short(format(value)))},
      ],
      series: [{}, ...series.map(each => ({
        label: each.name,
        stroke: () => colors[each.color],
        fill: each.fill ? () => colors[each.fill] : undefined,
        width: 1.25,
        paths: uPlot.paths.stepped({align: 1}),
        points: {show: false},
        spanGaps: false,
      }))],
      hooks: {draw: [drawLosses], setScale: [follow], setCursor: [u => tell(u.cursor.idx)]},
    }, [xs, ...series.map(each => ended(each.values))], box);
    charts.push({made, box});
  }
  function marker(color) {
    const made = el('i', {});
    made.style.background = 'var(--' + color + ')';
    return made;
  }

  let following = false;
  /** All charts show the same time. */
  function follow(u, key) {
    if (key !== 'x' || following) return;
    following = true;
    const {min, max} = u.scales.x;
    charts.forEach(each => each.made !== u && each.made.setScale('x', {min, max}));
    following = false;
  }

  function tell(at) {
    const {step, bytes: volume, packets, lost, retransmissions, rtt, rttHigh} = data.timeline;
    if (at === null || at === undefined || volume.length === 0) {
      byId('readout').textContent = 'Each point is ' + short(duration(step)) + '.';
      return;
    }
    const bucket = Math.min(at, volume.length - 1);
    const parts = [
      clock(ORIGIN + x(bucket), step / 1e9),
      bits(volume[bucket] * 8e9 / step),
      scaled(packets[bucket] * 1e9 / step, '') + ' packets/s',
    ];
    if (retransmissions[bucket] > 0) parts.push(plural(+retransmissions[bucket].toFixed(1), 'retransmission'));
    if (rtt[bucket] !== null) parts.push('RTT ' + duration(rtt[bucket]) + ' (90 %: ' + duration(rttHigh[bucket]) + ')');
    if (lost[bucket] > 0) parts.push(plural(lost[bucket], 'packet') + ' lost');
    byId('readout').textContent = parts.join(' \u00B7 ');
  }

  function zoom(factor) {
    const u = charts[0].made;
    const {min, max} = u.scales.x;
    const at = u.cursor.idx;
    const middle = at === null || at === undefined ? (min + max) / 2 : u.data[0][at];
    const whole = [x(0), x(data.timeline.bytes.length)];
    const half = Math.max(data.timeline.step / 1e9 * 2, (max - min) * factor / 2);
    const from = Math.max(whole[0], Math.min(middle - half, whole[1] - 2 * half));
    u.setScale('x', {min: from, max: Math.min(whole[1], from + 2 * half)});
  }
  const showAll = () => charts[0].made.setScale('x', {min: x(0), max: x(data.timeline.bytes.length)});

  function moveCursor(by) {
    const u = charts[0].made;
    const {min, max} = u.scales.x;
    const inside = u.data[0].map((time, at) => at).filter(at => u.data[0][at] >= min && u.data[0][at] <= max);
    const old = u.cursor.idx;
    const at = old === null || old === undefined
      ? inside[Math.floor(inside.length / 2)]
      : Math.min(inside.at(-1), Math.max(inside[0], old + by));
    charts.forEach(({made}) => made.setCursor({left: made.valToPos(made.data[0][at], 'x'), top: 1}, false));
    tell(at);
  }

  function onKey(event) {
    const big = event.shiftKey ? 10 : 1;
    const actions = {
      ArrowLeft: () => moveCursor(-big), ArrowRight: () => moveCursor(big),
      '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), 0: showAll, Escape: showAll,
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }

  function resize(width) {
    charts.forEach(({made, box}) => made.setSize({width: Math.max(200, width ?? box.clientWidth), height: 150}));
  }
  function repaint() {
    readColors();
    charts.forEach(({made}) => made.redraw(false, true));
  }

  const most = (values, format) => 'Highest: ' + format(Math.max(0, ...values)) + '.';

  function showTimeline() {
    const {step, bytes: volume, packets, retransmissions, rtt, rttHigh} = data.timeline;
    if (volume.length === 0) {
      nothing(byId('charts'), 'No packets.');
      return;
    }
    readColors();
    const perSecond = values => values.map(value => value * 1e9 / step);
    const rate = perSecond(volume).map(value => value * 8);
    chart('Throughput', [{name: 'bit/s', color: 'blue', fill: 'blue-fill', values: rate}], bits, most(rate, bits));
    const speed = value => scaled(value, '');
    chart('Packets per second', [{name: 'packets/s', color: 'teal', fill: 'teal-fill', values: perSecond(packets)}], speed, most(perSecond(packets), speed));
    if (data.tcp.packets > 0) {
      chart('TCP retransmissions per second', [{name: 'per second', color: 'orange', fill: 'orange-fill', values: perSecond(retransmissions)}],
        speed, most(perSecond(retransmissions), speed));
    }
    if (rtt.some(value => value !== null)) {
      chart('TCP round-trip time', [
        {name: 'median of the active connections', color: 'purple', values: rtt},
        {name: '90 %', color: 'purple-2', values: rttHigh},
      ], value => duration(Math.round(value)), most(rttHigh.filter(value => value !== null), duration));
    }
    tell(null);
    byId('zoom-in').addEventListener('click', () => zoom(0.5));
    byId('zoom-out').addEventListener('click', () => zoom(2));
    byId('zoom-reset').addEventListener('click', showAll);
    byId('charts').addEventListener('keydown', onKey);
    new ResizeObserver(() => printing || resize()).observe(byId('charts'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
    matchMedia('print').addEventListener('change', event => onPrint(event.matches));
    addEventListener('beforeprint', () => onPrint(true));
    addEventListener('afterprint', () => onPrint(false));
  }
  let printing = false;
  const PAPER_WIDTH = 680;
  function onPrint(begins) {
    printing = begins;
    resize(begins ? PAPER_WIDTH : undefined);
    repaint();
  }

  // ---- Tables and histograms ----

  function showProtocols() {
    const host = byId('protocols');
    if (data.protocols.length === 0) return nothing(host, 'No packets.');
    const rows = data.protocols.map(({depth, name, key, packets, bytes: volume}) => {
      const cell = el('td', {class: 'level', title: 'Display filter: ' + key}, name);
      cell.style.setProperty('--level', depth);
      return [cell, count(packets), bytes(volume), (100 * volume / data.bytes).toFixed(1) + ' %'];
    });
    host.append(table([['Protocol'], ['Packets', true], ['Volume', true], ['of all bytes', true]], rows, data.protocols.map(each => each.bytes / data.bytes)));
  }

  function showSizes() {
    const host = byId('sizes');
    if (data.packets === 0) return nothing(host, 'No packets.');
    histogram(host, data.sizes.map(({from, to, packets}) =>
      [to === null ? count(from) + ' and more' : count(from) + ' \u2013 ' + count(to) + ' B', packets]));
  }

  function showHosts() {
    const host = byId('hosts');
    const {rows, left} = data.hosts;
    if (rows.length === 0) return nothing(host, 'No IP packets.');
    const most = Math.max(...rows.map(row => row[2] + row[4]));
    host.append(table([['Address'], ['Flows', true], ['Sent', true], ['Received', true], ['Total', true]],
      rows.map(([address, , sent, , received, flows]) => [address, count(flows), bytes(sent), bytes(received), bytes(sent + received)]),
      rows.map(row => (row[2] + row[4]) / most)));
    leftOut(host, left, 'hosts');
  }

  function showNames() {
    const host = byId('names');
    const {rows, left} = data.names;
    if (rows.length === 0) return nothing(host, 'No names in TLS, HTTP or DNS.');
    const most = Math.max(...rows.map(row => row[3]));
    host.append(table([['Name'], ['Seen in'], ['Flows', true], ['Volume', true]],
      rows.map(([name, kind, flows, volume]) => [visible(name), kind, count(flows), bytes(volume)]),
      rows.map(row => row[3] / most)));
    leftOut(host, left, 'names');
  }

  function showTimes(id, times, none) {
    const host = byId(id);
    if (times.count === 0) return nothing(host, none);
    host.append(el('p', {class: 'quiet summary'},
      count(times.count) + ' measured: median ' + duration(times.median) + ', 95 % within ' + duration(times.p95) + ', longest ' + duration(times.longest)));
    histogram(host, times.buckets.map(({from, to, count: number}) =>
      [to === null ? 'over ' + duration(from) : 'up to ' + duration(to).replace(/\.0+(?= )/, ''), number]));
    if (times.slowest.length > 0) {
      host.append(el('h3', {class: 'sub'}, 'Slowest'), table([['Name'], ['Server'], ['Time', true]],
        times.slowest.map(([name, server, nanos]) => [visible(name), server, duration(nanos)])));
    }
  }

  function showInterfaces() {
    const known = value => value < 0 ? 'unknown' : count(value);
    const {rows, left} = data.interfaces;
    byId('interfaces').append(table([['Name'], ['Link type'], ['Packets', true], ['Lost', true]],
      rows.map(({name, link, packets, dropped}) => [visible(name) || '(no name)', visible(link), count(packets), known(dropped)])));
    leftOut(byId('interfaces'), left, 'interfaces');
  }

  // ---- Flows ----

  const endpoint = (address, port) => port < 0 ? address : (address.includes(':') ? '[' + address + ']' : address) + ':' + port;
  const known = (value, format) => value === null ? DASH : format(value);

  // One object for each flow, from the rows of the data, whose columns have names.
  const flows = data.flows.rows.map(row => Object.fromEntries(data.flows.columns.map((name, at) => [name, row[at]])));
  flows.forEach(flow => {
    flow.name = flow.sni ?? flow.host ?? flow.dns ?? flow.ssh;
    flow.from = endpoint(flow.source, flow.sourcePort);
    flow.to = endpoint(flow.destination, flow.destinationPort);
    flow.packets = flow.txPackets + flow.rxPackets;
    flow.bytes = flow.txBytes + flow.rxBytes;
    flow.duration = flow.end - flow.start;
    flow.text = [flow.protocol, flow.from, flow.to, flow.name, flow.dns, flow.host, flow.request, flow.alpn, flow.tls, flow.ssh, flow.state, flow.community]
      .filter(each => each).map(visible).join('\n').toLowerCase();
  });

  const COLUMNS = [
    {title: 'Protocol', key: 'protocol', show: flow => /^\d/.test(flow.protocol) ? 'IP ' + flow.protocol : flow.protocol},
    {title: 'Source', key: 'from', label: 'Source: opened the connection, or sent first'},
    {title: 'Destination', key: 'to'},
    {title: 'Name', key: 'name', show: flow => flow.name === null ? '' : visible(flow.name)},
    {title: 'Start', key: 'start', number: true, show: flow => clock(ORIGIN + flow.start / 1e9, 0.001)},
    {title: 'Duration', key: 'duration', number: true, show: flow => duration(flow.duration)},
    {title: 'Packets', key: 'packets', number: true, show: flow => count(flow.packets)},
    {title: 'Sent', key: 'txBytes', number: true, label: 'Sent: by the source', show: flow => bytes(flow.txBytes)},
    {title: 'Received', key: 'rxBytes', number: true, label: 'Received: by the source', show: flow => bytes(flow.rxBytes)},
    {title: 'Total', key: 'bytes', number: true, show: flow => bytes(flow.bytes)},
    {title: 'Resent', key: 'retransmissions', number: true, label: 'TCP retransmissions',
      show: flow => known(flow.retransmissions, count), bad: flow => flow.retransmissions > 0},
    {title: 'RTT', key: 'rtt', number: true, label: 'Time of the TCP handshake', show: flow => known(flow.rtt, duration)},
    {title: 'State', key: 'state', show: flow => flow.state ?? ''},
  ];
  const COLLATOR = new Intl.Collator('en', {numeric: true});

  let sortKey = 'bytes';
  let descending = true;
  let shown = flows;
  let page = 0;

  function compare(first, second) {
    const a = first[sortKey];
    const b = second[sortKey];
    if (a === null || b === null) return (a === null) - (b === null); // those without a value are last
    const order = typeof a === 'number' ? a - b : COLLATOR.compare(a, b);
    return descending ? -order : order;
  }

  function search() {
    const words = byId('search').value.toLowerCase().split(/\s+/).filter(word => word);
    shown = flows.filter(flow => words.every(word => flow.text.includes(word)));
    page = 0;
    arrange();
  }

  function arrange() {
    shown.sort(compare);
    fill();
  }

  function sortBy(key) {
    const column = COLUMNS.find(each => each.key === key);
    descending = key === sortKey ? !descending : Boolean(column.number) && key !== 'start';
    sortKey = key;
    page = 0;
    arrange();
  }

  const body = el('tbody', {});
  function showFlows() {
    const heads = COLUMNS.map(({title, key, number, label}) => {
      const button = el('button', {type: 'button', title: label}, title);
      button.addEventListener('click', () => sortBy(key));
      return el('th', {scope: 'col', class: number && 'number', 'data-key': key}, button);
    });
    byId('table').append(el('table', {}, el('thead', {}, el('tr', {}, ...heads)), body));
    byId('search').addEventListener('input', search);
    byId('search').addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        byId('search').value = '';
        search();
      }
    });
    byId('previous').addEventListener('click', () => turn(-1));
    byId('next').addEventListener('click', () => turn(1));
    addEventListener('keydown', event => {
      if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        byId('search').focus();
      }
    });
    if (data.flows.left > 0) {
      byId('left-out').textContent = 'The table has the ' + count(flows.length) + ' largest flows; ' + count(data.flows.left)
        + ' smaller ones, with ' + bytes(data.flows.leftBytes) + ' together, are left out.';
    }
    search();
  }

  function turn(by) {
    page += by;
    fill();
    byId('table').scrollTop = 0;
  }

  function fill() {
    const first = page * ROWS;
    const rows = shown.slice(first, first + ROWS);
    body.replaceChildren(...rows.map(flowRow));
    for (const head of byId('table').querySelectorAll('th')) {
      if (head.dataset.key === sortKey) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    byId('previous').disabled = page === 0;
    byId('next').disabled = first + ROWS >= shown.length;
    const range = rows.length === 0 ? 'None' : count(first + 1) + ' \u2013 ' + count(first + rows.length);
    byId('found').textContent = range + ' of ' + count(shown.length) + (shown.length < flows.length ? ' found in ' + plural(flows.length, 'flow') : '');
  }

  function flowRow(flow) {
    const more = el('button', {type: 'button', 'aria-expanded': 'false', 'aria-label': 'Details'});
    const row = el('tr', {}, ...COLUMNS.map((column, at) => {
      const text = column.show ? column.show(flow) : flow[column.key];
      const classes = [column.number && 'number', column.key === 'name' && 'name', column.bad?.(flow) && 'bad-text'];
      const cell = el('td', {class: classes.filter(each => each).join(' ') || null}, ...(at === 0 ? [more] : []), text);
      if (column.key === 'name' && text) cell.title = text;
      return cell;
    }));
    more.addEventListener('click', () => {
      const open = more.getAttribute('aria-expanded') === 'true';
      more.setAttribute('aria-expanded', String(!open));
      if (open) row.nextSibling.remove();
      else row.after(detailRow(flow));
    });
    return row;
  }

  function detailRow(flow) {
    const text = value => value === null ? null : visible(value);
    const facts = [
      ['Packets sent / received', count(flow.txPackets) + ' / ' + count(flow.rxPackets)],
      ['Payload sent / received', bytes(flow.txPayload) + ' / ' + bytes(flow.rxPayload)],
      ['First packet', utc(ORIGIN + flow.start / 1e9).replace('T', ' ').replace('Z', ' UTC')],
      ['Smoothed RTT', known(flow.smoothedRtt, duration)],
      ['Out of order', known(flow.outOfOrder, count)],
      ['Duplicate ACKs', known(flow.duplicateAcks, count)],
      ['Zero windows', known(flow.zeroWindows, count)],
      ['Segments not captured', known(flow.lostSegments, count)],
      ['TLS server name', text(flow.sni)],
      ['TLS version', text(flow.tls)],
      ['ALPN', text(flow.alpn)],
      ['HTTP request', text(flow.request)],
      ['HTTP host', text(flow.host)],
      ['DNS name', text(flow.dns)],
      ['DNS answer time', flow.dnsTime === null ? null : duration(flow.dnsTime)],
      ['SSH', text(flow.ssh)],
      ['Community ID', flow.community],
    ];
    const list = facts.filter(([, value]) => value !== null && value !== DASH)
      .map(([title, value]) => el('div', {}, el('dt', {}, title), el('dd', {}, value)));
    return el('tr', {class: 'details'}, el('td', {colspan: COLUMNS.length}, el('dl', {}, ...list)));
  }

  showHead();
  showTiles();
  showTimeline();
  showProtocols();
  showSizes();
  showHosts();
  showNames();
  showTimes('rtt', data.rtt, 'No TCP handshakes.');
  showTimes('dns', data.dns, 'No DNS answers.');
  showInterfaces();
  showFlows();
})();
