import { describe, expect, it } from 'bun:test';
import { toCsv } from './csv.ts';

describe('CSV', () => {
  it('has a header, quotes what needs it, and leaves nothing for null', () => {
    expect(toCsv([{ pid: 1, name: 'a,"b"', cmdline: ['x', 'y z'], unit: null, ports: [{ local: ':80' }] }])).toBe(
      'pid,name,cmdline,unit,ports\r\n1,"a,""b""",x y z,,"[{""local"":"":80""}]"\r\n',
    );
    expect(toCsv([{ a: 1, b: 2 }], ['b', 'missing', '__proto__'])).toBe('b,missing,__proto__\r\n2,,\r\n');
    expect(toCsv([])).toBe('\r\n');
  });

  it('disarms texts that a spreadsheet would run, and not numbers', () => {
    expect(toCsv([{ a: '=cmd()', b: '+1', c: '-x', d: '@x', e: '\tx', f: -5 }])).toBe("a,b,c,d,e,f\r\n'=cmd(),'+1,'-x,'@x,'\tx,-5\r\n");
    expect(toCsv([{ a: '\n=1' }])).toBe('a\r\n"\'\n=1"\r\n');
  });
});
