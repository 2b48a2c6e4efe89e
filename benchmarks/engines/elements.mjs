// A described creative as nested boxes with CSS, for engines that take element trees.

import { readFileSync } from 'node:fs'

const css = ([r, g, b, a]) => `rgba(${r},${g},${b},${(a / 255).toFixed(4)})`
const px = (value) => Math.round(value * 1000) / 1000

const polygon = (points, x, y) => `polygon(${points.map(([a, b]) => `${px(a - x)}px ${px(b - y)}px`).join(', ')})`

const place = (x, y, width, height) => ({ position: 'absolute', left: px(x), top: px(y), width: px(width), height: px(height) })

// Boxes: {style, text?, src?, children?}; `source` gives an image's src, from its node.
export function boxes(creative, fonts, source) {
  return creative.nodes.map((node) => {
    switch (node.kind) {
      case 'shape': return shape(node)
      case 'image': return image(node, source)
      case 'line': return line(node)
      case 'text': return text(node, fonts)
    }
    throw new Error(`unknown node ${node.kind}`)
  })
}

function shape({ box: [x, y, w, h], points, radius, fill, stroke }) {
  const style = place(x, y, w, h)
  if (fill) style.backgroundColor = css(fill)
  if (stroke) style.border = `${px(stroke.width)}px solid ${css(stroke.colour)}`
  if (points.length) {
    const left = Math.min(...points.map(([a]) => a)), top = Math.min(...points.map(([, b]) => b))
    const right = Math.max(...points.map(([a]) => a)), bottom = Math.max(...points.map(([, b]) => b))
    Object.assign(style, place(left, top, right - left, bottom - top), { clipPath: polygon(points, left, top) })
  } else if (radius) style.borderRadius = px(Math.min(radius, h / 2))
  return { style }
}

function image(node, source) {
  const [x, y, w, h] = node.clip
  const [fx, fy, fw, fh] = node.frame
  const style = { ...place(x, y, w, h), overflow: 'hidden' }
  if (node.points.length) style.clipPath = polygon(node.points, x, y)
  const [src, part] = source(node)
  const inner = part ? place(part[0] - x, part[1] - y, part[2], part[3]) : place(fx - x, fy - y, fw, fh)
  return { style, children: [{ src, style: inner }] }
}

function line({ from: [x0, y0], to: [x1, y1], width, colour }) {
  const length = Math.hypot(x1 - x0, y1 - y0)
  const angle = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI
  const style = place((x0 + x1 - length) / 2, (y0 + y1 - width) / 2, length, width)
  return { style: { ...style, backgroundColor: css(colour), transform: `rotate(${px(angle)}deg)` } }
}

function text(node, fonts) {
  const { family, ascent, descent } = fonts[node.font]
  const style = {
    position: 'absolute', left: px(node.x), top: px(node.baseline - ascent * node.size), whiteSpace: 'nowrap',
    width: px(node.advance + node.size), fontFamily: family, fontSize: px(node.size), color: css(node.fill),
    lineHeight: `${px((ascent + descent) * node.size)}px`,
  }
  return { style, text: node.text }
}

export const ground = (creative) => css(creative.background)

// Versions of installed packages by name.
export function versions(...names) {
  const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version
  return Object.fromEntries(names.map((name) => [name, version(name)]))
}

// The engine's side of the protocol: ready once, then an output folder a line and the seconds for all creatives.
export async function serve(file, versions, prepare) {
  const { readFile, mkdir } = await import('node:fs/promises')
  const { createInterface } = await import('node:readline')
  const started = performance.now()
  const read = async () => JSON.parse(await readFile(file, 'utf8'))
  const first = await read()
  const draw = await prepare(first)
  await mkdir('/tmp/omnirender-warm', { recursive: true })
  await draw({ ...first, creatives: first.creatives.slice(0, 1) }, '/tmp/omnirender-warm')
  console.log(JSON.stringify({ ready: (performance.now() - started) / 1000, versions }))
  for await (const folder of createInterface({ input: process.stdin })) {
    const begun = performance.now()
    try {
      await draw(await read(), folder)
      console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000 }))
    } catch (error) {
      console.log(JSON.stringify({ error: String(error.stack ?? error).slice(0, 600) }))
    }
  }
}
