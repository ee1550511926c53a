// One target: how it fares, and for each script its values, its last page lines and its last quarter of an hour.

import { byId, h, keyed, nothing, panel, plain, setText, show, table } from './dom.js';
import { ask, inPath, link, ownName, scriptLink, Unreached } from './api.js';
import { count, counted, duration, reason, resultLooks, resultNames, resultOf, stateNames, stateOf, value } from './format.js';
import { spark, strip, timeline } from './charts.js';
import { live } from './live.js';
import { told } from './times.js';

const id = ownName('targets');
const path = `targets/${inPath(id)}`;
let isCollecting = false;

document.title = plain(`${id} · ScriptGrid`);
const state = h('span', {});
const said = h('span', { class: 'soft small', role: 'status' });
const collectAll = h('button', { type: 'button', class: 'main', onclick: () => collect(null) }, 'Collect all now');
byId('head').replaceChildren(
  h('div', {}, h('p', { class: 'crumb' }, h('a', { href: link('targets') }, 'Targets')), h('div', { class: 'title' }, h('h1', { class: 'mono' }, id), state)),
  h('div', { class: 'actions' }, said, collectAll));

const refresh = live(async signal => draw(await ask(path, {}, { signal })));

async function collect(script) {
  if (isCollecting) return;
  busy(true);
  setText(said, 'Collecting…');
  try {
    draw(await ask(`${path}/collect`, { script }, { method: 'POST', seconds: 300 }));
    setText(said, `Collected at ${new Date().toLocaleTimeString()}`);
  } catch (failure) {
    if (failure instanceof Unreached) await refresh(); // The corner says so too.
    setText(said, `Not collected: ${failure instanceof Unreached ? 'there was no connection' : failure.message}`);
  }
  busy(false);
}

function busy(is) {
  isCollecting = is;
  for (const button of document.querySelectorAll('.collect, button.main')) button.disabled = is;
}

function draw(target) {
  const how = stateOf(target);
  state.className = `state ${how}`;
  setText(state, stateNames[how]);
  const content = byId('content');
  if (!content.views) {
    content.className = 'stack';
    content.replaceChildren();
  }
  const parts = [{ key: 'facts', target }, ...target.scripts.map(script => ({ key: `script ${script.name}`, script, isSaid: target.message === script.error?.message })), ...(target.scripts.length ? [] : [{ key: 'none' }])];
  keyed(content, parts, part => part.key, part => {
    if (part.script) return scriptView(part.script);
    return part.target ? factsView() : { elements: [h('section', { class: 'panel' }, nothing('No scripts', 'No script runs on this target.'))], update() {} };
  });
}

function factsView() {
  const box = h('div', { class: 'stack' });
  return {
    elements: [box],
    update({ target }) {
      const failed = target.reason ? [] : target.scripts.filter(script => resultOf(script) === 'failed').map(script => script.name);
      show(box, [failed, target.reason, target.message, target.role, target.version, target.source, target.owner, target.labels], () => [
        target.reason ? h('div', { class: 'notice down' }, h('div', {}, h('strong', {}, reason(target.reason)), h('p', {}, target.message))) : null,
        failed.length ? h('div', { class: 'notice failing' }, h('div', {}, h('strong', {}, `${counted(failed.length, 'script')} failed:`), failed.map(name => [' ', h('a', { class: 'target', href: `#${encodeURIComponent(idOf(name))}` }, name)]).flat())) : null,
        h('section', { class: 'panel', 'aria-label': 'What is known of the target' }, h('dl', { class: 'body facts' },
          fact('Role', target.role ?? 'not known'),
          fact('Version', target.version ?? 'not known'),
          fact('Source', target.source ? h('a', { href: link('discovery') }, target.source) : 'written in the configuration'),
          target.owner ? fact('Owner', h('a', { href: link('silos') }, target.owner)) : null,
          fact('Labels', Object.keys(target.labels).length
            ? h('div', { class: 'chips' }, Object.entries(target.labels).map(([name, text]) => h('a', { class: 'chip', href: `${link('targets')}?label=${encodeURIComponent(`${name}:${text}`)}` }, `${name}=${text}`)))
            : 'none'))),
      ]);
    },
  };
}

/** Where a script stands on the page. */
const idOf = script => `script-${script.replaceAll(/\s/g, '-')}`;

const fact = (title, text) => h('div', {}, h('dt', {}, title), h('dd', {}, text));

