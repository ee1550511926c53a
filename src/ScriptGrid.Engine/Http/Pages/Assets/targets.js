// The fleet: states as counts, a cell for each target, and a list that the server filters, sorts and pages. What is chosen is in the URL.

import { byId, h, keyed, nothing, setText, show } from './dom.js';
import { ask, targetLink } from './api.js';
import { count, counted, reason, stateNames, states } from './format.js';
import { fleetGrid } from './grid.js';
import { live, tellMissing } from './live.js';
import { head, targetRow } from './targets-rows.js';

const pageSize = matchMedia('(max-width: 760px)').matches ? 20 : 50;
const namesAtOnce = 200;
const pauseOfTyping = 150; // The first letter is looked up at once, and of those that follow quickly the last.
const filters = ['script', 'label', 'source', 'owner', 'reason', 'q'];

let chosen = fromUrl();
let names = new Map();
let wait = 0;
let typed = 0;

const form = byId('filters');
const grid = fleetGrid(byId('grid'), byId('grid-said'), nameOf, async place => {
  const name = await nameOf(place);
  if (name) location.href = targetLink(name);
});

fillForm();
const refresh = live(load);

form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('reset', event => {
  event.preventDefault();
  choose(Object.fromEntries([...filters, 'state'].map(name => [name, ''])));
  fillForm();
});
form.addEventListener('input', event => {
  const isFind = event.target.name === 'q'; // Blanks around what is looked for mean nothing; a label's value may begin or end with them.
  const isTyping = isFind && event.timeStamp - typed < pauseOfTyping;
  typed = event.timeStamp;
  clearTimeout(wait);
  wait = setTimeout(() => choose({ [event.target.name]: isFind ? event.target.value.trim() : event.target.value }), isTyping ? 60 : 0);
});
addEventListener('popstate', () => {
  chosen = fromUrl();
  fillForm();
  names = new Map();
  refresh();
});
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.target.closest('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  form.elements.q.focus();
  form.elements.q.select();
});

function fromUrl() {
  const query = new URLSearchParams(location.search);
  const text = name => query.get(name) ?? '';
  return {
    ...Object.fromEntries([...filters, 'state'].map(name => [name, text(name)])),
    sort: text('sort') || 'target',
    order: text('order') || 'asc',
    page: Math.max(1, Number.parseInt(text('page'), 10) || 1),
  };
}

/** Changes what is wanted; a change of anything but the page begins at the first. */
function choose(change) {
  chosen = { ...chosen, page: 1, ...change };
  const usual = { sort: 'target', order: 'asc', page: 1 };
  const query = new URLSearchParams(Object.entries(chosen).filter(([name, text]) => text !== '' && text !== usual[name]));
  history.pushState(null, '', query.size ? `?${query}` : location.pathname);
  names = new Map();
  refresh();
}

function wanted() {
  return Object.fromEntries(filters.map(name => [name, chosen[name]]));
}

async function load(signal) {
  const [fleet, list] = await Promise.all([
    ask('fleet', wanted(), { signal }),
    ask('targets', { ...wanted(), state: chosen.state, sort: chosen.sort, order: chosen.order, limit: pageSize, offset: (chosen.page - 1) * pageSize }, { signal }),
  ]);
  tellMissing(fleet.missing ?? list.missing);
  showStates(fleet);
  showChoices(fleet);
  byId('glance').hidden = fleet.cells.length < 2;
  setText(byId('glance-title'), fleet.matches === fleet.total ? counted(fleet.total, 'target') : `${count(fleet.matches)} of ${counted(fleet.total, 'target')}`);
  names = new Map(); // Places move when a target comes, goes, or no longer matches.
  grid.update(fleet.cells, chosen.state);
  showList(list, fleet);
}

/** The target at a place of the grid. Those around it are asked for with it. */
async function nameOf(place) {
  const first = place - (place % namesAtOnce);
  if (!names.has(first)) {
    const asked = names;
    asked.set(first, ask('targets', { ...wanted(), sort: 'target', limit: namesAtOnce, offset: first }).then(list => list.targets.map(target => target.target), () => {
      asked.delete(first);
      return [];
    }));
  }
  return (await names.get(first))[place - first] ?? null;
}

