// The views: by item, by format, segments side by side. Groups are filled when they come near, so that ten thousand
// creatives cost no more than those that are looked at.
const CHUNK = 48;  // cards that are made together
const HEADS = 92;  // px: the column of row headings, side by side
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
  const room = roomNow();
  if (state.group === 'variant') section.append(sideBySide(ones, room));
  else {
    const cards = el('div', {class: 'cards'});
    for (const one of ones) cards.append(one.card = card(one, room));
    section.append(cards);
  }
  section.style.minHeight = '';
}

// ---- side by side ----
const columnsOf = ones => [...new Set(ones.map(one => one[column] || ''))];
function columnRoom(ones, columns, room) {
  const heads = rows.length ? HEADS : 0;
  const fair = Math.max(NARROWEST, Math.floor((room - heads - GAP * columns) / columns));
  return state.true ? Math.max(fair, Math.min(room - heads - GAP, Math.max(...ones.map(one => one.width)))) : fair;
}
const rowsOf = ones => {
  const found = new Map();
  for (const one of ones) found.set(one.row, [...found.get(one.row) || [], one]);
  return [...found];
};
function sideBySide(ones, room) {
  const columns = columnsOf(ones), wide = columnRoom(ones, columns.length, room);
  const head = el('tr', {}, rows.length ? el('td') : '', ...columns.map(name => el('th', {scope: 'col'}, name || 'Everyone')));
  const rowHead = name => rows.length ? el('th', {scope: 'row'}, ...name.split(' · ').map(part => el('span', {}, part))) : '';
  const body = rowsOf(ones).map(([name, those]) => el('tr', {}, rowHead(name),
    ...columns.map(which => {
      const cell = el('td');
      for (const one of those) if ((one[column] || '') === which) cell.append(one.card = card(one, wide));
      if (!cell.childElementCount) cell.append(el('span', {class: 'line'}, '–'));
      return cell;
    })));
  return el('div', {class: 'scroll'}, el('table', {class: 'sides'}, el('thead', {}, head), el('tbody', {}, ...body)));
}
/** As wide as it must be, so that small ones stand beside each other. */
function sidesWidth(ones, room) {
  const columns = columnsOf(ones).length, wide = columnRoom(ones, columns, room);
  const widest = Math.max(NARROWEST, ...ones.map(one => shownSize(one, wide)[0]));
  return Math.min(room + 16, (rows.length ? HEADS : 0) + columns * (Math.min(wide, widest) + GAP) + 16);
}
function sidesHeight(ones, room) {
  const wide = columnRoom(ones, columnsOf(ones).length, room);
  return rowsOf(ones).reduce((sum, [, those]) => sum + 26 + Math.max(...those.map(one => shownSize(one, wide)[1] + captionHeight(one, false))), 34);
}

// ---- groups ----
function groups(ones) {
  const found = new Map();
  for (const one of ones) {
    const key = state.group === 'format' ? one.format : state.group === 'variant' ? `${itemsOf(one)}\n${one.format}` : itemsOf(one);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  // Like shapes stand together, so that a row has one height; wide ones first.
  const byShape = (a, b) => b.width / b.height - a.width / a.height || a.format.localeCompare(b.format, 'en');
  if (state.group === 'item') for (const list of found.values()) list.sort(byShape);
  if (state.group === 'variant') {
    const items = new Map();
    for (const list of found.values()) items.set(itemsOf(list[0]), [...items.get(itemsOf(list[0])) || [], list]);
    return [...items.values()].flatMap(lists => lists.sort(([a], [b]) => byShape(a, b)).map(list => rowsOf(list).flatMap(([, those]) => those)));
  }
  return [...found.values()];
}
function heading(ones) {
  const first = ones[0], id = (first.items || []).join(' + ');
  const says = {error: 'not made', fail: 'failing', warn: 'to look at'};
  const worse = ['error', 'fail', 'warn'].map(status => [status, ones.filter(one => one.status === status).length]).filter(([, count]) => count)
    .map(([status, count]) => el('small', {class: `tone ${status}`}, `${many(count)} ${says[status]}`));
  const format = [formatName(first.format), sizeOf(first)], counted = plural(ones.length, 'creative');
  if (state.group === 'format') return el('h2', {}, format[0], el('small', {}, `${format[1]} · ${counted}`), ...standing(first.format).map(tag), ...worse);
  const rest = state.group === 'variant' ? format.join(' · ') : id && id !== title(first) ? `${id} · ${counted}` : counted;
  const tags = state.group === 'variant' ? standing(first.format).map(tag) : [];
  return el('h2', {}, bdi(title(first)), el('small', {}, rest), ...tags, ...worse);
}
function draw() {
  near.disconnect();
  waiting.clear();
  const shown = sift(), room = roomNow(), sections = [];
  order = [];
  for (const ones of groups(shown)) {
    const chunk = state.group === 'variant' ? ones.length : CHUNK;
    for (let from = 0; from < ones.length; from += chunk) {
      const part = ones.slice(from, from + chunk);
      const section = el('section', {class: 'group'}, from ? '' : heading(ones));
      const height = (state.group === 'variant' ? sidesHeight : expectedHeight)(part, room) + (from ? 0 : 46);
      section.style.minHeight = height + 'px';
      if (state.group === 'variant') section.style.width = sidesWidth(part, room) + 'px';
      section.style.containIntrinsicSize = `auto ${Math.round(height)}px`;
      for (const one of part) { one.place = order.length; one.section = section; one.card = null; order.push(one); }
      waiting.set(section, part);
      sections.push(section);
    }
  }
  $('gallery').className = state.group;
  $('gallery').replaceChildren(...sections, ...order.length ? [] : [nothing()]);
  for (const section of sections) near.observe(section);
  current = -1;
}
function focusCard(place) {
  const one = order[Math.max(0, Math.min(order.length - 1, place))];
  if (!one) return;
  fill(one.section);
  one.card.scrollIntoView({block: 'nearest'});
  one.card.querySelector('button').focus({preventScroll: true});
}
/** The first creative of the next group (`step` 1), of this one or the one before (-1). */
function groupStart(from, step) {
  const here = order[Math.max(0, from)];
  if (step > 0) return order.findIndex((one, place) => place > from && one.section !== here.section);
  const before = order[Math.max(0, from - 1)];
  return order.findIndex(one => one.section === before.section);
}
function firstInSight() {
  const seen = [...document.querySelectorAll('.shot')].find(shot => shot.getBoundingClientRect().top >= $('bar').offsetHeight);
  return Math.max(0, order.findIndex(one => one.card && one.card.contains(seen)));
}
