import { expect, it } from 'bun:test';
import { addressGroup } from './attempts.ts';

const cases: readonly [string | null, string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  [null, ''],
];
for (const [address, group] of cases) {
  it(`counts ${address} as ${group}`, () => expect(addressGroup(address)).toBe(group));
}
