// One script: its text with what check finds beside the lines, and how it fares over the fleet.

import { byId, h, nothing, panel, plain, setText, show, table } from './dom.js';
import { ask, link, ownName, targetLink } from './api.js';
import { count, counted, duration, none, reason, value } from './format.js';
import { histogram, meter, share } from './charts.js';
import { listing } from './listing.js';
import { live, tellMissing } from './live.js';

const name = ownName('scripts');
document.title = plain(`${name} · ScriptGrid`);
byId('head').replaceChildren(h('div', {}, h('p', { class: 'crumb' }, h('a', { href: link('scripts') }, 'Scripts')), h('h1', { class: 'mono' }, name), h('p', { class: 'soft small break', id: 'file' })));

live(async signal => {
  const script = await ask(`scripts/${encodeURIComponent(name)}`, {}, { signal });
  tellMissing(script.missing);
  setText(byId('file'), script.file ?? '');
  const content = byId('content');
  if (!byId('parts')) {
    content.className = 'stack';
    content.replaceChildren(h('div', { id: 'figures' }), h('div', { class: 'columns', id: 'parts' }), h('div', { class: 'stack', id: 'more' }));
  }
  show(byId('figures'), [script.targets, script.ok, script.empty, script.failed, script.skipped, script.pending, script.errorsTotal, script.seconds, script.interval, script.timeout], () => figures(script));
  show(byId('parts'), [script.durations, script.reasons, script.slowest, script.failing, script.rollups], () => [durations(script), errors(script), slowest(script), failing(script), rollups(script)]);
  show(byId('more'), [script.metrics, script.text, script.findings], () => [declared(script), text(script)]);
}, 10000);

function figures(script) {
  const figure = (title, number) => h('div', {}, h('dt', {}, title), h('dd', {}, number));
  const said = ['ok', 'empty', 'failed', 'skipped', 'pending'].filter(part => script[part]).map(part => `${count(script[part])} ${part}`).join(', ') || 'no runs';
  return h('section', { class: 'panel', 'aria-label': 'Figures' },
    h('dl', { class: 'body figures' },
      figure('Targets', count(script.targets)), figure('OK', count(script.ok)), figure('No values', count(script.empty)), figure('Failed', count(script.failed)),
      figure('Median', duration(script.seconds?.p50)), figure('99th percentile', duration(script.seconds?.p99)), figure('Longest', duration(script.seconds?.max)),
      figure('Errors', count(script.errorsTotal)), figure('Interval', script.interval ? duration(script.interval) : 'never'), figure('Timeout', duration(script.timeout))),
    h('div', { class: 'body' }, share(said, [['ok', script.ok], ['empty', script.empty], ['failing', script.failed], ['skipped', script.skipped], ['pending', script.pending]]), h('p', { class: 'soft small under' }, said)));
}

const noRuns = script => (script.failed ? 'No run was sent to a server.' : 'It has not run yet.');

function durations(script) {
  const runs = (script.durations?.counts ?? []).reduce((sum, number) => sum + number, 0);
  return panel('Durations of the last runs', h('span', { class: 'soft small' }, counted(runs, 'target')), h('div', { class: 'body' }, runs
    ? histogram(`Durations of the last run on ${counted(runs, 'target')}`, script.durations.bounds, script.durations.counts, duration, count)
    : h('p', { class: 'soft' }, noRuns(script))));
}

function errors(script) {
  const reasons = Object.entries(script.reasons ?? {}).sort((one, other) => other[1] - one[1]);
  const most = Math.max(...reasons.map(([, number]) => number), 1);
  return panel('Errors by reason', null, h('div', { class: 'body' }, reasons.length
    ? h('ul', { class: 'bars' }, reasons.map(([key, number]) => h('li', {}, h('a', { href: `${link('targets')}?script=${encodeURIComponent(name)}&reason=${encodeURIComponent(key)}` }, reason(key)), h('span', { class: 'number' }, count(number)), meter(number / most, 'part-failing'))))
    : h('p', { class: 'soft' }, 'No errors.')));
}

function slowest(script) {
  const most = Math.max(...(script.slowest ?? []).map(run => run.durationSeconds), 1e-9);
  return panel('Slowest targets', null, h('div', { class: 'body' }, script.slowest?.length
    ? h('ul', { class: 'bars' }, script.slowest.slice(0, 10).map(run => h('li', {}, h('a', { class: 'target', href: targetLink(run.target) }, run.target), h('span', { class: 'number' }, duration(run.durationSeconds)), meter(run.durationSeconds / most, 'part-accent'))))
    : h('p', { class: 'soft' }, noRuns(script))));
}

function failing(script) {
  const all = h('a', { href: `${link('targets')}?script=${encodeURIComponent(name)}&sort=errors&order=desc` }, 'In the list of targets');
  return panel('Failing targets', script.failing?.length ? all : null, script.failing?.length
    ? table('Failing targets', [{ title: 'Target' }, { title: 'Why' }], script.failing.slice(0, 10).map(run => h('tr', {},
      h('td', {}, h('a', { class: 'target', href: targetLink(run.target) }, run.target)),
      h('td', {}, h('div', { class: 'why failing' }, reason(run.reason)), h('div', { class: 'said soft small', title: run.message }, run.message)))))
    : h('div', { class: 'body' }, h('p', { class: 'soft' }, 'None.')));
}

function rollups(script) {
  if (!script.rollups?.length) return null;
  const rows = script.rollups.map(sample => h('tr', {},
    h('th', { scope: 'row' }, h('code', { class: 'break' }, sample.name), h('span', { class: 'chips' }, Object.entries(sample.labels ?? {}).map(([key, label]) => h('span', { class: 'chip' }, `${key}=${label}`)))),
    h('td', { class: 'number mono' }, value(sample.value))));
  const list = table('Rollups', [{ title: 'Metric' }, { title: 'Value', class: 'number' }], rows);
  const section = panel('Rollups over the fleet', h('span', { class: 'soft small' }, counted(script.rollups.length, 'series', 'series')), list);
  section.classList.add('wide');
  return section;
}

function declared(script) {
  if (!script.metrics?.length) return null;
  return panel('Declared metrics', null, table('Declared metrics', [{ title: 'Metric' }, { title: 'Type' }, { title: 'Labels' }, { title: 'Help' }], script.metrics.map(metric => h('tr', {},
    h('th', { scope: 'row' }, h('code', { class: 'break' }, metric.name)),
    h('td', { 'data-label': 'Type' }, metric.type),
    h('td', { 'data-label': 'Labels' }, metric.labels?.length ? metric.labels.join(', ') : none),
    h('td', { 'data-label': 'Help' }, metric.help ?? ''))), { cards: true }));
}

function text(script) {
  const findings = script.findings ?? [];
  return panel('Text', h('span', { class: 'soft small' }, findings.length ? counted(findings.length, 'finding') : 'no findings'), script.text
    ? listing(script.text, 'lua', findings, `Text of ${script.name}`)
    : nothing('No text', 'This collector runs commands; it has no text.'));
}
