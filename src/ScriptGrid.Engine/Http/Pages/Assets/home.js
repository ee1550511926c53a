// The landing page: the fleet in four numbers.

import { byId, h, show } from './dom.js';
import { ask, link } from './api.js';
import { count, stateNames, states } from './format.js';
import { live, tellMissing } from './live.js';

live(async signal => {
  const fleet = await ask('fleet', {}, { signal });
  tellMissing(fleet.missing);
  show(byId('glance'), [fleet.total, fleet.states], () => h('div', { class: 'states' }, tile('', 'Targets', fleet.total), states.map(name => tile(name, stateNames[name], fleet.states[name] ?? 0))));
});

const tile = (name, label, number) => h('a', { class: name || 'all', href: `${link('targets')}${name ? `?state=${name}` : ''}` },
  h('b', {}, count(number)), h('span', {}, name ? h('i', { class: `swatch ${name}`, 'aria-hidden': 'true' }) : null, label));
