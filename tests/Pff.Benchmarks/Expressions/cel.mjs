// Evaluates CEL texts with two libraries of npm over the data that the benchmark gives, and prints what each took.
// node cel.mjs INPUT: {"data": {…}, "doubles": ["name", …], "texts": ["…", …]}; a line of JSON for each text and library.
import {readFileSync} from 'node:fs'
import {Environment} from '@marcbachmann/cel-js'
import {celEnv, isCelError, isCelList, isCelMap, parse, plan} from '@bufbuild/cel'
import {strings} from '@bufbuild/cel/ext'

const rounds = 15
const roundMs = 5

const input = JSON.parse(readFileSync(process.argv[2], 'utf8'))

// JSON has one kind of number: whole ones are ints unless their name is one of the doubles'.
const asData = (value, name, map) => {
  if (typeof value === 'number') return input.doubles.includes(name) ? value : BigInt(value)
  if (Array.isArray(value)) return value.map(item => asData(item, name, map))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, item]) => [key, asData(item, key, map)])
  return map ? new Map(entries) : Object.fromEntries(entries)
}

const plain = value => {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value) || isCelList(value)) return [...value].map(plain)
  if (value instanceof Map || isCelMap(value)) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]))
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
  return value
}

const time = (run, calls) => {
  const start = process.hrtime.bigint()
  for (let i = 0; i < calls; i++) run()
  return Number(process.hrtime.bigint() - start) / calls
}

const measure = run => {
  // Long enough for the optimizing compiler to have its say.
  for (const end = Date.now() + 100; Date.now() < end;) time(run, 1000)
  const calls = Math.max(100, Math.round(roundMs * 1e6 / time(run, 1000)))
  const times = Array.from({length: rounds}, () => time(run, calls)).sort((a, b) => a - b)
  return {least: times[0], median: times[rounds >> 1]}
}

const names = Object.keys(input.data)
const objects = Object.fromEntries(names.map(name => [name, asData(input.data[name], name, false)]))
const maps = Object.fromEntries(names.map(name => [name, asData(input.data[name], name, true)]))
const environment = new Environment({unlistedVariablesAreDyn: true})
const env = celEnv({funcs: strings})
const libraries = {
  '@marcbachmann/cel-js': text => {
    const parsed = environment.parse(text)
    return () => parsed(objects)
  },
  '@bufbuild/cel': text => {
    const planned = plan(env, parse(text))
    return () => planned(maps)
  },
}

for (const [index, text] of input.texts.entries()) {
  for (const [library, prepare] of Object.entries(libraries)) {
    try {
      const run = prepare(text)
      const value = run()
      if (isCelError(value)) throw value
      console.log(JSON.stringify({index, library, value: plain(value), ...measure(run)}))
    } catch (error) {
      console.log(JSON.stringify({index, library, error: String(error.message ?? error)}))
    }
  }
}
