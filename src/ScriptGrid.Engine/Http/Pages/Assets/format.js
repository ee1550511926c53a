// Numbers, times and states in words.

const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: false });
const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export const none = '–';

/** A count with separators. */
export const count = number => (number === null || number === undefined ? none : whole.format(number));

/** `one target`, `2 targets`. */
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** A sample's value. JSON has no infinities: they come as text. */
export function value(number) {
  if (typeof number !== 'number') return number === null || number === undefined ? none : String(number);
  if (Number.isSafeInteger(number)) return whole.format(number);
  const size = Math.abs(number);
  if (size > Number.MAX_SAFE_INTEGER || size < 1e-4) return number.toExponential(3);
  return String(Number(number.toPrecision(Math.max(9, String(Math.trunc(size)).length + 3)))); // Of whole digits none is lost.
}

/** A duration in the unit that suits it. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return none;
  if (seconds === 0) return '0 ms';
  if (seconds < 0.001) return `${short.format(seconds * 1e6)} µs`;
  if (seconds < 1) return `${short.format(seconds * 1000)} ms`;
  if (seconds < 120) return `${short.format(seconds)} s`;
  return span(seconds);
}

/** A time span, roughly. */
export function span(seconds) {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** How long ago, or in how long. */
export function since(time) {
  if (!time) return none;
  const seconds = (Date.now() - Date.parse(time)) / 1000;
  if (Math.abs(seconds) < 1) return 'now';
  return seconds > 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

/** In how long something is due. What is due just now is not late yet. */
export function due(time) {
  const late = (Date.now() - Date.parse(time)) / 1000;
  return late > 0 && late < 10 ? 'now' : since(time);
}

/** When, in full. */
export const moment = time => (time ? clock.format(new Date(time)) : none);

/** How many times of a hundred, with no more digits than mean something. */
export const percent = part => `${short.format(part * 100)} %`;

/** What each letter of the fleet's cells stands for. */
export const stateOfLetter = { o: 'ok', f: 'failing', d: 'down', p: 'pending' };

export const states = ['ok', 'failing', 'down', 'pending'];

export const stateNames = { ok: 'OK', failing: 'Failing', down: 'Down', pending: 'Pending' };

/** How a target fares: as its state says, and failing where it answers and a script of its failed. */
export function stateOf(target) {
  if (target.state === 'down') return 'down';
  if (target.state !== 'up') return 'pending';
  return target.scripts.some(script => script.result === 'failed') ? 'failing' : 'ok';
}

/** How a script fares on a target. */
export const resultOf = script => (script.skipped ? 'skipped' : script.result === 'values' ? 'ok' : script.result ?? 'pending');

export const resultNames = { ok: 'OK', empty: 'No values', failed: 'Failed', skipped: 'Skipped', pending: 'Not run yet' };

/** The look of each result. */
export const resultLooks = { ok: 'ok', empty: 'ok', failed: 'failing', skipped: 'pending', pending: 'pending' };

const reasons = {
  connection: 'Cannot connect',
  dns: 'Name not found',
  tls: 'TLS failed',
  auth: 'Login refused',
  denied: 'Not permitted',
  timeout: 'Timed out',
  busy: 'Busy with another script',
  loading: 'Still loading its data',
  readonly: 'Writes are refused',
  oom: 'Out of memory',
  cluster: 'Keys live on another node',
  unsupported: 'Not supported by the server',
  noscript: 'The server forgot the script',
  script: 'Error in the script',
  reply: 'Reply cannot be used',
  limit: 'Too large',
  protocol: 'Does not speak Redis',
};

/** A reason in plain words. */
export const reason = name => reasons[name] ?? name;

/** What is wrong with a target: itself, else the first script that failed. */
export function problemOf(target) {
  if (target.reason) return { reason: target.reason, message: target.message, look: 'down' };
  const failed = target.scripts.find(script => script.error);
  return failed && { ...failed.error, script: failed.name, look: stateOf(target) === 'down' ? 'down' : 'failing' };
}
