// The page itself: keys, panels, light and dark, print, start.
const PRINTED = 600;  // creatives at most: a printer should not choke either

// ---- keys ----
const next = (list, value, step = 1) => list[(list.indexOf(value) + step) % list.length];
const ACTIONS = {
  '/': () => $('search').select(),
  '?': () => $('help').showModal(),
  g: () => { state.group = next(['item', 'format', 'variant'], state.group); showState(); redraw(); },
  t: () => { state.true = !state.true; showState(); redraw(); },
  d: () => $('theme').click(),
  J: () => focusCard(groupStart(current < 0 ? firstInSight() : current, 1)),
  K: () => focusCard(groupStart(current < 0 ? firstInSight() : current, -1)),
};
const BOX_ACTIONS = {
  t: () => setSize(next(STEPS, shown.size)),
  s: () => { if (!$('zones').hidden) setZones(!shown.zones); },
  d: () => $('theme').click(),
  Home: () => open(0),
  End: () => open(order.length - 1),
};
function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $('help').open) return;
  const target = event.target, box = $('box').open;
  if (target.matches('input[type=search], select, textarea, video')) {
    if (event.key === 'Escape' && target === $('search')) { state.q = ''; showState(); redraw(); target.blur(); }
    return;
  }
  if (target.matches('input') && event.key.startsWith('Arrow')) return;  // the arrows of a switch or the slider are its own
  const step = {j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1}[event.key];
  const action = (box ? BOX_ACTIONS : ACTIONS)[event.key];
  if (step) { if (box) open(current + step); else focusCard(current < 0 ? firstInSight() : current + step); } else if (action) action(); else return;
  event.preventDefault();
}

// ---- panels ----
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
  }}, el('span', {class: `dot ${each.found.status}`, title: STATUS[each.found.status]}), el('b', {}, many(each.ones.size)), el('code', {}, check),
  el('span', {}, bdi(each.found.message))));
  const failed = page.creatives.filter(one => one.error);
  if (failed.length) sorted.unshift(['not made', {found: {status: 'error', message: failed[0].error}, ones: new Set(failed)}]);
  const grave = sorted.some(([, each]) => each.found.status !== 'note');
  panel('attention', `${grave ? 'Needs a look' : 'Notes for your eye'}: ${plural(sorted.length, 'kind')} of finding`, sorted.map(row));
}
const line = (...cells) => () => el('tr', {}, ...cells.map(cell => el('td', {}, bdi(String(cell ?? '')))));

// ---- light and dark, print ----
function theme(wanted) {
  const dark = wanted ? wanted === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  if (wanted) document.documentElement.dataset.theme = wanted;
  $('theme').textContent = dark ? 'Light' : 'Dark';
  $('theme').onclick = () => { theme(dark ? 'light' : 'dark'); try { localStorage.setItem('theme', dark ? 'light' : 'dark'); } catch { /* not kept */ } };
}
/** On paper stands what is on show, all of it up to a bound, and what it is. */
function beforePrint() {
  let printed = 0;
  for (const section of document.querySelectorAll('.group')) {
    section.classList.toggle('unprinted', printed >= PRINTED);
    if (printed >= PRINTED) continue;
    fill(section);
    printed += section.querySelectorAll('.card').length;
  }
  for (const img of document.querySelectorAll('.group:not(.unprinted) img')) img.loading = 'eager';
  const filters = active().map(([says]) => says);
  $('printed').textContent = [filters.length ? `Only ${filters.join(', ')}: ${plural(order.length, 'creative')}` : '',
    printed < order.length ? `the first ${many(printed)} of ${many(order.length)}: filter for the others` : ''].filter(Boolean).join('; ');
}

// ---- start ----
function start() {
  $('campaign').append(bdi(page.campaign));
  $('brand').append(bdi(page.brand.name));
  for (const [name, colour] of Object.entries(page.brand.palette)) {
    const swatch = el('i', {title: name});
    swatch.style.background = colour;
    $('palette').append(swatch);
  }
  const bytes = page.creatives.reduce((sum, one) => one.files.reduce((all, file) => all + file.bytes, sum), 0);
  $('tally').textContent = [plural(page.creatives.length, 'creative'), plural(count(itemsOf), 'item'), plural(count(one => one.format), 'format'),
    plural(count(one => one.segment), 'segment'), plural(count(one => one.locale), 'locale'), `${(bytes / 1e6).toFixed(1)} MB`].join(' · ');
  document.getElementsByName('group')[2].nextElementSibling.textContent = `${column[0].toUpperCase()}${column.slice(1)}s side by side`;
  makeFilters();
  attention();
  panel('rejected', plural(page.rejected.length, 'rejected row') + ' of the feed', page.rejected.map(row => line(row.row, row.id, row.field, row.reason)));
  panel('skipped', plural(page.skipped.length, 'format') + ' not made', page.skipped.map(one => line(one.format, one.reason)));
  if (matchMedia('(max-width: 760px)').matches) $('more').open = false;
  let kept = null;
  try { kept = localStorage.getItem('theme'); } catch { /* none */ }
  theme(kept === 'dark' || kept === 'light' ? kept : '');
  arrive();
}
/** Shows what the address says. */
function arrive() {
  recall();
  showState();
  const wanted = state.open;
  redraw();
  if (wanted) open(order.findIndex(one => one.key === wanted));
}
let timer, width = innerWidth;
const soon = (what, wait) => { clearTimeout(timer); timer = setTimeout(what, wait); };
$('bar').onsubmit = event => event.preventDefault();
$('search').oninput = () => soon(() => { state.q = $('search').value.trim(); redraw(); }, 120);
$('group').onchange = event => { state.group = event.target.value; redraw(); };
$('size').onchange = event => { state.true = event.target.value === 'true'; showState(); redraw(); };
$('fit').onchange = event => setSize(event.target.value);
$('zoom').oninput = () => soon(() => { state.zoom = +$('zoom').value; draw(); }, 60);
$('zones').onclick = () => setZones(!shown.zones);
$('keys').onclick = () => $('help').showModal();
$('help-close').onclick = () => $('help').close();
$('reset').onclick = reset;
$('before').onclick = () => open(current - 1);
$('after').onclick = () => open(current + 1);
$('close').onclick = () => $('box').close();
$('box').onclose = () => { $('stage').replaceChildren(); state.open = ''; remember(); focusCard(current); };
document.addEventListener('keydown', keys);
new ResizeObserver(() => document.documentElement.style.setProperty('--bar', $('bar').offsetHeight + 'px')).observe($('bar'));
new ResizeObserver(() => { if ($('box').open) resize(); }).observe($('stage'));
addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; soon(draw, 150); } });
addEventListener('beforeprint', beforePrint);
addEventListener('hashchange', () => { if (location.hash !== '#gallery') arrive(); });
start();
