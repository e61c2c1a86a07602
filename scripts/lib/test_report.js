// SPDX-License-Identifier: Apache-2.0
// For scripts/test-report: test_report.js CHROMIUM PAGE [FOLDER-FOR-PICTURES]
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const {chromium} = require('playwright-core');

const [executablePath, page, pictures] = process.argv.slice(2);
const url = 'file://' + path.resolve(page);
const MOST_BYTES = 150_000;

/** What a page must not do. */
function watch(tab) {
  const seen = [];
  tab.on('console', message => seen.push('console: ' + message.text()));
  tab.on('pageerror', error => seen.push('error: ' + error.message));
  tab.on('dialog', dialog => seen.push('dialog: ' + dialog.message()));
  tab.on('request', request => request.url() === url || request.url() === 'data:,' || seen.push('request: ' + request.url()));
  return seen;
}

async function open(browser, options, check) {
  const tab = await browser.newPage({viewport: {width: 1280, height: 900}, ...options});
  const seen = watch(tab);
  await tab.goto(url);
  await tab.waitForSelector('#table tbody tr');
  await check(tab);
  assert.deepEqual(seen, []);
  await tab.close();
}

const texts = (tab, selector) => tab.locator(selector).allTextContents();
const column = (tab, title) => tab.evaluate(wanted => {
  const heads = [...document.querySelectorAll('#table th')].map(head => head.textContent);
  return [...document.querySelectorAll('#table tbody tr')].map(row => row.cells[heads.indexOf(wanted)].textContent);
}, title);
const background = tab => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** 1.23 kB, 4.5 ms or 1,234 as a number. */
function number(text) {
  const units = {'': 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, ns: 1, '\u00B5s': 1e3, ms: 1e6, s: 1e9};
  const [, value, unit] = text.match(/^([\d.,]+) ?(\S*)$/);
  return Number(value.replaceAll(',', '')) * units[unit];
}
function assertOrdered(values, descending) {
  assert.ok(values.length > 50 && new Set(values).size > 20, 'values to order: ' + values.length);
  for (let at = 1; at < values.length; at++) {
    assert.ok(descending ? values[at] <= values[at - 1] : values[at] >= values[at - 1], values[at - 1] + ' before ' + values[at]);
  }
}

/** Names that are markup, as the page shows them. */
const HOSTILE = ["</script><script>document.title='hacked'</script>", '"><img src=x onerror=document.title=1>', '<b>bold&amp;</b>'];

async function namesStayText(tab) {
  assert.match(await tab.title(), /^trace\.pcapng .* report$/);
  assert.equal(await tab.locator('script').count(), 3);
  assert.equal(await tab.locator('img, b, iframe').count(), 0);
  const shown = (await texts(tab, '#interfaces td, #names td, #dns td')).join('\n');
  for (const name of HOSTILE) assert.ok(shown.includes(name), 'shown as text: ' + name);
  assert.ok((await texts(tab, '#interfaces td')).includes(HOSTILE[0]));
  await tab.fill('#search', 'script');
  assert.ok((await column(tab, 'Name')).some(name => name.includes('<script>')));
  assert.doesNotMatch(await tab.textContent('body'), /[\u202A-\u202E\u2066-\u2069\u200F\u2028\0]/);
}

async function everythingIsThere(tab) {
  assert.equal(await tab.locator('#charts canvas').count(), 4);
  assert.equal(await tab.locator('#charts [role=img][aria-label]').count(), 4);
  for (const id of ['protocols', 'sizes', 'hosts', 'names', 'rtt', 'dns', 'interfaces']) {
    assert.ok(await tab.locator(`#${id} table tbody tr, #${id} .histogram .track`).count() > 1, id);
  }
  const tiles = await texts(tab, '#tiles div');
  assert.ok(tiles.some(tile => /^Lost45/.test(tile)), tiles.join(' '));
}

async function searchFinds(tab) {
  const all = (await texts(tab, '#table tbody tr')).length;
  assert.equal(all, 100);
  await tab.keyboard.press('/');
  await tab.keyboard.type('API.example 443');
  const found = await column(tab, 'Name');
  assert.ok(found.length > 3 && found.every(name => name.includes('api.example.com')), found.join(' '));
  assert.match(await tab.textContent('#found'), /found in/);
  await tab.keyboard.type(' no such flow');
  assert.equal(await tab.locator('#table tbody tr').count(), 0);
  await tab.keyboard.press('Escape');
  assert.equal(await tab.locator('#table tbody tr').count(), 100);
}

