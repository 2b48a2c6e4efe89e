// Every value of the page goes in as text (append, textContent) or through address(); nothing is ever parsed as HTML.
const page = JSON.parse(document.getElementById('content').textContent);
for (const name of ['formats', 'titles']) page[name] = Object.assign(Object.create(null), page[name]);
const $ = id => document.getElementById(id);
const STATUS = {ok: 'Fine', warn: 'Warning', fail: 'Fails', error: 'Error', note: 'Note'};
const RUNGS = {rewrapped: 'Copy set over more lines', shrunk: 'Type made smaller to fit', short: 'Short copy used',
  ellipsis: 'Copy cut with an ellipsis', failed: 'Copy does not fit'};
const FILTERS = ['channel', 'family', 'format', 'segment', 'locale'];
const CHUNK = 48;  // cards that are made together
const AREA = 56000;  // px² of a creative at size 100: all shapes get the same room for the eye
const NARROWEST = 176;  // px: a caption needs that much
const state = {q: '', status: new Set(), check: '', group: 'item', true: false, zoom: 100};
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
const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
const address = path => './' + path.split('/').map(encodeURIComponent).join('/');
const kilo = bytes => bytes < 10000 ? (bytes / 1000).toFixed(1) : Math.round(bytes / 1000).toLocaleString('en');
const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();  // so that `retro` finds `rétro`
const words = id => id.replace(/[-_]/g, ' ');
const format = one => page.formats[one.format] || {};
const formatName = id => (page.formats[id] || {}).name_en || id;
const title = one => (one.items || []).map(id => page.titles[id] || id).join(' + ') || 'Whole campaign';
const isPicture = file => file.media_type.startsWith('image/');
const findings = one => (one.findings || []).map(place => page.findings[place]);

// ---- what is known of each creative, worked out once ----
const varying = ['segment', 'locale', 'message', 'arm']
  .filter(name => new Set(page.creatives.map(one => one[name] || '')).size > 1);
for (const one of page.creatives) {
  const pictures = one.files.filter(isPicture);
  one.shot = pictures.find(file => file.deliverable === 'still') || pictures[0];
  const size = one.shot || one.files.find(file => file.width) || format(one);
  const scale = size.scale || 1;
  one.width = (size.width || 300) / scale;
  one.height = (size.height || 250) / scale;
  one.variant = varying.map(name => one[name]).filter(Boolean).join(' · ');
  one.text = folded([one.key, title(one), ...(one.items || []), one.format, format(one).name_en, format(one).name_fr, one.segment,
    one.locale, one.error, ...findings(one).flatMap(found => [found.check, found.message])].join('\n'));
}

// ---- sizes ----
function shownSize(one, room) {
  const ratio = one.width / one.height;
  const half = (room - 22) / 2;
  let width = Math.min(one.width, room, state.true ? Math.max(innerHeight * .8, 320) * ratio : Math.sqrt(AREA * ratio) * state.zoom / 100);
  // A wide one a little over half the room would stand alone: two in a row use the space.
  if (!state.true && room > 640 && width > half && width < half * 1.5) width = half;
  return [Math.max(1, Math.round(width)), Math.max(1, Math.round(width / ratio))];
}
function expectedHeight(ones, room) {
  let total = 0, x = 0, row = 0;
  for (const one of ones) {
    const [width, height] = shownSize(one, room);
    const wide = Math.max(width, NARROWEST) + 22;
    if (x && x + wide > room + 22) { total += row + 26; x = 0; row = 0; }
    x += wide;
    row = Math.max(row, height + 66 + 36 * Math.min(3, (one.findings || []).length));
  }
  return total + row;
}

