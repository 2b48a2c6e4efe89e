// takumi: node trees; product pictures are given to the renderer as files, which it decodes once and keeps.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Renderer } from '@takumi-rs/core'
import { boxes, ground, serve, versions } from './elements.mjs'

const node = (box) => {
  if (box.src) return { type: 'image', src: box.src, style: box.style }
  if (box.text !== undefined) return { type: 'text', text: box.text, style: box.style }
  return { type: 'container', style: box.style, children: (box.children ?? []).map(node) }
}

await serve(process.argv[2], versions('@takumi-rs/core'), async ({ fonts }) => {
  const registered = async () => {
    const renderer = new Renderer({ cacheMaxBytes: 1 << 30 })
    for (const { family, file } of fonts) await renderer.registerFont({ name: family, data: readFileSync(file), weight: 400 })
    return renderer
  }
  let next = await registered()
  return async ({ creatives }, folder) => {
    const renderer = next // a renderer that has seen no picture yet, its fonts ready
    const images = new Map()
    for (const creative of creatives) {
      const used = []
      const children = boxes(creative, fonts, ({ file }) => {
        if (!images.has(file)) images.set(file, { src: file, data: readFileSync(file), cache: 'auto' })
        used.push(images.get(file))
        return [file]
      }).map(node)
      const { width, height } = creative
      const style = { width, height, position: 'relative', overflow: 'hidden', backgroundColor: ground(creative) }
      const options = { width, height, format: 'jpeg', quality: creative.quality, images: used }
      await writeFile(join(folder, creative.name), await renderer.render({ type: 'container', style, children }, options))
    }
    next = await registered()
  }
})
