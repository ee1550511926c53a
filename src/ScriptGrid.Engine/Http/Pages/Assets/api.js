// The JSON API, by paths relative to the page, so that any prefix that a proxy adds is kept.

const root = document.documentElement.dataset.root;

/** A path of this server, as the page reaches it. */
export const link = path => root + path;

/** Text as part of a path. A slash stays one: it belongs to targets such as unix:/run/redis.sock. */
export const inPath = text => text.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':');

export const targetLink = target => link(`targets/${inPath(target)}`);
export const scriptLink = script => link(`scripts/${inPath(script)}`);

/** The name that stands in this page's own path, behind the page's name. What is no encoded text in it stays as it is, as on the server. */
export function ownName(page) {
  const path = location.pathname;
  return path.slice(path.indexOf(`/${page}/`, prefixLength()) + page.length + 2).replaceAll(/(?:%[0-9a-f]{2})+/gi, encoded => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/** How much of the path lies before this server's own root. */
function prefixLength() {
  return new URL(root, location.href).pathname.length - 1;
}

/** An answer that is no success. Its message is the server's own. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** No answer in time. */
export class Silence extends Error {}

/** No connection. Browsers say why in words of their own, which help nobody. */
export class Unreached extends Error {}

/** Asks for a path with parameters; those that are empty are left out. An answer is waited for so many `seconds` at most. */
export async function ask(path, parameters = {}, { method = 'GET', signal, seconds = 10 } = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, text]) => text !== null && text !== undefined && text !== ''));
  const late = AbortSignal.timeout(seconds * 1000);
  let response, text;
  try {
    response = await fetch(link(`api/v1/${path}${query.size ? `?${query}` : ''}`), { method, signal: signal ? AbortSignal.any([signal, late]) : late, headers: { Accept: 'application/json' } });
    text = await response.text();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw late.aborted ? new Silence(`There was no answer within ${seconds} s.`) : new Unreached('There is no connection. The page keeps trying.');
  }
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Refusal(response.status, response.ok ? 'The answer is no JSON.' : text.trim() || response.statusText);
  }
  if (!response.ok || answer.status !== 'success') throw new Refusal(response.status, answer.error ?? response.statusText);
  return answer.data;
}