async function headsSort(tab) {
  const sorted = () => tab.getAttribute('#table th[data-key=duration]', 'aria-sort');
  assertOrdered((await column(tab, 'Total')).map(number), true);
  await tab.click('#table th[data-key=duration] button');
  assert.equal(await sorted(), 'descending');
  assertOrdered((await column(tab, 'Duration')).map(number), true);
  assert.equal(await tab.locator('#table th[aria-sort]').count(), 1);
  await tab.keyboard.press('Enter');
  assert.equal(await sorted(), 'ascending');
  assertOrdered((await column(tab, 'Duration')).map(number), false);
  await tab.keyboard.press('Tab');
  await tab.keyboard.press('Space');
  assertOrdered((await column(tab, 'Packets')).map(number), true);
}

async function keysReachAll(tab) {
  await tab.keyboard.press('Tab');
  assert.equal(await tab.evaluate(() => document.activeElement.className), 'skip');
  await tab.focus('#next');
  await tab.keyboard.press('Enter');
  assert.match(await tab.textContent('#found'), /^101 . 200 of /);
  await tab.focus('#previous');
  await tab.keyboard.press('Enter');
  assert.match(await tab.textContent('#found'), /^1 . 100 of /);
  await tab.focus('#table tbody button');
  await tab.keyboard.press('Enter');
  assert.match(await tab.textContent('#table tr.details'), /Community ID1:/);
  await tab.keyboard.press('Enter');
  assert.equal(await tab.locator('#table tr.details').count(), 0);
}

async function timeLineMoves(tab) {
  const readout = () => tab.textContent('#readout');
  await tab.focus('#charts');
  await tab.keyboard.press('ArrowRight');
  const first = await readout();
  assert.match(first, /^\d\d:\d\d:\d\d.* \u00B7 .*bit\/s \u00B7 .* packets\/s/);
  await tab.keyboard.press('ArrowRight');
  assert.notEqual(await readout(), first);
  const range = () => tab.evaluate(() => document.querySelector('#charts canvas').toDataURL());
  const whole = await range();
  await tab.keyboard.press('+');
  await tab.waitForTimeout(100);
  assert.notEqual(await range(), whole);
  await tab.keyboard.press('0');
  await tab.waitForTimeout(100);
  assert.equal(await range(), whole);
}

async function looks(tab, name) {
  assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, name + ': as wide as the window');
}

async function paper(tab) {
  await tab.emulateMedia({media: 'print'});
  assert.equal(await tab.isVisible('#search'), false);
  assert.equal(await tab.isVisible('#zoom-in'), false);
  assert.equal(await background(tab), 'rgb(255, 255, 255)');
  const color = await tab.evaluate(() => getComputedStyle(document.body).color);
  assert.equal(color, 'rgb(0, 0, 0)');
  await tab.emulateMedia({media: 'screen'});
  assert.equal(await tab.isVisible('#search'), true);
  const pdf = await tab.pdf({format: 'A4'});
  assert.ok(pdf.length > 20_000);
}

/** The policy of the page stops a script that is in it by a mistake. */
async function strangersDoNotRun(browser) {
  const tab = await browser.newPage();
  await tab.goto(url);
  const ran = await tab.evaluate(() => {
    document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}));
    document.body.insertAdjacentHTML('beforeend', '<img src="data:image/png,x" onerror="window.ran = true">');
    return new Promise(resolve => setTimeout(() => resolve(window.ran ?? false), 300));
  });
  assert.equal(ran, false);
  await tab.close();
}

async function picture(tab, name) {
  const file = path.join(pictures, name);
  await tab.screenshot({path: file});
  const size = fs.statSync(file).size;
  assert.ok(size < MOST_BYTES, `${name} has ${size} bytes`);
}

(async () => {
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage']});
  try {
    for (const check of [everythingIsThere, namesStayText, searchFinds, headsSort, keysReachAll, timeLineMoves, paper]) {
      await open(browser, {}, check);
      console.log('ok: ' + check.name);
    }
    const colors = [];
    for (const colorScheme of ['light', 'dark']) {
      await open(browser, {colorScheme}, async tab => {
        await looks(tab, colorScheme);
        assert.equal(await tab.evaluate(() => [...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth).map(each => each.id).join()), '', 'tables fit');
        colors.push(await background(tab));
        if (pictures) await picture(tab, `report-${colorScheme}.png`);
      });
      await open(browser, {colorScheme, viewport: {width: 400, height: 800}}, tab => looks(tab, 'narrow'));
    }
    assert.equal(new Set(colors).size, 2, 'light and dark differ');
    await strangersDoNotRun(browser);
    console.log('ok: light, dark, narrow, policy');
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error);
  process.exit(1);
});
