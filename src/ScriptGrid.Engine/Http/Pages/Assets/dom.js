// Elements are made here and nowhere else. Text goes in as text nodes, so nothing that a server or a script says can become HTML.

const svgNamespace = 'http://www.w3.org/2000/svg';

/** An element with attributes, listeners (`onclick`) and children: elements, or texts of any kind. */
export const h = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** The same within an SVG picture. */
export const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(svgNamespace, name), attributes, children);

/**
 * Text whose characters cannot turn the text around them: those that change the direction are shown by their numbers, as in the log. Left as they are, a key or a
 * message of a server could make the rest of its line read backwards.
 */
export const plain = text => String(text).replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Attributes that people read or hear. */
const told = new Set(['title', 'aria-label']);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : told.has(name) ? plain(value) : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false).map(child => (child instanceof Node ? child : plain(child))));
  return element;
}

/** The element of an id. */
export const byId = id => document.getElementById(id);

/** Changes text only where it differs, so that what the reader has selected stays selected. */
export function setText(element, text) {
  const shown = plain(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/** Makes an element's content anew only where what it shows, as JSON, has changed. */
export function show(element, data, build) {
  const shown = JSON.stringify(data) ?? '';
  if (element.shown === shown) return;
  element.shown = shown;
  element.replaceChildren(...[build(data)].flat().filter(Boolean));
}

/**
 * Makes the children of an element those of a list: what has the same key stays the same element, with its focus and its scroll position, and is told of its new item.
 * `create(item)` returns a view `{ elements, update(item) }`.
 */
export function keyed(parent, items, keyOf, create) {
  const views = parent.views ?? new Map();
  const next = new Map();
  for (const item of items) {
    const view = views.get(keyOf(item)) ?? create(item);
    view.update(item);
    next.set(keyOf(item), view);
  }
  for (const [key, view] of views) {
    if (!next.has(key)) view.elements.forEach(element => element.remove());
  }
  let place = parent.firstChild;
  for (const element of [...next.values()].flatMap(view => view.elements)) {
    if (element === place) place = place.nextSibling;
    else if (element.parentNode === parent && parent.moveBefore) parent.moveBefore(element, place); // Keeps the focus.
    else parent.insertBefore(element, place);
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
  parent.views = next;
}

/** A table. A column is `{ title, class }`; rows are elements. `cards` lets rows become cards where the page is narrow. */
export const table = (caption, columns, rows, { cards = false } = {}) => h('div', { class: 'scroll' },
  h('table', { class: cards ? 'cards' : null },
    h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, columns.map(column => h('th', { scope: 'col', class: column.class }, column.title)))),
    h('tbody', {}, rows)));

/** What stands where there is nothing to show. */
export const nothing = (title, text, ...more) => h('div', { class: 'nothing' }, h('h2', {}, title), text ? h('p', {}, text) : null, ...more);

/** A panel with a heading. */
let panels = 0;
export function panel(title, aside, ...bodies) {
  const id = `panel-${++panels}`;
  return h('section', { class: 'panel', 'aria-labelledby': id }, h('header', {}, h('h2', { id }, title), aside), ...bodies);
}
