import type { ByteSink, ByteSource } from './bytes.ts';
import { DamagedBytes } from './bytes.ts';

/*
 * One series of a block: a column of doubles, in the order of the block's times. What is absent is told by a byte
 * per sample beside the values, since JavaScript may rewrite a NaN's payload: a NaN that was measured stays one.
 *
 * Most of what hosts measure is whole numbers or short decimals, and changes little from one sample to the
 * next. So a column is written as scaled integers with one or two differences taken and divided by what divides
 * them all, in LEB128, when that is exact; else as doubles with their bytes transposed, which zstd then packs (the idea is Blosc's shuffle).
 * Source of the choice and its measurements: the design document, decision D5.
 */

const kindConstant = 0;
const kindIntegers = 1;
const kindDoubles = 2;
const flagGaps = 4;

/* Beside the decimals of a column of integers. */
const flagTwice = 16;
const flagDivided = 32;

/** Largest whole number that may be scaled and differenced twice without losing a bit. */
const largest = 2 ** 50;
const maxDecimals = 6;
const powers = Array.from({ length: maxDecimals + 1 }, (_, decimals) => 10 ** decimals);

/** Writes `count` values. `present` is null when every sample is there, else one byte per sample. */
export function encodeColumn(sink: ByteSink, values: Float64Array, count: number, present: Uint8Array | null): void {
  const head = sink.length;
  sink.byte(0);
  let kept = values;
  let length = count;
  let flags = 0;
  if (present !== null) {
    flags = flagGaps;
    kept = new Float64Array(count);
    length = writePresence(sink, values, present, count, kept);
  }
  /* Written first: the bytes may be others when the sink has grown. */
  const kind = writeValues(sink, kept, length);
  sink.bytes[head] = flags | kind;
}

/** Runs of there and not there, beginning with there; gives how many are there. */
function writePresence(sink: ByteSink, values: Float64Array, present: Uint8Array, count: number, kept: Float64Array): number {
  let length = 0;
  let run = 0;
  let there = 1;
  for (let index = 0; index < count; index++) {
    const now = present[index] === 0 ? 0 : 1;
    if (now !== there) {
      sink.unsigned(run);
      run = 0;
      there = now;
    }
    run++;
    if (now === 1) {
      kept[length++] = values[index] as number;
    }
  }
  sink.unsigned(run);
  return length;
}

function writeValues(sink: ByteSink, values: Float64Array, count: number): number {
  if (count === 0 || isConstant(values, count)) {
    writeDoubles(sink, values, Math.min(count, 1));
    return kindConstant;
  }
  const decimals = decimalsOf(values, count);
  if (decimals === null) {
    writeDoubles(sink, values, count);
    return kindDoubles;
  }
  writeIntegers(sink, values, count, decimals);
  return kindIntegers;
}

function isConstant(values: Float64Array, count: number): boolean {
  const first = values[0] as number;
  for (let index = 1; index < count; index++) {
    if (!Object.is(values[index], first)) {
      return false;
    }
  }
  return true;
}

/** The fewest decimals that write every value exactly, or null when six are not enough. */
function decimalsOf(values: Float64Array, count: number): number | null {
  let decimals = 0;
  let power = 1;
  let index = 0;
  while (index < count) {
    const value = values[index] as number;
    if (Math.round(value * power) / power === value && !Object.is(value, -0)) {
      if (Math.abs(value * power) > largest) {
        return null;
      }
      index++;
      continue;
    }
    decimals++;
    if (decimals > maxDecimals || Object.is(value, -0)) {
      return null;
    }
    // What was exact with fewer decimals may not be with more: begin again.
    power = powers[decimals] as number;
    index = 0;
  }
  return decimals;
}

/** About how many bits a difference takes; all large ones count the same. */
function bits(value: number): number {
  return value > -0x40000000 && value < 0x40000000 ? 32 - Math.clz32(value < 0 ? -value : value) : 40;
}

/** What every difference is a multiple of: pages of memory, sectors of disks. At least 1. */
function commonDivisor(values: Float64Array, count: number, power: number): number {
  let divisor = 0;
  let previous = Math.round((values[0] as number) * power);
  for (let index = 1; index < count && divisor !== 1; index++) {
    const scaled = Math.round((values[index] as number) * power);
    let rest = Math.abs(scaled - previous);
    previous = scaled;
    while (rest !== 0) {
      [divisor, rest] = [rest, divisor % rest];
    }
  }
  return divisor || 1;
}

