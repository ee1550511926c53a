// Rows of the list of targets. A row is made once and changed in place, so that a refresh loses neither focus, selection nor what is unfolded.

import { h, setText, show } from './dom.js';
import { scriptLink, targetLink } from './api.js';
import { count, duration, none, problemOf, reason, resultLooks, resultNames, resultOf, stateNames, stateOf } from './format.js';
import { ago, setTime, until } from './times.js';

const columns = [
  { title: 'State', sort: 'state' },
  { title: 'Target', sort: 'target', class: 'of-target' },
  { title: 'Scripts' },
  { title: 'Last run', sort: 'lastRun', class: 'number' },
  { title: 'Duration', sort: 'duration', class: 'number' },
  { title: 'Next run', sort: 'nextRun', class: 'number' },
  { title: 'Errors', sort: 'errors', class: 'number' },
  { title: 'What is wrong' },
  { title: 'Owner, source', class: 'of-owner' },
];

/** The head of the list; `sortBy(name)` is called when a title is chosen. */
export const head = sortBy => h('thead', {}, h('tr', {}, columns.map(column => h('th', { scope: 'col', class: column.class, 'data-sort': column.sort }, column.sort
  ? h('button', { type: 'button', onclick: () => sortBy(column.sort) }, column.title)
  : column.title))));

const unfolded = new Set();

/** The view of a target: its row, and below it one that unfolds into its scripts. */
export function targetRow(first) {
  const cells = Object.fromEntries(['state', 'target', 'scripts', 'lastRun', 'duration', 'nextRun', 'errors', 'problem', 'owner'].map(name => [name, h('td', {})]));
  const fold = h('button', { type: 'button', class: 'fold', 'aria-label': `Scripts of ${first.target}`, onclick: toggle });
  const state = h('span', {});
  cells.state.append(h('div', { class: 'lead' }, fold, state));
  cells.target.append(h('a', { class: 'target', href: targetLink(first.target) }, first.target), h('div', { class: 'chips under' }));
  const labels = { scripts: 'Scripts', lastRun: 'Last run', duration: 'Duration', nextRun: 'Next run', errors: 'Errors', problem: 'What is wrong', owner: 'Owner, source' };
  for (const [name, label] of Object.entries(labels)) cells[name].dataset.label = label;
  for (const name of ['lastRun', 'duration', 'nextRun', 'errors']) cells[name].className = 'number';
  cells.problem.className = 'problem';
  const row = h('tr', { onclick: event => event.target.closest('a, button') || String(getSelection()) || pick(row) }, Object.values(cells));
  const more = h('tr', { class: 'more', hidden: true }, h('td', { colspan: columns.length }));
  let target = first;

  function toggle() {
    if (!unfolded.delete(target.target)) unfolded.add(target.target);
    showMore();
  }

  function showMore() {
    const isOpen = unfolded.has(target.target);
    fold.setAttribute('aria-expanded', String(isOpen));
    row.classList.toggle('open', isOpen);
    more.hidden = !isOpen;
    if (isOpen) show(more.firstChild, target.scripts, () => scriptsOf(target));
  }

  return {
    elements: [row, more],
    update(item) {
      target = item;
      const how = stateOf(item);
      state.className = `state ${how}`;
      setText(state, stateNames[how]);
      show(cells.target.lastChild, [item.labels, item.role], () => chipsOf(item));
      show(cells.scripts, item.scripts.map(script => [script.name, resultOf(script)]), () => pips(item));
      setTime(cells.lastRun, latest(item.scripts.map(script => script.lastRun)), ago);
      setText(cells.duration, duration(longest(item.scripts)));
      setTime(cells.nextRun, earliest(item.scripts.map(script => script.nextRun)), until);
      const errors = item.scripts.reduce((sum, script) => sum + script.errorsTotal, 0);
      setText(cells.errors, errors ? count(errors) : none);
      show(cells.problem, problemOf(item) ?? null, problem => problem && h('div', {},
        h('div', { class: `why ${problem.look}` }, reason(problem.reason), problem.script && item.scripts.length > 1 ? h('span', { class: 'soft small' }, `  in ${problem.script}`) : null),
        h('div', { class: 'said soft small', title: problem.message }, problem.message)));
      cells.problem.classList.toggle('none', !problemOf(item));
      show(cells.owner, [item.owner ?? null, item.source ?? null], ([owner, source]) => h('div', {}, owner ? h('div', {}, owner) : null, source ? h('div', { class: 'soft small' }, source) : null, owner || source ? null : none));
      cells.owner.classList.toggle('none', !item.owner && !item.source);
      showMore();
    },
  };
}

function pick(row) {
  const wasPicked = row.classList.contains('picked');
  for (const other of row.parentNode.querySelectorAll('.picked')) other.classList.remove('picked');
  row.classList.toggle('picked', !wasPicked);
}

const chipsOf = target => [
  ...Object.entries(target.labels).map(([name, text]) => h('span', { class: 'chip' }, `${name}=${text}`)),
  target.role ? h('span', { class: 'chip' }, target.role) : null,
];

function pips(target) {
  const failed = target.scripts.filter(script => resultOf(script) === 'failed').length;
  const said = target.scripts.map(script => `${script.name}: ${resultNames[resultOf(script)]}`).join(', ');
  return h('div', {},
    h('span', { class: 'pips', role: 'img', 'aria-label': said || 'No scripts', title: target.scripts.map(script => `${script.name}: ${resultNames[resultOf(script)]}`).join('\n') },
      target.scripts.slice(0, 12).map(script => h('i', { class: `pip ${resultOf(script)}` }))),
    failed ? h('div', { class: 'soft small nowrap' }, `${failed} of ${target.scripts.length} failed`) : target.scripts.length ? null : none);
}

/** The scripts of a target, as the unfolded row shows them. */
const scriptsOf = target => h('div', { class: 'inner scroll' }, h('table', { class: 'cards' },
  h('caption', { class: 'unseen' }, `Scripts of ${target.target}`),
  h('thead', {}, h('tr', {}, ['Script', 'Result', 'Last run', 'Duration', 'Next run', 'Errors', 'What is wrong'].map((title, i) => h('th', { scope: 'col', class: i > 1 && i < 6 ? 'number' : null }, title)))),
  h('tbody', {}, target.scripts.map(script => h('tr', {},
    h('td', {}, h('a', { class: 'target', href: scriptLink(script.name) }, script.name)),
    h('td', { 'data-label': 'Result' }, h('span', { class: `state ${resultLooks[resultOf(script)]}` }, resultNames[resultOf(script)])),
    h('td', { class: 'number', 'data-label': 'Last run' }, ago(script.lastRun)),
    h('td', { class: 'number', 'data-label': 'Duration' }, duration(script.durationSeconds)),
    h('td', { class: 'number', 'data-label': 'Next run' }, until(script.nextRun)),
    h('td', { class: 'number', 'data-label': 'Errors' }, script.errorsTotal ? count(script.errorsTotal) : none),
    h('td', { class: script.error ? null : 'none', 'data-label': 'What is wrong' }, script.error ? h('div', {}, h('div', { class: 'why failing' }, reason(script.error.reason)), h('div', { class: 'soft small break' }, script.error.message)) : null))))));

const given = times => times.filter(Boolean).sort();
const latest = times => given(times).at(-1) ?? null;
const earliest = times => given(times)[0] ?? null;
const longest = scripts => scripts.reduce((longest, script) => (script.durationSeconds === null || script.durationSeconds === undefined ? longest : Math.max(longest ?? 0, script.durationSeconds)), null);
