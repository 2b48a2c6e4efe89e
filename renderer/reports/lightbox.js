// The lightbox: one creative, its files and its facts. Stands in one function with gallery.js, before it.
function fact(list, name, value) { if (value) list.append(el('dt', {}, name), el('dd', {}, value)); }
function view(one, file) {
  const stage = $('stage');
  stage.classList.remove('full');
  for (const button of document.querySelectorAll('.file')) button.setAttribute('aria-pressed', button.file === file);
  if (!file) return stage.replaceChildren(blank(one, 420, 240));
  const width = Math.round((file.width || one.width) / (file.scale || 1)), height = Math.round((file.height || one.height) / (file.scale || 1));
  const src = address(file.path);
  $('file').href = src;
  if (isPicture(file)) {
    const img = el('img', {alt: `${formatName(one.format)}, ${title(one)}`, width, height, onclick: () => stage.classList.toggle('full')});
    img.onerror = () => img.replaceWith(blank(one, 420, 240, 'File not found'));
    img.src = src;
    return stage.replaceChildren(img);
  }
  if (file.media_type.startsWith('video/')) return stage.replaceChildren(el('video', {controls: true, preload: 'metadata', width, height, src}));
  if (file.media_type === 'text/html') {
    const frame = el('iframe', {title: one.key, width, height});
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.src = src;
    return stage.replaceChildren(frame);
  }
  return stage.replaceChildren(el('span', {class: 'blank'}, `${file.media_type}: `, el('a', {href: src, target: '_blank', rel: 'noopener'}, 'open the file')));
}
function fileLine(one, file) {
  const what = [words(file.deliverable || 'file'), file.state, file.network, (file.scale || 1) !== 1 ? `${file.scale}×` : '',
    file.duration_s ? `${file.duration_s} s` : '', file.media_type.split('/').pop()].filter(Boolean).join(' · ');
  const size = file.width ? `${file.width} × ${file.height} · ` : '';
  const button = el('button', {type: 'button', class: 'file', onclick: () => view(one, file)}, el('span', {}, what), el('span', {}, `${size}${kilo(file.bytes)} kB`));
  button.file = file;
  return button;
}
function findingBlock(found) {
  const measure = [found.actual && `measured ${found.actual}`, found.limit && `limit ${found.limit}`].filter(Boolean).join(', ');
  return el('div', {class: `finding ${found.status}`}, el('p', {}, found.message),
    el('p', {}, el('code', {}, found.check), found.subject ? ` on ${words(found.subject)}` : '', measure ? `: ${measure}` : ''),
    found.source ? el('p', {}, `Source: ${found.source}`) : '');
}
function copy(one, button) {
  const done = () => { button.textContent = 'Copied'; setTimeout(() => { button.textContent = 'Copy'; }, 1200); };
  navigator.clipboard ? navigator.clipboard.writeText(one.key).then(done, () => {}) : done(getSelection().selectAllChildren($('key')));
}
function facts(one) {
  const about = el('dl'), its = format(one), found = findings(one);
  const size = its.width ? `${its.width} × ${its.height}` : `${one.width} × ${one.height}`;
  fact(about, 'Item', title(one));
  for (const name of ['segment', 'locale', 'message', 'arm', 'placement', 'channel', 'family', 'layout']) fact(about, words(name), one[name]);
  fact(about, 'Size', size);
  if (its.limit_kb) fact(about, 'Limit', `${its.limit_kb} kB${its.verified === false ? ' (not verified)' : ''}`);
  fact(about, 'Source', [its.source].flat().filter(Boolean).join(', '));
  fact(about, 'Dropped', (one.dropped || []).map(words).join(', '));
  fact(about, 'Copy', RUNGS[one.rung] || 'In full, at its ideal size');
  const copyButton = el('button', {type: 'button', class: 'quiet', onclick: () => copy(one, copyButton)}, 'Copy');
  const key = el('div', {class: 'keyline'}, el('code', {id: 'key'}, one.key), copyButton);
  const parts = [el('h2', {id: 'box-title'}, formatName(one.format)),
    its.name_fr && its.name_fr !== its.name_en ? el('p', {class: 'line', lang: 'fr'}, its.name_fr) : '',
    el('p', {class: `state ${one.status}`}, el('span', {class: 'dot', 'aria-hidden': 'true'}), STATUS[one.status]), weight(one)];
  if (one.error) parts.push(el('h3', {}, 'Not made because'), el('div', {class: 'finding error'}, one.error));
  if (found.length) parts.push(el('h3', {}, 'Findings'), ...found.map(findingBlock));
  parts.push(el('h3', {}, 'Key'), key);
  if (one.files.length) parts.push(el('h3', {}, 'Files'), ...one.files.map(file => fileLine(one, file)),
    el('a', {id: 'file', target: '_blank', rel: 'noopener'}, 'Open the file'));
  parts.push(el('h3', {}, 'About'), about);
  if (/^https?:\/\//i.test(one.click_url || '')) parts.push(el('h3', {}, 'Leads to'), el('a', {href: one.click_url, target: '_blank', rel: 'noopener noreferrer'}, one.click_url));
  else if (one.click_url) parts.push(el('h3', {}, 'Leads to'), el('p', {}, one.click_url));
  return parts.filter(Boolean);
}
function open(place) {
  const one = order[place];
  if (!one) return;
  current = place;
  $('facts').replaceChildren(...facts(one));
  view(one, one.shot || one.files[0]);
  $('place').textContent = `${place + 1} of ${order.length}`;
  $('before').disabled = place === 0;
  $('after').disabled = place === order.length - 1;
  if (!$('box').open) { $('box').showModal(); $('close').focus(); }
}
