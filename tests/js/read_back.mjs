// Reads an export and prints its statements as canonical N-Quads (RDFC-1.0): node read_back.mjs FORMAT FILE
// N3.js reads turtle, ntriples, nquads, trig; jsonld.js reads jsonld. csv-parse reads csv: its rows, as JSON.
import { readFileSync } from 'node:fs'
import { parse as parseTable } from 'csv-parse/sync'
import jsonld from 'jsonld'
import { Parser } from 'n3'
import { canonize } from 'rdf-canonize'

const MEDIA = { turtle: 'text/turtle', ntriples: 'application/n-triples', nquads: 'application/n-quads', trig: 'application/trig' }

function offline (url) {
  throw new Error(`the export wants ${url}: it must be read without a network`)
}

async function quads (format, text) {
  if (format !== 'jsonld') return new Parser({ format: MEDIA[format] }).parse(text)
  return jsonld.toRDF(JSON.parse(text), { documentLoader: offline })
}

const [format, path] = process.argv.slice(2)
const text = readFileSync(path, 'utf-8')
if (format === 'csv') {
  console.log(JSON.stringify(parseTable(text, { bom: true, columns: true })))
} else {
  process.stdout.write(await canonize(await quads(format, text), { algorithm: 'RDFC-1.0', format: 'application/n-quads' }))
}
