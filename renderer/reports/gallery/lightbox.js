// The lightbox: one creative, its files and its facts; true size, fit, twice the size, and what its place covers.
const STEPS = ['fit', '1', '2'];
const shown = {file: null, size: 'fit', zones: false};
function fact(list, name, ...values) { if (values.some(Boolean)) list.append(el('dt', {}, name), el('dd', {}, ...values)); }

// ---- the picture ----
function view(one, file) {
  const stage = $('stage');
  shown.file = file;
  for (const button of document.querySelectorAll('.file')) button.setAttribute('aria-pressed', button.file === file);
  $('zones').hidden = !zonesOf(one).length;
  if (!file) { stage.replaceChildren(blank(one, 420, 240)); return resize(); }
  const width = Math.round((file.width || one.width) / (file.scale || 1)), height = Math.round((file.height || one.height) / (file.scale || 1));
  const src = address(file.path), frame = el('div', {class: 'frame'});
  frame.size = [width, height];
  $('file').href = src;
  if (isPicture(file)) {
    const img = el('img', {alt: `${formatName(one.format)}, ${title(one)}`});
    img.onerror = () => { frame.size = null; frame.replaceWith(blank(one, 420, 240, 'File not found')); resize(); };
    img.src = src;
    frame.append(img, ...zonesOf(one).map(zone => el('span', {class: 'zone', title: zone.why})));
    zonesOf(one).forEach((zone, at) => { for (const side of ['left', 'top', 'width', 'height']) frame.children[at + 1].style[side] = `${100 * zone[side]}%`; });
  } else if (file.media_type.startsWith('video/')) frame.append(el('video', {controls: true, preload: 'metadata', src}));
  else if (file.media_type === 'text/html') {
    const inner = el('iframe', {title: one.key, width, height});
    inner.setAttribute('sandbox', 'allow-scripts');
    inner.src = src;
    frame.append(inner);
  } else {
    stage.replaceChildren(el('span', {class: 'blank'}, `${file.media_type}: `, el('a', {href: src, target: '_blank', rel: 'noopener'}, 'open the file')));
    return resize();
  }
  stage.replaceChildren(frame);
  return resize();
}
/** Sets the picture's size, and says at what share of its own it stands. */
function resize() {
  const frame = $('stage').querySelector('.frame'), size = frame && frame.size;
  $('fit').disabled = !size;
  $('scale').textContent = '';
  choose('fit', shown.size);
  if (!size) return;
  const [width, height] = size, style = getComputedStyle($('stage'));
  const room = [$('stage').clientWidth - 2 * parseFloat(style.paddingLeft), $('stage').clientHeight - 2 * parseFloat(style.paddingTop)];
  const scale = shown.size === 'fit' ? Math.min(1, room[0] / width, room[1] / height) : +shown.size;
  frame.style.width = Math.max(1, Math.round(width * scale)) + 'px';
  frame.style.height = Math.max(1, Math.round(height * scale)) + 'px';
  const inner = frame.querySelector('iframe');
  if (inner) inner.style.zoom = scale;
  $('scale').textContent = `${width} × ${height} at ${Math.round(scale * 100)} %`;
}
/** What the place covers with its own controls or page, as shares of the picture. */
function zonesOf(one) {
  const {safe_zone: safe = {}, page: covered} = format(one), why = 'The place covers this';
  const {top = 0, right = 0, bottom = 0, left = 0} = safe;
  const found = [{left: 0, top: 0, width: 1, height: top, why}, {left: 0, top: 1 - bottom, width: 1, height: bottom, why},
    {left: 0, top, width: left, height: 1 - top - bottom, why}, {left: 1 - right, top, width: right, height: 1 - top - bottom, why}];
  if (covered) found.push({left: covered[0], top: covered[1], width: covered[2], height: covered[3], why: "The publisher's page covers this"});
  return found.filter(zone => zone.width > 0 && zone.height > 0);
}
function setZones(on) {
  shown.zones = on;
  $('stage').classList.toggle('zoned', on);
  $('zones').setAttribute('aria-pressed', on);
}
function setSize(size) { shown.size = size; resize(); }

