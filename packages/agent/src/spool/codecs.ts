import { type AgentEvent, type Frame, MessageDecoder, MessageEncoder, type MetricSeries } from '@vigie/contract/agent';
import type { LaneCodec } from './entry.ts';

export type SpooledFrame = Omit<Frame, 'sequence' | 'stream'>;
export type SpooledEvent = Omit<AgentEvent, 'sequence'>;

/** Frames are written as on the link; a series that was read before is the same object again, as the link's encoder wants it. */
export function frameCodec(): LaneCodec<SpooledFrame> {
  const series = new Map<string, MetricSeries>();
  const intern = (found: MetricSeries): MetricSeries => {
    const key = `${found.name}\0${found.kind}\0${JSON.stringify(found.labels)}`;
    const known = series.get(key);
    if (!known) {
      series.set(key, found);
    }
    return known ?? found;
  };
  return {
    classOf: () => 'metric',
    countOf: () => 1,
    encoder: () => {
      const encoder = new MessageEncoder();
      return (item) => encoder.encode({ type: 'frame', body: { ...item, stream: '', sequence: 0 } });
    },
    decoder: () => {
      const decoder = new MessageDecoder();
      return (payload) => {
        const message = decoder.decode(payload);
        if (message.type !== 'frame') {
          throw new Error(`a ${message.type} stands among frames`);
        }
        const { timeMs, intervalMs, samples } = message.body;
        return { timeMs, intervalMs, samples: samples.map((sample) => ({ series: intern(sample.series), value: sample.value })) };
      };
    },
  };
}

export const eventCodec: LaneCodec<SpooledEvent> = {
  classOf: ({ kind }) => kind.split('.')[0] ?? kind,
  // One that stands for several takes them all along.
  countOf: ({ kind, fields }) => (kind === 'process.repeated' ? Number(fields.started ?? 0) + Number(fields.exited ?? 0) : 1),
  encoder: () => (item) => Buffer.from(JSON.stringify(item)),
  decoder: () => (payload) => JSON.parse(Buffer.from(payload).toString()) as SpooledEvent,
};