// ---- cards ----
const weightLimit = one => (format(one).limit_kb || 0) * 1000;
function weight(one) {
  if (!one.shot) return '';
  const limit = weightLimit(one), share = limit ? one.shot.bytes / limit : 0;
  const text = limit ? `${kilo(one.shot.bytes)} of ${kilo(limit).replace('.0', '')} kB` : `${kilo(one.shot.bytes)} kB`;
  const line = el('p', {class: share > 1 ? 'weight over' : 'weight'});
  if (limit) {
    const fill = el('b');
    fill.style.width = Math.min(100, share * 100).toFixed(1) + '%';
    line.append(el('i', {'aria-hidden': 'true'}, fill));
  }
  line.append(text);
  return line;
}
function blank(one, width, height, why) {
  why ||= one.error ? 'Not made' : one.files.length ? 'No preview' : 'No file';
  const node = el('span', {class: 'blank'}, why);
  node.style.width = width + 'px';
  node.style.aspectRatio = `${width} / ${height}`;
  return node;
}
function picture(one, width, height) {
  if (!one.shot) return blank(one, width, height);
  const img = el('img', {alt: [formatName(one.format), title(one), one.variant].filter(Boolean).join(', '), width, height,
    loading: 'lazy', decoding: 'async'});
  img.onerror = () => img.replaceWith(blank(one, width, height, 'File not found'));
  img.src = address(one.shot.path);
  return img;
}
function remarks(one) {
  const list = el('ul', {class: 'found'});
  if (one.error) list.append(el('li', {class: 'error'}, one.error.split('\n')[0]));
  const found = findings(one);
  for (const each of found.slice(0, 3)) list.append(el('li', {class: each.status, title: each.check}, each.message));
  if (found.length > 3) list.append(el('li', {class: 'note'}, `and ${found.length - 3} more`));
  if (one.dropped) list.append(el('li', {class: 'note'}, `Without ${one.dropped.map(words).join(', ')}`));
  if (one.rung && one.rung !== 'rewrapped') list.append(el('li', {class: 'note'}, RUNGS[one.rung] || one.rung));
  return list.childElementCount ? list : '';
}
function card(one, room) {
  const [width, height] = shownSize(one, room);
  const name = state.group === 'format' ? title(one) : state.group === 'variant' ? one.variant || 'Everyone' : formatName(one.format);
  const others = [...new Set(one.files.filter(file => file !== one.shot && !isPicture(file))
    .map(file => file.media_type.split('/').pop().toUpperCase()))];
  const shot = el('button', {type: 'button', class: 'shot', onclick: () => open(one.place), onfocus: () => { current = one.place; }},
    picture(one, width, height), others.length ? el('span', {class: 'kind'}, others.join(' ')) : '');
  const node = el('article', {class: 'card'}, shot, el('div', {class: 'about'},
    el('p', {class: `name ${one.status}`}, el('span', {class: 'dot', title: STATUS[one.status]}),
      el('span', {class: 'hidden'}, STATUS[one.status] + ': '), el('span', {}, name)),
    el('p', {class: 'line'}, state.group === 'variant' ? '' : el('span', {}, one.variant), el('span', {}, `${Math.round(one.width)} × ${Math.round(one.height)}`)), weight(one), remarks(one)));
  node.style.width = Math.min(room, Math.max(width, NARROWEST)) + 'px';
  return node;
}

