// What the page knows of each creative, and the words for it. The scripts of this folder stand in one function, this first.
// Every value of the page goes in as text (append, textContent) or through address(); nothing is ever parsed as HTML.
const page = JSON.parse(document.getElementById('content').textContent);
for (const name of ['formats', 'titles', 'sources', 'limits']) page[name] = Object.assign(Object.create(null), page[name]);
const $ = id => document.getElementById(id);
const STATUS = {ok: 'Fine', warn: 'Warning', fail: 'Fails', error: 'Error', note: 'Note'};
const RUNGS = {full: 'In full, at its ideal size', rewrapped: 'Copy set over more lines', shrunk: 'Type made smaller to fit',
  short: 'Short copy used', ellipsis: 'Copy cut with an ellipsis', failed: 'Copy does not fit'};
const state = {q: '', status: new Set(), check: '', group: 'item', true: false, zoom: 100, open: ''};
let order = [];  // the creatives on show, as they stand
let current = -1;  // the place of the one focused or open

function el(tag, values, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(values || {})) {
    if (name === 'class') node.className = value;
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child != null && child !== ''));
  return node;
}
const bdi = text => el('bdi', {}, text);  // a name of any script reads in its own direction
const many = count => count.toLocaleString('en');
const plural = (count, word) => `${many(count)} ${word}${count === 1 ? '' : 's'}`;
const address = path => './' + path.split('/').map(encodeURIComponent).join('/');
const kilo = bytes => bytes < 10000 ? (bytes / 1000).toFixed(1).replace('.0', '') : many(Math.round(bytes / 1000));
const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();  // so that `retro` finds `rétro`
const words = id => id.replace(/[-_]/g, ' ');
const format = one => page.formats[one.format] || {};
const formatName = id => (page.formats[id] || {}).name_en || id;
const itemsOf = one => (one.items || []).join('+');
const title = one => (one.items || []).map(id => page.titles[id] || id).join(' + ') || 'Whole campaign';
const sizeOf = one => `${Math.round(one.width)} × ${Math.round(one.height)}`;
const isPicture = file => file.media_type.startsWith('image/');
/** What a file is called on a card: an HTML5 creative is one thing, whatever it comes as. */
const kindOf = file => ['preview', 'html5'].includes(file.deliverable) ? 'HTML5' : file.deliverable === 'amphtml' ? 'AMPHTML' : file.media_type.split('/').pop().toUpperCase();
/** The file that shows a creative as it runs: what moves, if it does. */
const running = one => one.files.find(file => file.deliverable === 'preview') || one.files.find(file => file.deliverable === 'gif') || one.shot || one.files[0];
const isWeb = url => /^https?:\/\/[^/?#\\@]+([/?#]|$)/i.test(url || '');
/** Where a creative must not run, if other files of it may. */
const refused = one => one.refused_by ? `Not to be trafficked on ${one.refused_by.join(', ')}; its other files may run` : '';
const findings = one => (one.findings || []).map(place => page.findings[place]);
const GONE = /^(delisted|legacy|superseded|not allowed)/;
/** Where a format stands, in few words: on its way out or gone, and whether an official source was read. */
function standing(id) {
  const {status, verified} = page.formats[id] || {};
  return [status && status !== 'current' ? status : '', verified === false ? 'not verified' : ''].filter(Boolean);
}
const isGone = says => GONE.test(says);
const tag = says => el('small', {class: isGone(says) ? 'tag gone' : 'tag'}, says);
const count = of => new Set(page.creatives.map(of)).size;

// ---- worked out once ----
const varying = ['segment', 'locale', 'message', 'arm'].filter(name => count(one => one[name] || '') > 1);
const column = varying.includes('segment') ? 'segment' : varying[0] || 'segment';  // what stands side by side
const rows = varying.filter(name => name !== column);
for (const one of page.creatives) {
  const pictures = one.files.filter(isPicture);
  one.shot = pictures.find(file => file.deliverable === 'still') || pictures[0];
  const size = one.shot || one.files.find(file => file.width) || format(one);
  const scale = size.scale || 1;
  one.width = (size.width || 300) / scale;
  one.height = (size.height || 250) / scale;
  one.variant = varying.map(name => one[name]).filter(Boolean).join(' · ');
  one.row = rows.map(name => one[name]).filter(Boolean).join(' · ');
}
/** All words that the search finds a creative by; made when first sought. */
function textOf(one) {
  return one.text ??= folded([one.key, title(one), ...(one.items || []), one.format, format(one).name_en, format(one).name_fr,
    one.segment, one.locale, ...standing(one.format), one.layout, one.error, RUNGS[one.rung], one.dropped ? `without ${one.dropped.map(words).join(' ')}` : '',
    sizeOf(one).replace(/ /g, ''), `${one.width}x${one.height}`, ...findings(one).flatMap(found => [found.check, found.message])].join('\n'));
}

// ---- weight ----
/** The narrowest limit of a file, bytes, and whose it is: the format's own or a network's of its placement. */
function limitOf(one, file) {
  const still = file.deliverable === 'still' || file.deliverable === 'backup';
  const known = (page.limits[one.placement] || {})[file.deliverable] || [];
  const all = still && format(one).limit_kb ? [[format(one).limit_kb, ''], ...known] : known;
  const [kb, whose] = all.reduce((least, each) => each[0] < least[0] ? each : least, [Infinity, '']);
  return {bytes: kb === Infinity ? 0 : kb * 1000, whose};
}
const heavy = (one, file) => {
  const limit = limitOf(one, file);
  return limit.bytes ? `${kilo(file.bytes)} of ${kilo(limit.bytes)} kB` : `${kilo(file.bytes)} kB`;
};
function weight(one, file = one.shot) {
  if (!file) return '';
  const limit = limitOf(one, file), share = limit.bytes ? file.bytes / limit.bytes : 0;
  const line = el('p', {class: share > 1 ? 'weight over' : 'weight'});
  if (limit.bytes) {
    const fill = el('b');
    fill.style.width = Math.min(100, share * 100).toFixed(1) + '%';
    line.append(el('i', {'aria-hidden': 'true'}, fill));
    line.title = `${Math.round(share * 100)} % of ${limit.whose ? `the limit of ${limit.whose}` : "the format's limit"}`;
  }
  line.append(heavy(one, file));
  return line;
}

// ---- sources ----
/** A source as people know it: the short names that the catalogue cites become titles, with a link where there is one. */
function cited(text) {
  const parts = el('span');
  for (const part of text.split(/([A-Z0-9]+(?:-[A-Za-z0-9.]+)+)/)) {
    const known = page.sources[part];
    if (!known) parts.append(part);
    else if (isWeb(known.url)) parts.append(el('a', {href: known.url, target: '_blank', rel: 'noopener noreferrer', title: part}, known.title || part));
    else parts.append(el('span', {title: part}, known.title || part));
  }
  return parts;
}
