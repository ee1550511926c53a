// The JSON API, by paths relative to the page, so that any prefix that a proxy adds is kept.

const root = document.documentElement.dataset.root;

/** A path of this server, as the page reaches it. */
export const link = path => root + path;

/** Text as part of a path. A slash stays one: it belongs to targets such as unix:/run/redis.sock. */
export const inPath = text => text.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':');

export const targetLink = target => link(`targets/${inPath(target)}`);
export const scriptLink = script => link(`scripts/${inPath(script)}`);

/** The name that stands in this page's own path, behind the page's name. */
export function ownName(page) {
  const path = location.pathname;
  return decodeURIComponent(path.slice(path.indexOf(`/${page}/`, prefixLength()) + page.length + 2));
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

/** Asks for a path with parameters; those that are empty are left out. */
export async function ask(path, parameters = {}, { method = 'GET', signal } = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, text]) => text !== null && text !== undefined && text !== ''));
  const response = await fetch(link(`api/v1/${path}${query.size ? `?${query}` : ''}`), { method, signal, headers: { Accept: 'application/json' } });
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Refusal(response.status, response.ok ? 'The answer is no JSON.' : text.trim() || response.statusText);
  }
  if (!response.ok || answer.status !== 'success') throw new Refusal(response.status, answer.error ?? response.statusText);
  return answer.data;
}
