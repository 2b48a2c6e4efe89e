// A creative as a card: its picture, what it is, how heavy, what was found, dropped and fitted.
const AREA = 56000;  // px² of a creative at size 100: all shapes get the same room for the eye
const NARROWEST = 176;  // px: a caption needs that much
const WIDE = 400;  // px from which a caption stands in two columns
const GAP = 22;  // px between cards

function shownSize(one, room) {
  const ratio = one.width / one.height;
  let width = Math.min(one.width, room);
  if (!state.true) {
    const half = (room - GAP) / 2;
    width = Math.min(width, Math.sqrt(AREA * (state.group === 'variant' ? 1.6 : 1) * ratio) * state.zoom / 100);
    // A wide one a little over half the room would stand alone: two in a row use the space.
    if (room > 640 && width > half && width < half * 1.5) width = half;
  }
  return [Math.max(1, Math.round(width)), Math.max(1, Math.round(width / ratio))];
}
/** The height that a card's caption takes, px, guessed: what is far away only has to be about right. */
const captionHeight = (one, wide) => (wide ? 62 : 76) + (wide ? 14 : 34) * (Math.min(3, (one.findings || []).length) + (one.refused_by ? 1 : 0))
  + (!wide && (one.dropped || one.rung) ? 20 : 0);
function expectedHeight(ones, room) {
  let total = 0, x = 0, row = 0;
  for (const one of ones) {
    const [width, height] = shownSize(one, room);
    const wide = Math.max(width, NARROWEST) + GAP;
    if (x && x + wide > room + GAP) { total += row + 26; x = 0; row = 0; }
    x += wide;
    row = Math.max(row, height + captionHeight(one, width >= WIDE));
  }
  return total + row;
}

function blank(one, width, height, why) {
  why ||= one.error ? 'Not made' : one.files.length ? 'No preview' : 'No file';
  const node = el('span', {class: height < 40 ? 'blank slim' : 'blank'}, el('span', {}, why));
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
  if (one.error) list.append(el('li', {class: 'error'}, bdi(one.error.split('\n')[0])));
  if (one.refused_by) list.append(el('li', {class: 'fail'}, refused(one)));
  const found = findings(one);
  for (const each of found.slice(0, 3)) {
    list.append(el('li', {class: each.status, title: [each.check, each.source].filter(Boolean).join(', source: ')}, bdi(each.message)));
  }
  if (found.length > 3) list.append(el('li', {class: 'note'}, `and ${found.length - 3} more`));
  const fitted = [];
  if (one.dropped) fitted.push(`Without ${one.dropped.map(words).join(', ')}`);
  if (one.rung && one.rung !== 'rewrapped') fitted.push(RUNGS[one.rung] || one.rung);
  if (fitted.length) list.append(el('li', {class: 'note fitted'}, ...fitted.map(each => el('span', {}, each))));
  return list.childElementCount ? list : '';
}
/** What a card is called: what its heading does not say already. */
function cardName(one) {
  if (state.group === 'format') return bdi(title(one));
  return state.group === 'variant' ? STATUS[one.status] : formatName(one.format);
}
function card(one, room) {
  const [width, height] = shownSize(one, room);
  const others = [...new Set(one.files.filter(file => file !== one.shot && (!isPicture(file) || file.deliverable === 'gif')).map(kindOf))];
  const shot = el('button', {type: 'button', class: `shot ${one.status}`, onclick: () => open(one.place), onfocus: () => { current = one.place; }},
    picture(one, width, height), others.length ? el('span', {class: 'kind'}, others.join(' ')) : '');
  const denser = one.files.filter(file => isPicture(file) && (file.scale || 1) > (one.shot.scale || 1));  // for such screens
  const percent = Math.round(100 * width / one.width);
  const line = el('p', {class: 'line'}, state.group === 'variant' || !one.variant ? '' : el('span', {}, one.variant),
    state.group === 'item' ? el('span', {}, sizeOf(one)) : '', state.group === 'item' ? standing(one.format).filter(isGone).map(tag)[0] : '',
    denser.length ? el('span', {}, `also at ${denser.map(file => `${file.scale}×`).join(', ')}`) : '',
    state.true && percent < 100 ? el('span', {class: 'reduced'}, `shown at ${percent} %`) : '');
  const name = el('p', {class: `name ${one.status}`}, el('span', {class: 'dot', title: STATUS[one.status]}),
    el('span', {class: 'hidden'}, state.group === 'variant' ? '' : STATUS[one.status] + ': '), el('span', {}, cardName(one)));
  const about = el('div', {class: 'about'}, el('div', {}, name, line.childElementCount ? line : ''), el('div', {}, weight(one), remarks(one)));
  const node = el('article', {class: width >= WIDE ? 'card wide' : 'card'}, shot, about);
  node.style.width = Math.min(room, Math.max(width, NARROWEST)) + 'px';
  return node;
}
