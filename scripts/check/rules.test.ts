import { describe, expect, it } from 'bun:test';
import { complaintsAbout } from './rules.ts';

/* S5: the rule that keeps shells out is itself tried, with what people write when they forget it. */
describe('a source', () => {
  const bad: readonly string[] = [
    "import { exec } from 'node:child_process';",
    'import { exec } from "child_process";',
    "import { spawn, execSync } from 'node:child_process';",
    "import {\n  execFile,\n  exec as run,\n} from 'node:child_process';",
    "import * as child from 'node:child_process';",
    "import child from 'child_process';",
    "const { exec } = await import('node:child_process');",
    "const { exec } = require('child_process');",
    "require('child_process').exec('ls');",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text that is tried.
    'execSync(`ls ${name}`);',
    "spawn('ls', [], { shell: true });",
    "spawn('ls', [], { shell : '/bin/bash' });",
    "spawn('ls', [], { 'shell': useShell });",
    "spawn('sh', ['-c', line]);",
    'Bun.spawn(["/bin/sh", "-c", line]);',
    "Bun.spawn(['/usr/bin/bash', '-lc', line]);",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text that is tried.
    'await Bun.$`ls ${name}`;',
    "import { $ } from 'bun';",
    "import { $ as run, Glob } from 'bun';",
    'eval(line);',
    'new Function(line)();',
    "setTimeout('alert(1)', 5);",
    "import vm from 'node:vm';",
    'element.innerHTML = name;',
    'element.outerHTML= name;',
    "element.insertAdjacentHTML('beforeend', name);",
    'document.writeln(name);',
    '<div dangerouslySetInnerHTML={{ __html: name }} />',
    '<iframe srcDoc={name} />',
  ];
  for (const source of bad) {
    it(`is refused: ${source.replaceAll('\n', ' ')}`, () => {
      expect(complaintsAbout('packages/agent/src/x.ts', `const one = 1;\n${source}\n`)).toContainEqual(expect.stringContaining('x.ts:2: '));
    });
  }

  const good: readonly string[] = [
    "import { spawn } from 'node:child_process';",
    "import { execFile, spawnSync } from 'node:child_process';",
    "Bun.spawn(['/usr/bin/systemctl', 'restart', '--', unit]);",
    'const match = pattern.exec(line);',
    "spawn('ls', [], { shell: false });",
    "import { Glob } from 'bun';",
    'function complete(shell: string): string {}',
    'element.textContent = name;',
    'const { innerHTML } = element;',
  ];
  for (const source of good) {
    it(`is let through: ${source}`, () => {
      expect(complaintsAbout('packages/agent/src/x.ts', source)).toEqual([]);
    });
  }
});
