import type { Frame, MetricSeries } from '@vigie/contract/agent';

/*
 * Frames in a file, to be measured with: zstd over a line of JSON with times and series, then for each series a column of
 * doubles. Each double is XORed with the one before it, and the bytes of a column lie by their rank, which is what zstd likes.
 */

/** The series of all frames, and their values as columns; NaN where a frame does not have the series. */
export interface Recording {
  readonly times: readonly number[];
  readonly series: readonly MetricSeries[];
  readonly columns: readonly Float64Array[];
}

export function packFrames(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const { times, series, columns } = columnsOf(frames);
  const head = Buffer.from(`${JSON.stringify({ times, series })}\n`);
  return new Uint8Array(Bun.zstdCompressSync(Buffer.concat([head, ...columns.map(shuffle)]), { level: 19 }));
}

export function unpackFrames(packed: Uint8Array<ArrayBuffer>): Recording {
  const bytes = Bun.zstdDecompressSync(packed);
  const end = bytes.indexOf(10);
  const { times, series }: Pick<Recording, 'times' | 'series'> = JSON.parse(bytes.subarray(0, end).toString());
  const size = times.length * 8;
  const columns = series.map((_, index) => unshuffle(bytes.subarray(end + 1 + index * size, end + 1 + (index + 1) * size)));
  return { times, series, columns };
}

function columnsOf(frames: readonly Frame[]): Recording {
  const places = new Map<string, number>();
  const series: MetricSeries[] = [];
  const columns: Float64Array[] = [];
  frames.forEach((frame, row) => {
    for (const sample of frame.samples) {
      const key = JSON.stringify([sample.series.name, Object.entries(sample.series.labels).toSorted()]);
      const place = places.get(key) ?? series.length;
      if (place === series.length) {
        places.set(key, place);
        series.push(sample.series);
        columns.push(new Float64Array(frames.length).fill(Number.NaN));
      }
      (columns[place] as Float64Array)[row] = sample.value;
    }
  });
  return { times: frames.map(({ timeMs }) => timeMs), series, columns };
}

function shuffle(column: Float64Array): Uint8Array {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const out = new Uint8Array(bytes.length);
  for (let row = 0; row < column.length; row++) {
    for (let rank = 0; rank < 8; rank++) {
      out[rank * column.length + row] = (bytes[row * 8 + rank] as number) ^ (row === 0 ? 0 : (bytes[(row - 1) * 8 + rank] as number));
    }
  }
  return out;
}

function unshuffle(bytes: Uint8Array): Float64Array {
  const length = bytes.length / 8;
  const out = new Uint8Array(bytes.length);
  for (let row = 0; row < length; row++) {
    for (let rank = 0; rank < 8; rank++) {
      out[row * 8 + rank] = (bytes[rank * length + row] as number) ^ (row === 0 ? 0 : (out[(row - 1) * 8 + rank] as number));
    }
  }
  return new Float64Array(out.buffer);
}
