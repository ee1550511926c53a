// Every script: what it declares, how it fares over the fleet, how long it takes.

import { byId, h, nothing, show, table } from './dom.js';
import { ask, scriptLink } from './api.js';
import { count, counted, duration, none } from './format.js';
import { share } from './charts.js';
import { live, tellMissing } from './live.js';

const columns = [{ title: 'Script' }, { title: 'Results over the fleet' }, { title: 'Failed', class: 'number' }, { title: 'Targets', class: 'number' }, { title: 'Interval', class: 'number' },
  { title: 'Median', class: 'number' }, { title: '99th percentile', class: 'number' }, { title: 'Longest', class: 'number' }, { title: 'Errors', class: 'number' }];

live(async signal => {
  const { scripts, missing } = await ask('scripts', {}, { signal });
  tellMissing(missing);
  show(byId('content'), scripts, () => (scripts.length ? table('Scripts', columns, scripts.map(row), { cards: true }) : nothing('No scripts', 'Scripts are listed under scripts in the configuration, and shipped ones under collectors.')));
}, 10000);

function row(script) {
  const said = ['ok', 'empty', 'failed', 'skipped', 'pending'].filter(name => script[name]).map(name => `${count(script[name])} ${name}`).join(', ') || 'no runs';
  const cell = (title, text) => h('td', { class: 'number', 'data-label': title }, text);
  return h('tr', {},
    h('td', {}, h('a', { class: 'target', href: scriptLink(script.name) }, script.name), h('div', { class: 'soft small' }, about(script))),
    h('td', { 'data-label': 'Results' }, h('div', {}, share(said, [['ok', script.ok], ['empty', script.empty], ['failing', script.failed], ['skipped', script.skipped], ['pending', script.pending]]), h('div', { class: 'soft small' }, said))),
    h('td', { class: 'number', 'data-label': 'Failed' }, script.failed ? h('span', { class: 'why failing' }, count(script.failed)) : none),
    cell('Targets', count(script.targets)),
    cell('Interval', script.interval ? duration(script.interval) : 'never'),
    cell('Median', duration(script.seconds?.p50)),
    cell('99th percentile', duration(script.seconds?.p99)),
    cell('Longest', duration(script.seconds?.max)),
    cell('Errors', script.errorsTotal ? count(script.errorsTotal) : none));
}

const about = script => [
  script.metrics?.length ? counted(script.metrics.length, 'declared metric') : 'keys and numbers',
  script.on && script.on !== 'any' ? `on each ${script.on}` : null,
].filter(Boolean).join(', ');
