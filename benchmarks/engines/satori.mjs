// satori (layout to SVG) + resvg (SVG to pixels) + sharp (pictures in, JPEG out). Each product is decoded once by sharp
// and cut to the size of its place, as raw pixels; resvg draws it from a fast PNG.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderAsync } from '@resvg/resvg-js'
import satori from 'satori'
import sharp from 'sharp'
import { boxes, ground, serve, versions } from './elements.mjs'

// A clip-path takes effect only together with overflow, and on what is inside.
const inside = ({ style: { backgroundColor, clipPath, ...place }, ...box }) => {
  const inner = { position: 'absolute', left: 0, top: 0, width: place.width, height: place.height, backgroundColor }
  return { ...box, style: { ...place, clipPath, overflow: 'hidden' }, children: [{ style: inner }] }
}

const element = (box) => {
  if (box.style.clipPath && box.style.backgroundColor) return element(inside(box))
  const style = { display: 'flex', ...box.style }
  if (box.src) return { type: 'img', props: { src: box.src, style, width: style.width, height: style.height } }
  return { type: 'div', props: { style, children: box.text ?? (box.children ?? []).map(element) } }
}

// The seen part of a picture at its size, as a data URI, and where that part stands.
async function part(node, decoded) {
  if (node.file.endsWith('.svg')) {
    return [`data:image/svg+xml;base64,${readFileSync(node.file).toString('base64')}`, null]
  }
  const { data, info } = await decoded(node.file)
  const [fx, fy, fw, fh] = node.frame
  const [x, y, w, h] = node.clip
  const left = Math.max(fx, x), top = Math.max(fy, y)
  const right = Math.min(fx + fw, x + w), bottom = Math.min(fy + fh, y + h)
  const cut = {
    left: Math.max(0, Math.floor(((left - fx) / fw) * info.width)), top: Math.max(0, Math.floor(((top - fy) / fh) * info.height)),
    width: Math.max(1, Math.floor(((right - left) / fw) * info.width)), height: Math.max(1, Math.floor(((bottom - top) / fh) * info.height)),
  }
  const png = await sharp(data, { raw: info }).extract(cut)
    .resize(Math.max(1, Math.round(right - left)), Math.max(1, Math.round(bottom - top)), { fit: 'fill' })
    .png({ compressionLevel: 1 }).toBuffer()
  return [`data:image/png;base64,${png.toString('base64')}`, [left, top, right - left, bottom - top]]
}

await serve(process.argv[2], versions('satori', '@resvg/resvg-js', 'sharp'), async ({ fonts }) => {
  const faces = fonts.map(({ family, file }) => ({ name: family, data: readFileSync(file), weight: 400, style: 'normal' }))
  return async ({ creatives }, folder) => {
    const kept = new Map()
    const decoded = (file) => {
      if (!kept.has(file)) kept.set(file, sharp(file).raw().toBuffer({ resolveWithObject: true }))
      return kept.get(file)
    }
    for (const creative of creatives) {
      const { width, height } = creative
      const parts = new Map()
      for (const node of creative.nodes) if (node.kind === 'image') parts.set(node, await part(node, decoded))
      const children = boxes(creative, fonts, (node) => parts.get(node)).map(element)
      const style = { display: 'flex', width, height, position: 'relative', overflow: 'hidden', backgroundColor: ground(creative) }
      const svg = await satori({ type: 'div', props: { style, children } }, { width, height, fonts: faces })
      const drawn = await renderAsync(svg, { font: { loadSystemFonts: false } })
      await sharp(drawn.pixels, { raw: { width: drawn.width, height: drawn.height, channels: 4 } }).removeAlpha()
        .jpeg({ quality: creative.quality, chromaSubsampling: '4:4:4' }).toFile(join(folder, creative.name))
    }
  }
})
