// What is shown: filters with counts, the search, and the address that keeps them.
const FILTERS = {  // by name: what stands in its list, and a creative's values
  channel: {all: 'Channel', of: one => [one.channel]},
  family: {all: 'Family', of: one => [one.family]},
  format: {all: 'Format', of: one => [one.format], name: formatName},
  segment: {all: 'Segment', of: one => [one.segment]},
  locale: {all: 'Locale', of: one => [one.locale]},
  message: {all: 'Message', of: one => [one.message]},
  arm: {all: 'Arm', of: one => [one.arm]},
  standing: {all: 'Standing', of: one => [...standing(one.format), ...format(one).verified ? ['verified'] : []],
    name: says => says[0].toUpperCase() + says.slice(1)},
  fit: {all: 'Copy', of: one => [one.rung || 'full'], name: rung => RUNGS[rung] || rung},
  dropped: {all: 'Dropped', of: one => one.dropped || ['nothing'], name: role => `Without ${words(role)}`.replace('Without nothing', 'Nothing dropped')},
};
const NAMES = Object.keys(FILTERS);
const TEXTS = ['q', 'check', ...NAMES];
const counts = {};  // by filter and value: how many there would be

/** The creatives on show. On the way each filter's values are counted among what all the other filters let through. */
function sift() {
  const sought = state.q ? folded(state.q).split(/\s+/) : [], shown = [], on = NAMES.filter(name => state[name]);
  for (const name of ['status', ...NAMES]) counts[name] = new Map();
  const add = (name, value) => counts[name].set(value, (counts[name].get(value) || 0) + 1);
  for (const one of page.creatives) {
    if (state.check && !findings(one).some(found => found.check === state.check)) continue;
    if (sought.length && !sought.every(word => textOf(one).includes(word))) continue;
    const missed = on.filter(name => !FILTERS[name].of(one).includes(state[name]));
    if (state.status.size && !state.status.has(one.status)) missed.push('status');
    if (missed.length > 1) continue;
    if (!missed.length) shown.push(one);
    if (!missed.length || missed[0] === 'status') add('status', one.status);
    for (const name of missed.length ? missed : NAMES) if (name !== 'status') for (const value of FILTERS[name].of(one)) add(name, value);
  }
  return shown;
}
function redraw() {
  draw();
  for (const chip of $('statuses').children) {
    const status = chip.dataset.status;
    chip.querySelector('b').textContent = many(counts.status.get(status) || 0);
    chip.setAttribute('aria-pressed', state.status.has(status));
  }
  for (const name of NAMES) for (const option of $(`by-${name}`)?.querySelectorAll('option') || []) {
    if (!option.value) continue;
    const found = counts[name].get(option.value) || 0;
    option.textContent = `${option.dataset.name} (${many(found)})`;
    option.disabled = !found && !option.selected;
  }
  const filters = active(), filtered = filters.length > 0;
  const having = state.check ? ` with ${state.check}` : '';
  const some = `${many(order.length)} of ${plural(page.creatives.length, 'creative')}${having}`;
  $('shown').textContent = !page.creatives.length || !filtered ? '' : order.length ? some : 'Nothing matches these filters.';
  $('reset').hidden = !filtered;
  $('on').textContent = filtered ? ` (${filters.length} on)` : '';
  remember();
}
/** The filters that are on: what they say, and how each is put off. */
function active() {
  const off = name => () => { state[name] = ''; };
  return [
    ...[...state.status].map(status => [STATUS[status], () => state.status.delete(status)]),
    ...NAMES.filter(name => state[name]).map(name => [FILTERS[name].name?.(state[name]) || state[name], off(name)]),
    ...state.check ? [[state.check, off('check')]] : [], ...state.q ? [[`“${state.q}”`, off('q')]] : [],
  ];
}
/** What stands where creatives would: why there are none, and the way back. */
function nothing() {
  if (!page.creatives.length) {
    const why = page.rejected.length + page.skipped.length ? 'What was left out, and why, stands below.' : '';
    return el('div', {class: 'empty'}, el('h2', {}, 'This campaign made no creatives.'), el('p', {}, why));
  }
  const all = el('button', {type: 'button', class: 'quiet', onclick: reset}, 'Show all');
  const put = off => () => { off(); showState(); redraw(); };
  const each = active().map(([says, off]) => el('button', {type: 'button', class: 'chip off', title: 'Put this filter off', onclick: put(off)},
    bdi(says), el('span', {'aria-hidden': 'true'}, '✕'), el('span', {class: 'hidden'}, ': put this filter off')));
  const why = el('p', {}, 'No creative is all of this at once:');
  return el('div', {class: 'empty'}, el('h2', {}, 'Nothing matches'), why, el('p', {class: 'chips'}, ...each), all);
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
  for (const name of NAMES) {
    const families = new Map();  // formats stand under their family, other values under none
    for (const one of page.creatives) for (const value of FILTERS[name].of(one)) if (value) families.set(value, name === 'format' ? one.family : '');
    if (families.size < 2) continue;
    const select = el('select', {id: `by-${name}`, 'aria-label': words(name), onchange: () => { state[name] = select.value; showState(); redraw(); }},
      el('option', {value: ''}, FILTERS[name].all));
    for (const family of [...new Set(families.values())].sort()) {
      const options = [...families].filter(([, its]) => its === family).map(([value]) => [FILTERS[name].name?.(value) || value, value])
        .sort((a, b) => a[0].localeCompare(b[0], 'en')).map(([says, value]) => {
          const option = el('option', {value}, says);
          option.dataset.name = says;
          return option;
        });
      select.append(...family ? [el('optgroup', {label: family}, ...options)] : options);
    }
    $('filters').append(select);
  }
}
const choose = (name, value) => { for (const radio of document.getElementsByName(name)) radio.checked = radio.value === value; };
function showState() {
  $('search').value = state.q;
  choose('group', state.group);
  choose('size', state.true ? 'true' : 'fit');
  $('zoom').value = state.zoom;
  $('zoom').disabled = state.true;
  for (const name of NAMES) {
    const select = $(`by-${name}`);
    if (!select) continue;
    select.value = state[name] || '';
    select.classList.toggle('on', Boolean(state[name]));
  }
}
function remember() {
  const kept = new URLSearchParams();
  for (const name of TEXTS) if (state[name]) kept.set(name, state[name]);
  if (state.status.size) kept.set('status', [...state.status].join(','));
  if (state.group !== 'item') kept.set('group', state.group);
  if (state.true) kept.set('true', '1');
  if (state.open) kept.set('open', state.open);
  try { history.replaceState(null, '', '#' + kept); } catch { /* some browsers refuse it on file: pages */ }
}
function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of TEXTS) state[name] = kept.get(name) || '';
  state.status = new Set((kept.get('status') || '').split(',').filter(status => STATUS[status]));
  state.group = ['item', 'format', 'variant'].includes(kept.get('group')) ? kept.get('group') : 'item';
  state.true = kept.has('true');
  state.open = kept.get('open') || '';
}
function reset() {
  for (const name of TEXTS) state[name] = '';
  state.status.clear();
  showState();
  redraw();
}
