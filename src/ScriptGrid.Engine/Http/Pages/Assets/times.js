// Relative times. They go on by themselves, whether or not anything new arrives.

import { h, setText } from './dom.js';
import { due, moment, none, since } from './format.js';

/** How long ago. */
export const ago = time => (time ? h('time', { datetime: time, title: moment(time) }, since(time)) : none);

/** In how long something is due. */
export const until = time => (time ? h('time', { datetime: time, title: moment(time), 'data-due': true }, due(time)) : none);

/** What a fact says: text, or a time as `{ ago }` or `{ until }`. */
export const told = text => (text && typeof text === 'object' ? ('ago' in text ? ago(text.ago) : until(text.until)) : text);

/** Changes the time in an element in place; `make` is one of those above. */
export function setTime(element, time, make) {
  const shown = element.querySelector('time');
  if (!time) return setText(element, none);
  if (!shown) return element.replaceChildren(make(time));
  shown.dateTime = time;
  shown.title = moment(time);
  tell(shown);
}

function tell(element) {
  setText(element, 'due' in element.dataset ? due(element.dateTime) : since(element.dateTime));
}

setInterval(() => document.querySelectorAll('time').forEach(tell), 1000);