// ---- groups, filled when they come near ----
const waiting = new Map();
const near = new IntersectionObserver(entries => {
  for (const entry of entries) if (entry.isIntersecting) fill(entry.target);
}, {rootMargin: '1200px 0px'});
const roomNow = () => $('gallery').clientWidth;
function fill(section) {
  const ones = waiting.get(section);
  if (!ones) return;
  waiting.delete(section);
  near.unobserve(section);
  const room = roomNow(), cards = el('div', {class: 'cards'});
  for (const one of ones) cards.append(one.card = card(one, room));
  section.append(cards);
  section.style.minHeight = '';
}
function groups(ones) {
  const found = new Map();
  for (const one of ones) {
    const item = (one.items || []).join('+');
    const key = state.group === 'format' ? one.format : state.group === 'variant' ? `${item}\n${one.format}` : item;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  // Like shapes stand together, so that a row has one height; wide ones first.
  const byShape = (a, b) => b.width / b.height - a.width / a.height || a.format.localeCompare(b.format, 'en');
  if (state.group === 'item') for (const list of found.values()) list.sort(byShape);
  return [...found.values()];
}
function heading(ones) {
  const first = ones[0], size = `${Math.round(first.width)} × ${Math.round(first.height)}`;
  const count = plural(ones.length, 'creative'), id = (first.items || []).join(' + ');
  if (state.group === 'format') return el('h2', {}, formatName(first.format), el('small', {}, `${size} · ${count}`));
  if (state.group === 'variant') return el('h2', {}, title(first), el('small', {}, `${formatName(first.format)} · ${size}`));
  return el('h2', {}, title(first), el('small', {}, id && id !== title(first) ? `${id} · ${count}` : count));
}
function draw() {
  near.disconnect();
  waiting.clear();
  order = [];
  const room = roomNow(), sections = [];
  for (const ones of groups(page.creatives.filter(one => matches(one)))) {
    for (let from = 0; from < ones.length; from += CHUNK) {
      const part = ones.slice(from, from + CHUNK);
      const section = el('section', {class: 'group'}, from ? '' : heading(ones));
      const height = expectedHeight(part, room) + (from ? 0 : 38);
      section.style.minHeight = height + 'px';
      section.style.containIntrinsicSize = `auto ${Math.round(height)}px`;
      for (const one of part) { one.place = order.length; one.section = section; one.card = null; order.push(one); }
      waiting.set(section, part);
      sections.push(section);
    }
  }
  $('gallery').replaceChildren(...sections);
  for (const section of sections) near.observe(section);
  current = -1;
  const filtered = order.length < page.creatives.length || state.check;
  const all = plural(page.creatives.length, 'creative'), having = state.check ? ` with ${state.check}` : '';
  $('shown').textContent = !page.creatives.length ? 'This campaign made no creatives.' : !order.length ? 'Nothing matches these filters.'
    : filtered ? `${order.length.toLocaleString('en')} of ${all}${having}` : '';
  $('reset').hidden = !filtered;
}
function redraw() { drawChips(); draw(); remember(); }

// ---- filters ----
function matches(one, but) {
  return (but === 'status' || !state.status.size || state.status.has(one.status))
    && FILTERS.every(name => !state[name] || one[name] === state[name])
    && (!state.check || findings(one).some(found => found.check === state.check))
    && (!state.q || folded(state.q).split(/\s+/).every(word => one.text.includes(word)));
}
function drawChips() {
  const counts = {};
  for (const one of page.creatives) if (matches(one, 'status')) counts[one.status] = (counts[one.status] || 0) + 1;
  for (const chip of $('statuses').children) {
    const status = chip.dataset.status;
    chip.querySelector('b').textContent = (counts[status] || 0).toLocaleString('en');
    chip.setAttribute('aria-pressed', state.status.has(status));
  }
}
function makeFilters() {
  for (const status of Object.keys(STATUS)) {
    if (!page.creatives.some(one => one.status === status)) continue;
    const chip = el('button', {type: 'button', class: `chip ${status}`, onclick: () => {
      if (!state.status.delete(status)) state.status.add(status);
      redraw();
    }}, el('span', {class: 'dot', 'aria-hidden': 'true'}), STATUS[status], el('b'));
    chip.dataset.status = status;
    $('statuses').append(chip);
  }
  for (const name of FILTERS) {
    const values = [...new Set(page.creatives.map(one => one[name]).filter(Boolean))].sort();
    if (values.length < 2) continue;
    const all = `All ${name === 'family' ? 'families' : name + 's'}`;
    const select = el('select', {id: `by-${name}`, 'aria-label': name, onchange: () => { state[name] = select.value; redraw(); }},
      el('option', {value: ''}, all));
    for (const value of values) select.append(el('option', {value}, name === 'format' ? formatName(value) : value));
    $('filters').append(select);
  }
}
function showState() {
  $('search').value = state.q;
  $('group').value = state.group;
  $('true').checked = state.true;
  $('zoom').value = state.zoom;
  $('zoom').disabled = state.true;
  for (const name of FILTERS) if ($(`by-${name}`)) $(`by-${name}`).value = state[name] || '';
}
function remember() {
  const kept = new URLSearchParams();
  for (const name of ['q', 'check', ...FILTERS]) if (state[name]) kept.set(name, state[name]);
  if (state.status.size) kept.set('status', [...state.status].join(','));
  if (state.group !== 'item') kept.set('group', state.group);
  if (state.true) kept.set('true', '1');
  try { history.replaceState(null, '', '#' + kept); } catch { /* some browsers refuse it on file: pages */ }
}
function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of ['q', 'check', ...FILTERS]) state[name] = kept.get(name) || '';
  state.status = new Set((kept.get('status') || '').split(',').filter(status => STATUS[status]));
  state.group = ['item', 'format', 'variant'].includes(kept.get('group')) ? kept.get('group') : 'item';
  state.true = kept.has('true');
}
function reset() {
  for (const name of ['q', 'check', ...FILTERS]) state[name] = '';
  state.status.clear();
  showState();
  redraw();
}

function focusCard(place) {
  const one = order[Math.max(0, Math.min(order.length - 1, place))];
  if (!one) return;
  fill(one.section);
  one.card.scrollIntoView({block: 'nearest'});
  one.card.querySelector('button').focus({preventScroll: true});
}

// ---- keys ----
function firstInSight() {
  const seen = [...document.querySelectorAll('.shot')].find(shot => shot.getBoundingClientRect().top >= $('bar').offsetHeight);
  return Math.max(0, order.findIndex(one => one.card && one.card.contains(seen)));
}
function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest('input, select, textarea, video');
  const step = {j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1}[event.key];
  if (typing) {
    if (event.key === 'Escape' && event.target === $('search')) { state.q = ''; showState(); redraw(); $('search').blur(); }
  } else if (step) {
    event.preventDefault();
    if ($('box').open) open(current + step); else focusCard(current < 0 ? firstInSight() : current + step);
  } else if (event.key === '/' && !$('box').open) {
    event.preventDefault();
    $('search').select();
  }
}