function showStates(fleet) {
  keyed(byId('states'), [{ name: '', label: 'All', number: fleet.matches }, ...states.map(name => ({ name, label: stateNames[name], number: fleet.states[name] ?? 0 }))], state => state.name, state => {
    const [number, label] = [h('b', {}), h('span', {}, state.name ? h('i', { class: `swatch ${state.name}`, 'aria-hidden': 'true' }) : null, state.label)];
    const button = h('button', { type: 'button', class: state.name || 'all', onclick: () => choose({ state: chosen.state === state.name ? '' : state.name }) }, number, label);
    return {
      elements: [button],
      update(item) {
        setText(number, count(item.number));
        button.setAttribute('aria-pressed', String(chosen.state === item.name));
      },
    };
  });
}

function showChoices(fleet) {
  const labels = Object.entries(fleet.labels ?? {}).flatMap(([name, values]) => values.map(text => [`${name}:${text}`, `${name} = ${text}`]));
  options('script', fleet.scripts.map(name => [name, name]));
  options('label', labels);
  options('source', fleet.sources.map(name => [name, name]));
  options('owner', fleet.owners.map(name => [name, name]));
  options('reason', Object.entries(fleet.reasons).map(([name, number]) => [name, `${reason(name)} (${count(number)})`]));
  form.querySelector('[type=reset]').disabled = ![...filters, 'state'].some(name => chosen[name]);
}

function options(name, choices) {
  const select = form.elements[name];
  const known = !chosen[name] || choices.some(([text]) => text === chosen[name]) ? choices : [[chosen[name], chosen[name]], ...choices];
  select.closest('label').hidden = known.length === 0;
  if (document.activeElement !== select) {
    show(select, known, () => [h('option', { value: '' }, 'Any'), ...known.map(([text, label]) => h('option', { value: text }, label))]);
    select.value = chosen[name];
  }
  select.classList.toggle('set', chosen[name] !== '');
}

function fillForm() {
  for (const name of filters) form.elements[name].value = chosen[name];
}

function showList(list, fleet) {
  const box = byId('list');
  if (list.targets.length === 0) {
    box.views = null;
    show(box, { empty: fleet.total, page: chosen.page, missing: fleet.missing?.targets }, () => nothingHere(fleet));
    return;
  }
  if (!box.views) {
    box.shown = null;
    box.replaceChildren(h('div', { class: 'scroll' }, h('table', { id: 'targets', class: 'cards' }, h('caption', { class: 'unseen' }, 'Targets'), head(sortBy), h('tbody', {}))), pager());
    box.views = true;
  }
  const table = byId('targets');
  for (const cell of table.querySelectorAll('th[data-sort]')) {
    cell.setAttribute('aria-sort', cell.dataset.sort !== chosen.sort ? 'none' : chosen.order === 'asc' ? 'ascending' : 'descending');
  }
  table.classList.toggle('unowned', fleet.owners.length === 0 && fleet.sources.length === 0);
  keyed(table.tBodies[0], list.targets, target => target.target, target => targetRow(target));
  const first = (list.offset ?? 0) + 1;
  setText(byId('page-said'), list.total === 1 ? '1 target' : `${count(first)} – ${count(first + list.targets.length - 1)} of ${counted(list.total, 'target')}`);
  byId('previous').disabled = chosen.page === 1;
  byId('next').disabled = first + list.targets.length - 1 >= list.total;
  byId('steps').hidden = list.total <= pageSize;
}

function nothingHere(fleet) {
  if (chosen.page > 1) return nothing('This page is empty', 'Fewer targets match now.', h('button', { type: 'button', onclick: () => choose({ page: 1 }) }, 'First page'));
  if (fleet.total === 0 && fleet.missing) return nothing('No target can be shown', 'The silos that have targets do not answer.');
  return fleet.total === 0
    ? nothing('No targets yet', 'Targets are configured under target_groups, or found by sources of discovery.')
    : nothing('No target matches', `None of ${counted(fleet.total, 'target')} is as the filters want it.`, h('button', { type: 'button', onclick: () => form.reset() }, 'Clear the filters'));
}

function pager() {
  const turn = by => () => {
    choose({ page: chosen.page + by });
    byId('list-title').scrollIntoView({ block: 'start' });
  };
  return h('div', { class: 'pager' }, h('span', { id: 'page-said', role: 'status' }), h('div', { id: 'steps' },
    h('button', { type: 'button', id: 'previous', onclick: turn(-1) }, 'Previous'),
    h('button', { type: 'button', id: 'next', onclick: turn(1) }, 'Next')));
}

function sortBy(sort) {
  const isBad = sort !== 'target' && sort !== 'nextRun' && sort !== 'state'; // What is worst or latest comes first.
  choose(chosen.sort === sort ? { order: chosen.order === 'asc' ? 'desc' : 'asc' } : { sort, order: isBad ? 'desc' : 'asc' });
}