function scriptView(first) {
  const [result, trouble, figures, values, texts, charts] = [h('span', {}), h('div', {}), h('dl', { class: 'body facts' }), h('div', {}), h('div', {}), h('div', { class: 'charts' })];
  const body = h('div', { class: 'body script-body' }, charts, h('div', {}, values, texts));
  const title = h('a', { class: 'target', href: scriptLink(first.name) }, first.name);
  const view = panel(h('span', { class: 'title' }, title, result), h('button', { type: 'button', class: 'collect', onclick: () => collect(first.name) }, 'Collect now', h('span', { class: 'unseen' }, ` by ${first.name} alone`)),
    trouble, figures, body);
  view.id = idOf(first.name);
  return {
    elements: [view],
    update({ script, isSaid }) {
      const how = resultOf(script);
      result.className = `state ${resultLooks[how]}`;
      setText(result, resultNames[how]);
      const error = isSaid ? null : script.error ?? null; // What is wrong with the target is said once, above.
      trouble.className = error ? 'body' : '';
      show(trouble, error, error => error && h('div', { class: 'notice failing' }, h('div', {}, h('strong', {}, reason(error.reason)), h('p', { class: 'mono' }, error.message))));
      const facts = [['Last run', { ago: script.lastRun }], ['Last success', { ago: script.lastSuccess }], ['Next run', script.intervalSeconds ? { until: script.nextRun } : 'on demand'],
        ['Duration', duration(script.durationSeconds)], ['Interval', script.intervalSeconds ? duration(script.intervalSeconds) : 'never'], ['Errors', count(script.errorsTotal)],
        ...(script.droppedSeries ? [['Series left off pages', count(script.droppedSeries)]] : [])];
      show(figures, facts, () => facts.map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, told(text)))));
      showValues(values, script);
      showTexts(texts, script);
      charts.hidden = !script.history;
      body.classList.toggle('bare', !script.history);
      show(charts, script.history ?? null, history => history && chartsOf(history));
    },
  };
}

/** The table stays where the reader scrolled it to. */
function showValues(box, script) {
  const top = box.querySelector('.values')?.scrollTop;
  show(box, [script.values, script.valuesTotal], () => {
    if (!script.values?.length) return h('p', { class: 'soft' }, script.result === 'failed' ? 'No values: the last run failed.' : 'No values.');
    const rows = script.values.map(sample => h('tr', {},
      h('th', { scope: 'row' }, h('code', { class: 'break' }, sample.name), h('span', { class: 'chips' }, Object.entries(sample.labels ?? {}).map(([name, text]) => h('span', { class: 'chip' }, `${name}=${text}`)))),
      h('td', { class: 'number mono' }, value(sample.value))));
    const list = table(`Values of ${script.name}`, [{ title: 'Metric' }, { title: 'Value', class: 'number' }], rows);
    list.className = 'values';
    list.tabIndex = 0;
    return [list, script.valuesTotal > script.values.length ? h('p', { class: 'soft small under' }, `The first ${count(script.values.length)} of ${counted(script.valuesTotal, 'value')}.`) : null];
  });
  if (top) box.querySelector('.values').scrollTop = top;
}

function showTexts(box, script) {
  const open = new Set([...box.querySelectorAll('details[open] > summary')].map(summary => summary.textContent));
  show(box, [script.lines, script.reply], () => [['Lines on the metrics page', script.lines], ['Last reply', script.reply]].filter(([, text]) => text).map(([title, text]) =>
    h('details', { open: open.has(title) }, h('summary', {}, title), h('pre', { class: 'text', tabindex: 0 }, text))));
}

function chartsOf(history) {
  const runs = history.durations.filter(point => point !== null);
  const failed = history.results.filter(result => result === 'failed').length;
  const failures = failed ? `${count(failed)} of ${counted(history.results.length, 'interval')} with failures` : 'no failures';
  const long = runs.length ? `longest ${duration(Math.max(...runs))}` : failed ? 'no run was sent' : 'no runs yet';
  const sparks = (history.values ?? []).map(series => [series.name, series.points, series.points.findLast(point => point !== null)]);
  return [
    h('figure', {}, h('figcaption', {}, h('span', {}, 'Duration, last 15 minutes'), h('span', {}, long)), timeline(`Durations of the last 15 minutes, ${long}`, history.durations, history, duration)),
    h('figure', {}, h('figcaption', {}, h('span', {}, 'Results'), h('span', {}, failures)), strip(`Results of the last 15 minutes: ${failures}`, history.results, history, resultNames)),
    sparks.length ? h('figure', {}, h('figcaption', {}, h('span', {}, 'Values, last 15 minutes')), h('ul', { class: 'sparks' }, sparks.map(([name, points, last]) => h('li', {}, h('code', { class: 'break' }, name), spark(`${name}, now ${value(last)}`, points), h('span', { class: 'number mono' }, value(last)))))) : null,
  ];
}