// ---- the rest of the page ----
function panel(id, summary, rows) {
  if (!rows.length) return;
  $(id).hidden = false;
  $(id).querySelector('summary').textContent = summary;
  const body = $(id).querySelector('tbody, ul');
  const later = () => { if (!body.childElementCount) body.append(...rows.map(row => row())); };
  $(id).addEventListener('toggle', later, {once: true});
}
function attention() {
  const checks = new Map();
  for (const one of page.creatives) for (const found of new Set(findings(one))) {
    const each = checks.get(found.check) || {found, ones: new Set()};
    if (found.status === 'fail') each.found = found;
    each.ones.add(one);
    checks.set(found.check, each);
  }
  const rank = each => ['fail', 'warn', 'note'].indexOf(each[1].found.status);
  const sorted = [...checks].sort((a, b) => rank(a) - rank(b) || b[1].ones.size - a[1].ones.size);
  const row = ([check, each]) => () => el('li', {class: each.found.status}, el('button', {type: 'button', onclick: () => {
    if (each.found.status === 'error') state.status = new Set(['error']); else state.check = check;
    redraw();
  }},
    el('span', {class: `dot ${each.found.status}`, title: STATUS[each.found.status]}), el('b', {}, each.ones.size.toLocaleString('en')), el('code', {}, check), el('span', {}, each.found.message)));
  const failed = page.creatives.filter(one => one.error);
  if (failed.length) sorted.unshift(['not made', {found: {status: 'error', message: failed[0].error}, ones: new Set(failed)}]);
  panel('attention', `Needs a look: ${plural(sorted.length, 'kind')} of finding`, sorted.map(row));
}
const line = (...cells) => () => el('tr', {}, ...cells.map(cell => el('td', {}, String(cell ?? ''))));
function theme(wanted) {
  const dark = wanted ? wanted === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  if (wanted) document.documentElement.dataset.theme = wanted;
  $('theme').textContent = dark ? 'Light' : 'Dark';
  $('theme').onclick = () => { theme(dark ? 'light' : 'dark'); try { localStorage.setItem('theme', dark ? 'light' : 'dark'); } catch { /* not kept */ } };
}
function start() {
  $('campaign').textContent = page.campaign;
  $('brand').textContent = page.brand.name;
  for (const [name, colour] of Object.entries(page.brand.palette)) {
    const swatch = el('i', {title: name});
    swatch.style.background = colour;
    $('palette').append(swatch);
  }
  const count = of => new Set(page.creatives.map(of)).size;
  $('tally').textContent = [plural(page.creatives.length, 'creative'), plural(count(one => (one.items || []).join('+')), 'item'), plural(count(one => one.format), 'format'),
    plural(count(one => one.segment), 'segment'), plural(count(one => one.locale), 'locale')].join(' · ');
  makeFilters();
  attention();
  panel('rejected', plural(page.rejected.length, 'rejected row') + ' of the feed', page.rejected.map(row => line(row.row, row.id, row.field, row.reason)));
  panel('skipped', plural(page.skipped.length, 'format') + ' not made', page.skipped.map(one => line(one.format, one.reason)));
  if (matchMedia('(max-width: 760px)').matches) $('more').open = false;
  let kept = null;
  try { kept = localStorage.getItem('theme'); } catch { /* none */ }
  theme(kept === 'dark' || kept === 'light' ? kept : '');
  recall();
  showState();
  redraw();
}
let timer, width = innerWidth;
const soon = (what, wait) => { clearTimeout(timer); timer = setTimeout(what, wait); };
$('bar').onsubmit = event => event.preventDefault();
$('search').oninput = () => soon(() => { state.q = $('search').value.trim(); redraw(); }, 120);
$('group').onchange = () => { state.group = $('group').value; redraw(); };
$('true').onchange = () => { state.true = $('true').checked; showState(); redraw(); };
$('zoom').oninput = () => soon(() => { state.zoom = +$('zoom').value; draw(); }, 60);
$('reset').onclick = reset;
$('before').onclick = () => open(current - 1);
$('after').onclick = () => open(current + 1);
$('close').onclick = () => $('box').close();
$('box').onclose = () => { $('stage').replaceChildren(); focusCard(current); };
document.addEventListener('keydown', keys);
addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; soon(draw, 150); } });
addEventListener('hashchange', () => { if (location.hash !== '#gallery') { recall(); showState(); redraw(); } });
start();
