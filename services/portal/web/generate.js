// Types of the four APIs, from the OpenAPI files that the services commit: a changed API breaks the build, not a page.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const documents = new URL('../../../docs/openapi/', import.meta.url)
const types = new URL('src/api/schema/', import.meta.url)

await mkdir(types, { recursive: true })
for (const service of ['registry', 'matching', 'evaluation', 'notify']) {
  const document = JSON.parse(await readFile(new URL(`${service}.json`, documents), 'utf8'))
  await writeFile(new URL(`${service}.ts`, types), astToString(await openapiTS(document)))
}
