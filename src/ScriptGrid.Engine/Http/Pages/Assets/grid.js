// The fleet on a canvas, one cell for each target: ten thousand cost no more than a picture. A look, the pointer and the keyboard tell them apart.

import { h, setText } from './dom.js';
import { stateNames, stateOfLetter } from './format.js';

const smallest = 5;
const largest = 26;
const height = 300;

/**
 * @param box the element that holds the canvas
 * @param said where the cell under the keyboard's cursor is said
 * @param nameOf gives the target at a place, by a promise
 * @param open called with the place of a target that was chosen
 */
export function fleetGrid(box, said, nameOf, open) {
  const canvas = box.querySelector('canvas');
  const context = canvas.getContext('2d');
  const tip = box.appendChild(h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' }, h('strong', {}), h('span', {})));
  let cells = '';
  let wanted = '';
  let pitch = smallest;
  let across = 1;
  let cursor = -1;

  const placeAt = event => {
    const bounds = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - bounds.left) / pitch);
    const place = Math.floor((event.clientY - bounds.top) / pitch) * across + column;
    return column >= 0 && column < across && place >= 0 && place < cells.length ? place : -1;
  };

  box.addEventListener('pointermove', event => event.pointerType !== 'touch' && point(placeAt(event)));
  box.addEventListener('pointerleave', () => point(-1));
  box.addEventListener('blur', () => point(-1));
  box.addEventListener('focus', () => box.matches(':focus-visible') && cells && point(Math.max(cursor, 0), true));
  canvas.addEventListener('click', event => placeAt(event) >= 0 && open(placeAt(event)));
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape') return box.blur();
    if (event.key === 'Enter') return cursor >= 0 && open(cursor);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, PageDown: across * 10, PageUp: -across * 10, Home: -cells.length, End: cells.length };
    if (!(event.key in steps) || !cells || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    point(Math.min(Math.max(cursor + steps[event.key], 0), cells.length - 1), true);
  });
  new ResizeObserver(draw).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  /** Shows these letters; those of other states than `state` fade. */
  function update(letters, state) {
    if (letters === cells && state === wanted) return;
    if (letters.length !== cells.length) cursor = -1;
    [cells, wanted] = [letters, state];
    draw();
    if (!tip.hidden) {
      tip.hidden = true;
      if (cursor >= 0) point(cursor); // It may be another target's place now.
    }
  }

  function draw() {
    const width = box.clientWidth;
    if (!width) return;
    pitch = largest;
    while (pitch > smallest && Math.ceil(cells.length / Math.floor(width / pitch)) * pitch > height) pitch--;
    across = Math.max(1, Math.floor(width / pitch));
    const down = Math.max(1, Math.ceil(cells.length / across));
    const scale = devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = down * pitch * scale;
    canvas.style.height = `${down * pitch}px`;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const colours = coloursOf(box);
    const size = pitch - (pitch > 12 ? 3 : pitch > 7 ? 2 : 1);
    for (const [letter, state] of Object.entries(stateOfLetter)) {
      context.fillStyle = colours[state];
      context.globalAlpha = wanted && wanted !== state ? 0.22 : 1;
      for (let i = cells.indexOf(letter); i >= 0; i = cells.indexOf(letter, i + 1)) {
        cell(letter, (i % across) * pitch, Math.floor(i / across) * pitch, size);
      }
    }
    context.globalAlpha = 1;
    if (cursor >= 0) ring(colours.text);
  }

  /** A shape of its own for each state, where there is room for it. */
  function cell(letter, x, y, size) {
    if (letter === 'p' && size >= 4) {
      context.fillRect(x, y, size, size);
      context.clearRect(x + 1, y + 1, size - 2, size - 2);
    } else if (letter === 'f' && size >= 6) {
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + size, y);
      context.lineTo(x + size, y + size * 0.55);
      context.lineTo(x + size * 0.55, y + size);
      context.lineTo(x, y + size);
      context.fill();
    } else if (letter === 'd' && size >= 10) {
      context.fillRect(x, y, size, size);
      context.clearRect(x + size * 0.25, y + size * 0.42, size * 0.5, size * 0.16);
    } else {
      context.fillRect(x, y, size, size);
    }
  }

  function ring(colour) {
    const [x, y] = [(cursor % across) * pitch, Math.floor(cursor / across) * pitch];
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.strokeRect(x - 1.5, y - 1.5, pitch + 1, pitch + 1);
  }

  async function point(place, isSaid = false) {
    if (place < 0) {
      tip.hidden = true;
      if (cursor >= 0) [cursor] = [-1, draw()];
      return;
    }
    if (place === cursor && !tip.hidden) return;
    cursor = place;
    draw();
    const [x, y] = [(place % across) * pitch, Math.floor(place / across) * pitch];
    tip.hidden = false;
    setText(tip.lastChild, stateNames[stateOfLetter[cells[place]]]);
    setText(tip.firstChild, '…');
    tip.style.left = `${Math.max(0, Math.min(x + pitch + 8, box.clientWidth - 260))}px`;
    tip.style.top = `${y + pitch + 8}px`;
    const name = await nameOf(place);
    if (cursor !== place || name === null) return;
    setText(tip.firstChild, name);
    if (isSaid) setText(said, `${name}, ${stateNames[stateOfLetter[cells[place]]]}`);
  }

  return { update };
}

/** Colours as the style sheet has them now: those of the legend. */
function coloursOf(box) {
  const colours = { text: getComputedStyle(box).color };
  for (const swatch of document.querySelectorAll('.legend .swatch')) {
    colours[swatch.classList[1]] = getComputedStyle(swatch).backgroundColor;
  }
  return colours;
}
