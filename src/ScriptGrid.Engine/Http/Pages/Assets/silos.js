// Who collects what: the silos of a cluster with their shares, or the one engine of this process.

import { byId, h, panel, setText, show, table } from './dom.js';
import { ask, link } from './api.js';
import { count, counted, duration, none, percent } from './format.js';
import { meter, ring } from './charts.js';
import { live } from './live.js';
import { ago } from './times.js';

const hues = 8;

live(async signal => {
  const data = await ask('silos', {}, { signal });
  const isCluster = data.engine === 'cluster';
  setText(byId('title'), isCluster ? 'Silos' : 'Engine');
  setText(byId('lead'), isCluster ? 'Who collects what. A target belongs to one silo; when silos come or go, few targets move.' : 'This process collects every target itself.');
  byId('content').classList.add('stack');
  show(byId('content'), data, () => [shares(data, isCluster), list(data, isCluster)]);
}, 5000);

function shares(data, isCluster) {
  const silos = data.silos.map((silo, i) => ({ ...silo, hue: i % hues, number: silo.owned }));
  const sum = silos.reduce((all, silo) => all + silo.number, 0);
  const part = silo => (sum ? percent(silo.number / sum) : none);
  const said = silos.map(silo => `${silo.name}: ${counted(silo.number, 'target')}`).join(', ');
  return panel(isCluster ? 'Ring of ownership' : 'Targets', null,
    h('div', { class: 'body ring-panel' },
      ring(said, silos.map(silo => ({ title: `${silo.name}: ${counted(silo.number, 'target')}, ${part(silo)}`, number: silo.number, hue: silo.hue })), count(sum), sum === 1 ? 'target' : 'targets'),
      h('ul', { class: 'bars' }, silos.map(silo => h('li', {},
        h('span', { class: 'title' }, h('i', { class: `swatch hue-${silo.hue}`, 'aria-hidden': 'true' }), isCluster ? h('a', { href: `${link('targets')}?owner=${encodeURIComponent(silo.address ?? silo.name)}` }, silo.name) : silo.name),
        h('span', { class: 'number' }, `${counted(silo.number, 'target')}, ${part(silo)}`), meter(sum ? silo.number / sum : 0, `hue-${silo.hue}`))))));
}

const looks = { active: 'ok', leaving: 'failing', silent: 'down' };
const names = { active: 'Active', leaving: 'Leaving', silent: 'Does not answer' };

function list(data, isCluster) {
  const columns = [{ title: isCluster ? 'Silo' : 'Process' }, { title: 'State' }, { title: 'Address' }, { title: 'Version' }, { title: 'Started', class: 'number' }, { title: 'Holds', class: 'number' }, { title: 'Owns', class: 'number' },
    { title: 'Edition', class: 'number' }, { title: 'Lag', class: 'number' }, { title: 'Hand-overs', class: 'number' }];
  const rows = data.silos.map(silo => {
    const cell = (title, text, more) => h('td', { class: text === none ? 'number none' : 'number', 'data-label': title, ...more }, text);
    return h('tr', {},
      h('th', { scope: 'row' }, h('strong', { class: 'break' }, silo.name)),
      h('td', { 'data-label': 'State' }, h('div', {}, h('span', { class: `state ${looks[silo.state] ?? 'pending'}` }, names[silo.state] ?? silo.state))),
      h('td', { class: 'mono break', 'data-label': 'Address' }, silo.address ?? none),
      h('td', { 'data-label': 'Version' }, silo.version ?? none),
      cell('Started', ago(silo.started)),
      cell('Holds', count(silo.targets)), cell('Owns', count(silo.owned)), cell('Edition', silo.edition ?? none), cell('Lag', duration(silo.lagSeconds)), cell('Hand-overs', count(silo.handOvers)));
  });
  return panel(isCluster ? counted(data.silos.length, 'silo') : 'Process', null, table('Silos', columns, rows, { cards: true }));
}