/** First value, then first or second differences, whichever are smaller in sum, divided by what divides them all. */
function writeIntegers(sink: ByteSink, values: Float64Array, count: number, decimals: number): void {
  const power = powers[decimals] as number;
  const divisor = commonDivisor(values, count, power);
  let previous = Math.round((values[0] as number) * power);
  let previousDelta = 0;
  let onceCost = 0;
  let twiceCost = 0;
  for (let index = 1; index < count; index++) {
    const scaled = Math.round((values[index] as number) * power);
    const delta = (scaled - previous) / divisor;
    onceCost += bits(delta);
    twiceCost += bits(delta - previousDelta);
    previous = scaled;
    previousDelta = delta;
  }
  const twice = twiceCost < onceCost;
  sink.byte(decimals | (twice ? flagTwice : 0) | (divisor > 1 ? flagDivided : 0));
  if (divisor > 1) {
    sink.unsigned(divisor);
  }
  sink.reserve(count * 8 + 8);
  previous = Math.round((values[0] as number) * power);
  previousDelta = 0;
  sink.signed(previous);
  for (let index = 1; index < count; index++) {
    const scaled = Math.round((values[index] as number) * power);
    const delta = (scaled - previous) / divisor;
    sink.signed(twice ? delta - previousDelta : delta);
    previous = scaled;
    previousDelta = delta;
  }
}

/** The first bytes of all doubles, then the second bytes, and so on. */
function writeDoubles(sink: ByteSink, values: Float64Array, count: number): void {
  sink.reserve(count * 8);
  const raw = new Uint8Array(values.buffer, values.byteOffset, count * 8);
  for (let plane = 0; plane < 8; plane++) {
    for (let index = 0; index < count; index++) {
      sink.bytes[sink.length++] = raw[index * 8 + plane] as number;
    }
  }
}

/** Reads a column of `count` values into `out`; `present` gets one byte per sample. Throws DamagedBytes. */
export function decodeColumn(source: ByteSource, count: number, out: Float64Array, present: Uint8Array): void {
  const head = source.byte();
  present.fill(1, 0, count);
  let length = count;
  if (head & flagGaps) {
    length = readPresence(source, count, present);
  }
  readValues(source, head & 3, length, out);
  if (head & flagGaps) {
    spread(out, present, count, length);
  }
}

function readPresence(source: ByteSource, count: number, present: Uint8Array): number {
  let index = 0;
  let there = 1;
  let length = 0;
  while (index < count) {
    const run = source.unsigned();
    if (run > count - index) {
      throw new DamagedBytes('a run is too long');
    }
    present.fill(there, index, index + run);
    length += there * run;
    index += run;
    there = 1 - there;
  }
  return length;
}

/** Moves the kept values to their places, from the end so that none is overwritten before it is read. */
function spread(out: Float64Array, present: Uint8Array, count: number, length: number): void {
  let from = length - 1;
  for (let index = count - 1; index >= 0; index--) {
    out[index] = present[index] === 1 ? (out[from--] as number) : Number.NaN;
  }
}

function readValues(source: ByteSource, kind: number, count: number, out: Float64Array): void {
  switch (kind) {
    case kindConstant: {
      if (count > 0) {
        readDoubles(source, 1, out);
        out.fill(out[0] as number, 0, count);
      }
      return;
    }
    case kindIntegers:
      readIntegers(source, count, out);
      return;
    case kindDoubles:
      readDoubles(source, count, out);
      return;
    default:
      throw new DamagedBytes(`unknown column kind ${kind}`);
  }
}

function readIntegers(source: ByteSource, count: number, out: Float64Array): void {
  const head = source.byte();
  const power = powers[head & 15];
  if (power === undefined) {
    throw new DamagedBytes('unknown scale');
  }
  const twice = (head & flagTwice) !== 0;
  const divisor = head & flagDivided ? source.unsigned() : 1;
  let value = source.signed();
  let delta = 0;
  out[0] = value / power;
  for (let index = 1; index < count; index++) {
    delta = twice ? delta + source.signed() : source.signed();
    value += delta * divisor;
    out[index] = value / power;
  }
}

function readDoubles(source: ByteSource, count: number, out: Float64Array): void {
  const planes = source.take(count * 8);
  const raw = new Uint8Array(out.buffer, out.byteOffset, count * 8);
  for (let plane = 0; plane < 8; plane++) {
    for (let index = 0; index < count; index++) {
      raw[index * 8 + plane] = planes[plane * count + index] as number;
    }
  }
}
