// Sources of targets: their state, what they found, and what was dropped and why.

import { byId, h, keyed, nothing, setText, show } from './dom.js';
import { ask, link, targetLink } from './api.js';
import { count, counted, none } from './format.js';
import { live } from './live.js';
import { told } from './times.js';

const looks = { ok: 'ok', failing: 'failing', pending: 'pending' };
const names = { ok: 'OK', failing: 'Failing', pending: 'Not answered yet' };

live(async signal => {
  const { sources } = await ask('discovery', {}, { signal });
  const content = byId('content');
  content.className = 'stack';
  if (sources.length === 0) {
    content.views = null;
    show(content, 'none', () => h('section', { class: 'panel' }, nothing('No sources', 'Every target is written in the configuration. Sources find them in files, by HTTP, in DNS, by Redis Cluster or by Sentinel.', h('a', { class: 'button', href: link('targets') }, 'See the targets'))));
    return;
  }
  if (!content.views) {
    content.shown = null;
    content.replaceChildren();
  }
  keyed(content, sources, source => `${source.kind} ${source.name} ${source.group}`, sourceView);
}, 10000);

function sourceView() {
  const id = `source-${Math.random().toString(36).slice(2)}`;
  const [title, state, figures, trouble, kept, dropped] = [h('h2', { id }), h('span', {}), h('dl', { class: 'body facts' }), h('div', {}), h('div', {}), h('div', {})];
  const lists = h('div', { class: 'body columns' }, kept, dropped);
  return {
    elements: [h('section', { class: 'panel', 'aria-labelledby': id }, h('header', {}, h('div', { class: 'title' }, title, state)), trouble, figures, lists)],
    update(source) {
      setText(title, source.name);
      state.className = `state ${looks[source.state] ?? 'pending'}`;
      setText(state, names[source.state] ?? source.state);
      trouble.className = source.lastError ? 'body' : '';
      show(trouble, source.lastError ?? null, error => error && h('div', { class: 'notice failing' }, h('div', {}, h('strong', {}, 'The last attempt failed; what was found before stays'), h('p', { class: 'mono' }, error))));
      const facts = [['Kind', source.kind], ['Group', source.group ?? none], ['Last success', { ago: source.lastSuccess }], ['Kept', count(source.kept)], ['Dropped', count(source.dropped)]];
      show(figures, facts, () => facts.map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, told(text)))));
      show(kept, [source.targets, source.kept], () => group('Kept', source.kept, (source.targets ?? []).map(found => h('li', {}, h('a', { class: 'target', href: targetLink(found.target) }, found.target)))));
      show(dropped, [source.droppedTargets, source.dropped], () => group('Dropped', source.dropped, (source.droppedTargets ?? []).map(found => h('li', {}, h('span', { class: 'target' }, found.target), h('div', { class: 'soft small break' }, found.reason)))));
    },
  };
}

function group(title, number, items) {
  if (!number) return [h('h3', {}, title), h('p', { class: 'soft' }, 'None.')];
  return [h('h3', {}, `${title}: ${counted(number, 'target')}`), h('ul', { class: 'found-list', tabindex: 0, 'aria-label': title }, items), number > items.length ? h('p', { class: 'soft small under' }, `The first ${count(items.length)}.`) : null];
}
