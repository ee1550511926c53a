// Refreshes a page while it is looked at, and says how that goes.

import { byId, h, nothing, setText, show } from './dom.js';
import { Refusal, Silence, Unreached } from './api.js';
import { counted } from './format.js';
import './times.js';

const paused = 'scriptgrid.paused';
const retry = 3000; // A page that failed is up to date again soon after the server is back, however seldom it refreshes.

/**
 * Loads at once and again after each `every` milliseconds, or sooner after a failure, unless paused or hidden.
 * `load(signal)` fetches and shows; one load is under way at most, and a newer one ends the one before.
 * Returns `refresh()`, which loads at once.
 */
export function live(load, every = 5000) {
  const button = byId('live').appendChild(h('button', { type: 'button', title: 'Stop or go on refreshing', onclick: toggle }, h('span', { class: 'beat', 'aria-hidden': 'true' }), h('span', {})));
  let timer = 0;
  let running = null;
  let isLoaded = false;
  let isPaused = sessionStorage.getItem(paused) === 'yes';

  function toggle() {
    isPaused = !isPaused;
    sessionStorage.setItem(paused, isPaused ? 'yes' : 'no');
    if (isPaused) tell(null);
    else refresh();
  }

  async function refresh() {
    clearTimeout(timer);
    running?.abort();
    const own = new AbortController();
    running = own;
    let pause = every;
    try {
      await load(own.signal);
      if (running !== own) return;
      isLoaded = true;
      tell(null);
    } catch (failure) {
      if (running !== own) return;
      tell(failure);
      pause = Math.min(every, retry);
    }
    running = null;
    timer = setTimeout(tick, pause);
  }

  function tick() {
    if (isPaused || document.hidden) timer = setTimeout(tick, every);
    else refresh();
  }

  function tell(failure) {
    byId('live').dataset.live = failure ? 'late' : isPaused ? 'off' : 'on';
    button.setAttribute('aria-pressed', String(!isPaused));
    const [state, title] = failure ? wordsOf(failure) : [isPaused ? 'Paused' : 'Live'];
    setText(button.lastChild, state);
    byId('content')?.classList.toggle('stale', Boolean(failure) && isLoaded);
    if (failure && ![Refusal, Silence, Unreached].some(kind => failure instanceof kind)) console.error(failure);
    byId('main').classList.toggle('failed', Boolean(failure) && !isLoaded && !byId('content'));
    const trouble = byId('trouble');
    if (!failure) trouble.replaceChildren();
    else if (!isLoaded && byId('content')) byId('content').replaceChildren(h('section', { class: 'panel' }, nothing(title, failure.message)));
    else trouble.replaceChildren(h('div', { class: 'notice down' }, h('div', {}, h('strong', {}, title), h('p', {}, `${failure.message}${isLoaded ? ' What is shown is older.' : ''}`))));
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !isPaused && !running) refresh();
  });
  tell(null);
  refresh();
  return refresh;
}

/** Says above the page which targets its answers lack, if any: `missing` is that member of an answer of the API. */
export const tellMissing = missing => show(byId('missing'), missing ?? null, lack => lack && h('div', { class: 'notice failing' }, h('div', {},
  h('strong', {}, `${counted(lack.targets, 'target is', 'targets are')} missing`),
  h('p', {}, lack.silos.length === 1 ? `Silo ${lack.silos[0]} does not answer.` : `Silos ${lack.silos.join(', ')} do not answer.`))));

/** What went wrong, for the corner and as a title. */
function wordsOf(failure) {
  if (failure instanceof Refusal) return failure.status === 404 ? ['Not found', 'Not found'] : failure.status === 503 ? ['Not available', 'Not available now'] : ['Refused', 'The request was refused'];
  if (failure instanceof Silence) return ['Not reached', 'ScriptGrid does not answer'];
  return failure instanceof Unreached ? ['Not reached', 'ScriptGrid cannot be reached'] : ['Failed', 'The page failed'];
}
