// Charts as SVG, drawn in the pixels that there are, and again when these change.

import { h, svg } from './dom.js';

/** A picture that `draw(width)` makes; `said` says what it shows. */
function chart(said, height, draw) {
  const picture = svg('svg', { role: 'img', 'aria-label': said, height });
  const box = h('div', { class: 'chart' }, picture);
  let width = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === width || box.clientWidth === 0) return;
    width = box.clientWidth;
    picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
    picture.replaceChildren(...draw(width).flat().filter(Boolean));
  }).observe(box);
  return box;
}

/** The least round number (1, 2 or 5 times a power of ten) that is no less. */
function roundUp(number) {
  if (!(number > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 5, 10].map(factor => factor * power).find(round => round >= number * 0.999999);
}

/** Parts of a path, one for each stretch without a gap. */
function stretches(points) {
  const all = [[]];
  for (const point of points) {
    if (point) all.at(-1).push(point);
    else if (all.at(-1).length) all.push([]);
  }
  return all.filter(stretch => stretch.length);
}

const path = points => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** When each point was: `end` is the time of the last. */
const timeOf = (history, i, points) => new Date(Date.parse(history.end) - (points - 1 - i) * history.step * 1000);

const minutes = seconds => (seconds === 0 ? 'now' : `−${Math.round(seconds / 60)} min`);

/**
 * Numbers over time, null where there is none.
 * @param history has `step`, in seconds, and `end`
 * @param format makes a number text
 */
export function timeline(said, points, history, format) {
  const [height, left, bottom, top] = [140, 56, 22, 8];
  const most = roundUp(Math.max(...points.map(point => point ?? 0)));
  return chart(said, height, width => {
    const x = i => left + (i / Math.max(points.length - 1, 1)) * (width - left - 8);
    const y = number => top + (1 - number / most) * (height - top - bottom);
    const spots = points.map((point, i) => (point === null || point === undefined ? null : [x(i), y(Math.max(point, 0))]));
    const seconds = (points.length - 1) * history.step;
    const marks = [0, 1 / 3, 2 / 3, 1].map(part => [left + (1 - part) * (width - left - 8), minutes(seconds * part)]);
    const [line, note] = [svg('line', { class: 'cursor', y1: top, y2: height - bottom, visibility: 'hidden' }), svg('text', { visibility: 'hidden', y: top + 4 })];
    const reach = svg('rect', { x: left, y: 0, width: Math.max(width - left, 0), height, fill: 'transparent' });
    reach.addEventListener('pointermove', event => {
      const i = Math.round(((event.offsetX - left) / (width - left - 8)) * (points.length - 1));
      const isOn = i >= 0 && i < points.length;
      for (const mark of [line, note]) mark.setAttribute('visibility', isOn ? 'visible' : 'hidden');
      if (!isOn) return;
      line.setAttribute('x1', x(i));
      line.setAttribute('x2', x(i));
      note.textContent = `${timeOf(history, i, points.length).toLocaleTimeString()}  ${format(points[i])}`;
      note.setAttribute('text-anchor', x(i) > width / 2 ? 'end' : 'start');
      note.setAttribute('x', x(i) + (x(i) > width / 2 ? -6 : 6));
    });
    reach.addEventListener('pointerleave', () => [line, note].forEach(mark => mark.setAttribute('visibility', 'hidden')));
    return [
      [0, 0.5, 1].map(part => [
        svg('line', { class: part ? 'rule' : 'axis', x1: left, x2: width, y1: y(most * part), y2: y(most * part) }),
        svg('text', { x: left - 8, y: y(most * part) + 4, 'text-anchor': 'end' }, format(most * part)),
      ]).flat(),
      marks.map(([place, text], i) => svg('text', { x: place, y: height - 4, 'text-anchor': i === 0 ? 'end' : i === 3 ? 'start' : 'middle' }, text)),
      stretches(spots).map(stretch => [
        svg('path', { class: 'area', d: `${path(stretch)}L${stretch.at(-1)[0].toFixed(1)} ${y(0)}L${stretch[0][0].toFixed(1)} ${y(0)}Z` }),
        stretch.length === 1 ? svg('circle', { class: 'dot', cx: stretch[0][0], cy: stretch[0][1], r: 2 }) : svg('path', { class: 'curve', d: path(stretch) }),
      ]).flat(),
      line, note, reach,
    ];
  });
}

/** How runs ended over time: a cell for each step. */
export function strip(said, results, history, names) {
  return chart(said, 18, width => results.map((result, i) => {
    const cell = svg('rect', { class: `cell-${result ?? 'none'}`, x: 56 + (i * (width - 56)) / results.length, y: 1, width: Math.max((width - 56) / results.length - 1.5, 1), height: 16, rx: 2 });
    cell.append(svg('title', {}, `${timeOf(history, i, results.length).toLocaleTimeString()}  ${result ? names[result] : 'no run'}`));
    return cell;
  }));
}

/** A small line without axes. Of the points the newest alone has all its digits: those that the others lack are no step. */
export function spark(said, exact) {
  const points = exact.map(point => (typeof point === 'number' ? Math.fround(point) : null));
  const given = points.filter(point => point !== null);
  const [least, most] = [Math.min(...given), Math.max(...given)];
  return chart(said, 24, width => stretches(points.map((point, i) => (point === null ? null
    : [2 + (i / Math.max(points.length - 1, 1)) * (width - 4), most === least ? 12 : 21 - ((point - least) / (most - least)) * 18])))
    .map(stretch => (stretch.length === 1 ? svg('circle', { class: 'dot', cx: stretch[0][0], cy: stretch[0][1], r: 2 }) : svg('path', { class: 'curve', d: path(stretch) }))));
}

/** A histogram: `counts[i]` are those up to `bounds[i]`, and the last, where there is one more, those beyond. */
export function histogram(said, bounds, counts, format, formatCount) {
  const [height, bottom, top] = [180, 24, 20];
  const first = Math.max(counts.findIndex(number => number > 0) - 1, 0);
  const last = Math.min(counts.findLastIndex(number => number > 0) + 1, counts.length - 1);
  const shown = counts.slice(first, last + 1);
  const most = Math.max(...shown, 1);
  return chart(said, height, width => {
    const step = width / shown.length;
    const bar = Math.min(step - 4, 72);
    const every = Math.ceil(64 / step);
    return shown.map((number, i) => {
      const tall = number ? Math.max((number / most) * (height - top - bottom), 2) : 0;
      const middle = (i + 0.5) * step;
      const bound = bounds[first + i];
      const text = bound === undefined ? `> ${format(bounds.at(-1))}` : `≤ ${format(bound)}`;
      return [
        svg('rect', { class: 'bar', x: middle - bar / 2, y: height - bottom - tall, width: Math.max(bar, 1), height: tall, rx: 2 }, svg('title', {}, `${text}: ${formatCount(number)}`)),
        number && step > 28 ? svg('text', { x: middle, y: height - bottom - tall - 6, 'text-anchor': 'middle' }, formatCount(number)) : null,
        i % every === 0 ? svg('text', { x: middle, y: height - 6, 'text-anchor': 'middle' }, text) : null,
      ];
    }).flat().concat(svg('line', { class: 'axis', x1: 0, x2: width, y1: height - bottom, y2: height - bottom }));
  });
}

/** Parts of a whole, side by side: `[look, number]`. */
export function share(said, parts) {
  const sum = parts.reduce((all, [, number]) => all + number, 0);
  let x = 0;
  return h('span', { class: 'share', role: 'img', 'aria-label': said, title: said }, svg('svg', { viewBox: '0 0 1000 10', preserveAspectRatio: 'none' }, parts.filter(([, number]) => number > 0).map(([look, number]) => {
    const width = Math.max((number / sum) * 1000, 6);
    x += width;
    return svg('rect', { class: `part-${look}`, x: x - width, y: 0, width, height: 10 });
  })));
}

/** One part of a whole, in a look such as `part-ok`. */
export const meter = (part, look) => h('span', { class: 'meter', 'aria-hidden': 'true' }, svg('svg', { viewBox: '0 0 1000 10', preserveAspectRatio: 'none' }, svg('rect', { class: look, width: Math.max(part * 1000, 4), height: 10 })));

/** A ring of parts: `{ title, number, hue }`. In its middle stand two lines. */
export function ring(said, parts, sum, of) {
  const whole = parts.reduce((all, part) => all + part.number, 0);
  const [outer, inner] = [127, 93];
  let at = 0;
  const point = (turn, radius) => `${(130 + radius * Math.sin(turn * 2 * Math.PI)).toFixed(2)} ${(130 - radius * Math.cos(turn * 2 * Math.PI)).toFixed(2)}`;
  const pieces = parts.filter(part => part.number > 0).map(part => {
    const [from, to] = [at, at + part.number / whole];
    at = to;
    const title = svg('title', {}, part.title);
    if (to - from > 0.9999) return svg('circle', { class: `whole hue-${part.hue}`, cx: 130, cy: 130, r: (outer + inner) / 2 }, title);
    const isLong = to - from > 0.5 ? 1 : 0;
    return svg('path', { class: `hue-${part.hue}`, d: `M${point(from, outer)}A${outer} ${outer} 0 ${isLong} 1 ${point(to, outer)}L${point(to, inner)}A${inner} ${inner} 0 ${isLong} 0 ${point(from, inner)}Z` }, title);
  });
  return svg('svg', { class: 'ring', viewBox: '0 0 260 260', role: 'img', 'aria-label': said },
    whole === 0 ? svg('circle', { class: 'track', cx: 130, cy: 130, r: (outer + inner) / 2 }) : null,
    ...pieces,
    svg('text', { class: 'sum', x: 130, y: 134 }, sum),
    svg('text', { class: 'of', x: 130, y: 156 }, of));
}
