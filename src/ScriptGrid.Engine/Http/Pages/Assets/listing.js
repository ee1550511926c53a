// Text with numbers of lines, a little colour, and remarks below the lines that they are about.

import { h } from './dom.js';

const words = {
  lua: /(--\[\[.*|--.*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\b(and|break|do|else|elseif|end|false|for|function|if|in|local|nil|not|or|repeat|return|then|true|until|while)\b|\b(\d+(?:\.\d+)?)\b/g,
  yaml: /(#.*)|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|((?<=^\s*(?:- )?|[{,]\s*)[\w./-]+(?=:(?:\s|$)))|(?<=[\s:[,])(\d+(?:\.\d+)?(?:ms|s|m|h|d|%)?)(?=[\s,\]}]|$)/g,
};

const looks = ['word-comment', 'word-text', 'word-keyword', 'word-number'];

/** @param findings each has `line`, from 1, `rule`, `severity` and `message` */
export function listing(text, language, findings, label) {
  const lines = text.replace(/\n$/, '').split('\n');
  return h('div', { class: 'listing', role: 'region', 'aria-label': label, tabindex: 0 }, h('ol', {}, lines.map((line, i) => {
    const remarks = findings.filter(finding => finding.line === i + 1);
    const look = remarks.length === 0 ? null : remarks.some(remark => remark.severity === 'error') ? 'found error' : 'found';
    return h('li', { class: look }, h('div', { class: 'row' }, h('code', {}, coloured(line, words[language]))), remarks.map(remark =>
      h('div', { class: 'remark' }, h('span', {}, h('strong', {}, remark.rule), ` ${remark.message}`))));
  })));
}

function coloured(line, pattern) {
  const parts = [];
  let at = 0;
  for (const match of line.matchAll(pattern)) {
    const look = looks[match.slice(1).findIndex(group => group !== undefined)];
    parts.push(line.slice(at, match.index), h('span', { class: look }, match[0]));
    at = match.index + match[0].length;
  }
  return [...parts, line.slice(at)];
}