// ---- its facts ----
function fileLine(one, file) {
  const what = [words(file.deliverable), file.state, file.network, (file.scale || 1) !== 1 ? `${file.scale}×` : '',
    file.duration_s ? `${file.duration_s} s` : '', file.media_type.split('/').pop(), file.quality ? `quality ${file.quality}` : ''].filter(Boolean).join(' · ');
  const size = file.width ? `${file.width} × ${file.height} · ` : '';
  const made = file.made ? [el('span', {class: 'made'}, file.made)] : [];
  if (file.status === 'fail') made.push(el('span', {class: 'made refused'}, 'not to be trafficked'));
  const button = el('button', {type: 'button', class: 'file', onclick: () => view(one, file)}, el('span', {}, what), el('span', {}, size + heavy(one, file)), ...made);
  button.file = file;
  return button;
}
function findingBlock(found) {
  const measure = [found.actual && `measured ${found.actual}`, found.limit && `limit ${found.limit}`].filter(Boolean).join(', ');
  return el('div', {class: `finding ${found.status}`}, el('p', {}, bdi(found.message)),
    el('p', {}, el('code', {}, found.check), found.subject ? ` on ${words(found.subject)}` : '', measure ? `: ${measure}` : ''),
    found.source ? el('p', {}, 'Source: ', cited(found.source)) : '');
}
/** The same item and format for other segments and languages, to step across. */
function beside(one) {
  const alike = order.filter(other => other.format === one.format && itemsOf(other) === itemsOf(one) && other.placement === one.placement);
  if (alike.length < 2) return [];
  const step = other => () => {
    open(other.place);
    $('facts').querySelector('[aria-current=true]')?.focus();
  };
  const links = alike.slice(0, 24).map(other => el('button', {type: 'button', class: 'beside', 'aria-current': other === one, onclick: step(other)},
    el('span', {class: `dot ${other.status}`, title: STATUS[other.status]}), other.variant || other.key));
  return [el('h3', {}, 'The same for'), el('div', {class: 'besides'}, ...links)];
}
function copy(text, button) {
  const says = button.textContent;
  const done = () => { button.textContent = 'Copied'; setTimeout(() => { button.textContent = says; }, 1200); };
  navigator.clipboard ? navigator.clipboard.writeText(text).then(done, () => {}) : done(getSelection().selectAllChildren($('key')));
}
function about(one) {
  const list = el('dl');
  fact(list, 'Item', bdi(title(one)), one.items && title(one) !== one.items.join(' + ') ? el('span', {class: 'line'}, ` ${one.items.join(' + ')}`) : '');
  for (const name of ['segment', 'locale', 'message', 'arm']) fact(list, words(name), one[name]);
  fact(list, 'Copy', RUNGS[one.rung || 'full'] || one.rung);
  fact(list, 'Dropped', (one.dropped || []).map(words).join(', ') || 'nothing');
  for (const name of ['layout', 'placement']) fact(list, words(name), one[name]);
  return list;
}
/** What is known of the format, and how well. */
function aboutFormat(one) {
  const list = el('dl'), its = format(one), limit = one.shot ? limitOf(one, one.shot) : {};
  fact(list, 'Size', its.width ? `${its.width} × ${its.height}` : sizeOf(one));
  if (limit.bytes) fact(list, 'Limit', `${kilo(limit.bytes)} kB`, limit.whose ? ` (${limit.whose})` : its.verified === false ? ' (not verified)' : '');
  fact(list, 'Status', its.status);
  for (const name of ['channel', 'family']) fact(list, words(name), one[name]);
  if (its.verified != null) fact(list, 'Verified', its.verified ? 'in a primary or official source' : 'no official source was read');
  fact(list, 'Note', its.note);
  if (its.source) fact(list, 'Source', cited([its.source].flat().join(', ')));
  fact(list, 'As of', its.as_of);
  return list;
}
function facts(one) {
  const its = format(one), found = findings(one);
  const copyButton = el('button', {type: 'button', class: 'quiet', onclick: () => copy(one.key, copyButton)}, 'Copy');
  const parts = [el('h2', {id: 'box-title'}, formatName(one.format)),
    its.name_fr && its.name_fr !== its.name_en ? el('p', {class: 'line', lang: 'fr'}, its.name_fr) : '',
    standing(one.format).length ? el('p', {class: 'tags'}, ...standing(one.format).map(tag)) : '',
    el('p', {class: `state ${one.status}`}, el('span', {class: 'dot', 'aria-hidden': 'true'}), STATUS[one.status]),
    one.refused_by ? el('p', {class: 'line'}, refused(one)) : '', weight(one)];
  if (one.error) parts.push(el('h3', {}, 'Not made because'), el('div', {class: 'finding error'}, bdi(one.error)));
  if (found.length) parts.push(el('h3', {}, 'Findings'), ...found.map(findingBlock));
  parts.push(...beside(one), el('h3', {}, 'About'), about(one), el('h3', {}, 'The format'), aboutFormat(one));
  parts.push(el('h3', {}, 'Key'), el('div', {class: 'keyline'}, el('code', {id: 'key'}, one.key), copyButton));
  if (one.files.length) parts.push(el('h3', {}, 'Files'), ...one.files.map(file => fileLine(one, file)),
    el('a', {id: 'file', target: '_blank', rel: 'noopener'}, 'Open the file'));
  const click = one.click_url;
  if (click) parts.push(el('h3', {}, 'Leads to'), isWeb(click) ? el('a', {href: click, target: '_blank', rel: 'noopener noreferrer'}, click) : el('p', {}, click));
  return parts.filter(Boolean);
}
function open(place) {
  const one = order[place];
  if (!one) return;
  current = place;
  if (!$('box').open) { $('box').showModal(); $('close').focus(); }
  $('facts').replaceChildren(...facts(one));
  $('side').scrollTop = 0;
  $('stage').scrollTo(0, 0);
  view(one, running(one));
  $('place').textContent = `${many(place + 1)} of ${many(order.length)}`;
  $('before').disabled = place === 0;
  $('after').disabled = place === order.length - 1;
  for (const next of [order[place + 1], order[place - 1]]) if (next && next.shot) new Image().src = address(next.shot.path);  // at hand when one steps on
  state.open = one.key;
  remember();
}
