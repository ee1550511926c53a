// The configuration as it was loaded.

import { byId, h, nothing, panel, show } from './dom.js';
import { ask } from './api.js';
import { moment } from './format.js';
import { listing } from './listing.js';
import { live } from './live.js';
import { ago } from './times.js';

live(async signal => {
  const data = await ask('configuration', {}, { signal });
  byId('content').classList.add('stack');
  show(byId('content'), [data.yaml, data.file, data.loadedAt, data.edition], () => [
    h('section', { class: 'panel', 'aria-label': 'Where it comes from' }, h('dl', { class: 'body facts' },
      fact('File', data.file ?? 'none: flags and variables alone', 'wide'),
      fact('Loaded', [moment(data.loadedAt), ', ', ago(data.loadedAt)], 'wide'),
      data.edition ? fact('Edition', data.edition) : null)),
    panel('Settings', copyButton(data.yaml), data.yaml ? listing(data.yaml, 'yaml', [], 'The configuration') : nothing('Nothing is set', 'Every setting has its default.')),
  ]);
}, 30000);

const fact = (title, text, look) => h('div', { class: look }, h('dt', {}, title), h('dd', {}, text));

function copyButton(text) {
  if (!navigator.clipboard) return null; // Browsers have it for HTTPS and the local machine alone.
  const button = h('button', { type: 'button', onclick: async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  } }, 'Copy');
  return button;
}
