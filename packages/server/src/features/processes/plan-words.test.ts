import { describe, expect, it } from 'bun:test';
import type { OperationId, Plan } from '@vigie/contract';
import { buildProcessRow } from '../../testing/builders.ts';
import { createFakeHosts } from '../../testing/fake-hosts.ts';
import { buildActor, createTestRunner } from '../../testing/test-runner.ts';

async function planBoth(operation: OperationId, input: unknown): Promise<{ readonly en: Plan; readonly fr: Plan }> {
  const hosts = createFakeHosts({
    processes: [
      buildProcessRow({ pid: 18822, name: 'postgres', user: 'postgres', unit: 'postgresql.service', nice: 0 }),
      buildProcessRow({ pid: 18840, name: 'postgres', user: 'postgres', nice: 4 }),
      buildProcessRow({ pid: 18851, name: 'sleep', state: 'T' }),
    ],
  });
  hosts.state.facts.set(18822, { clients: ['10.20.3.21', '10.20.3.22'], listening: ['127.0.0.1:5432'], children: 3, container: 'shop' });
  const { runner } = await createTestRunner({ hosts });
  const one = async (language: 'en' | 'fr'): Promise<Plan> => {
    const outcome = await runner.call(buildActor({ language }), operation, input, { dryRun: true });
    if (outcome.kind !== 'plan') {
      throw new Error('expected a plan');
    }
    return outcome.plan;
  };
  return { en: await one('en'), fr: await one('fr') };
}

const three = [{ pid: 18822 }, { pid: 18840 }, { pid: 18851 }];

describe('the words of a plan', () => {
  const cases: [operation: OperationId, input: object, title: [en: string, fr: string], button: [en: string, fr: string]][] = [
    [
      'process.signal',
      { targets: three, signal: 'TERM' },
      ['Terminate 3 processes on db-02', 'Arrêter 3 processus sur db-02'],
      ['Terminate 3 processes', 'Arrêter 3 processus'],
    ],
    [
      'process.signal',
      { pid: 18851, signal: 'TERM' },
      ['Terminate sleep (18851) on db-02', 'Arrêter sleep (18851) sur db-02'],
      ['Terminate 1 process', 'Arrêter 1 processus'],
    ],
    [
      'process.signal',
      { targets: three, signal: 'KILL' },
      ['Kill 3 processes on db-02', 'Tuer 3 processus sur db-02'],
      ['Kill 3 processes', 'Tuer 3 processus'],
    ],
    [
      'process.signal',
      { targets: three, signal: 'STOP' },
      ['Pause 3 processes on db-02', 'Mettre en pause 3 processus sur db-02'],
      ['Pause 3 processes', 'Mettre en pause 3 processus'],
    ],
    [
      'process.signal',
      { targets: three, signal: 'CONT' },
      ['Continue 3 processes on db-02', 'Reprendre 3 processus sur db-02'],
      ['Continue 3 processes', 'Reprendre 3 processus'],
    ],
    [
      'process.signal',
      { targets: three, signal: 'INT' },
      ['Interrupt 3 processes on db-02', 'Interrompre 3 processus sur db-02'],
      ['Interrupt 3 processes', 'Interrompre 3 processus'],
    ],
    [
      'process.signal',
      { targets: three, signal: 'HUP' },
      ['Send HUP (reload or hang up) to 3 processes on db-02', 'Envoyer HUP (recharger ou raccrocher) à 3 processus sur db-02'],
      ['Send HUP (reload or hang up) to 3 processes', 'Envoyer HUP (recharger ou raccrocher) à 3 processus'],
    ],
    [
      'process.renice',
      { targets: three, nice: 10 },
      ['Set the priority of 3 processes to 10 on db-02', 'Régler la priorité de 3 processus à 10 sur db-02'],
      ['Set the priority of 3 processes', 'Régler la priorité de 3 processus'],
    ],
    [
      'process.affinity',
      { pid: 18851, cpus: [0, 1, 3] },
      ['Choose the cores of sleep (18851) to cpu 0-1,3 on db-02', 'Choisir les cœurs de sleep (18851) à cpu 0-1,3 sur db-02'],
      ['Choose the cores of 1 process', 'Choisir les cœurs de 1 processus'],
    ],
    [
      'process.ioprio',
      { pid: 18851, class: 'best-effort', level: 7 },
      [
        'Set the I/O priority of sleep (18851) to best-effort 7 on db-02',
        'Régler la priorité d’E/S de sleep (18851) à best-effort 7 sur db-02',
      ],
      ['Set the I/O priority of 1 process', 'Régler la priorité d’E/S de 1 processus'],
    ],
    [
      'process.restart',
      { pid: 18851 },
      ['Restart sleep (18851) on db-02', 'Redémarrer sleep (18851) sur db-02'],
      ['Restart 1 process', 'Redémarrer 1 processus'],
    ],
  ];
  for (const [operation, input, title, button] of cases) {
    it(`say: ${title[0]}`, async () => {
      const { en, fr } = await planBoth(operation, input);
      expect([en.title, fr.title]).toEqual(title);
      expect([en.button, fr.button]).toEqual(button);
    });
  }

  it('say what is touched beside the targets', async () => {
    const { en, fr } = await planBoth('process.signal', { pid: 18822, signal: 'TERM' });
    expect(en.impact).toEqual([
      { code: 'clients', text: '2 clients are connected to 18822 (postgres): 10.20.3.21, 10.20.3.22' },
      { code: 'listening', text: '18822 (postgres) listens on 127.0.0.1:5432' },
      { code: 'children', text: '18822 (postgres) has 3 child processes' },
      { code: 'unit', text: '18822 (postgres) belongs to the unit postgresql.service' },
      { code: 'container', text: '18822 (postgres) runs in the container shop' },
    ]);
    expect(fr.impact[0]?.text).toBe('2 clients sont connectés à 18822 (postgres) : 10.20.3.21, 10.20.3.22');
    expect(fr.impact[2]?.text).toBe('18822 (postgres) a 3 processus fils');
    expect(fr.undo).toEqual({
      possible: false,
      text: 'Ne s’annule pas : ce qui est terminé ne revient pas, le travail non enregistré est perdu',
    });
  });

  it('say each old value and how it comes back', async () => {
    const { en, fr } = await planBoth('process.renice', { targets: [{ pid: 18822 }, { pid: 18840 }], nice: 10 });
    expect(en.impact.slice(0, 2).map((item) => item.text)).toEqual([
      '18822 (postgres): nice 0 → nice 10',
      '18840 (postgres): nice 4 → nice 10',
    ]);
    expect(en.undo).toEqual({ possible: true, text: 'Can be undone: back to nice 0, nice 4' });
    expect(fr.undo.text).toBe('S’annule : retour à nice 0, nice 4');
  });

  it('identify each target by pid, start and user', async () => {
    const { en } = await planBoth('process.signal', { pid: 18822, signal: 'TERM' });
    expect(en.targets).toEqual([
      {
        kind: 'process',
        id: '18822@892734',
        pid: 18822,
        start_ticks: 892734,
        startedAt: '2026-11-20T07:59:59.000Z',
        user: 'postgres',
        label: 'sleep 600',
      },
    ]);
  });

  it('use French signs: no-break blanks before colons, curly apostrophes', async () => {
    for (const [operation, input] of cases) {
      const { fr } = await planBoth(operation, input);
      const words = [
        fr.title,
        fr.button,
        fr.undo.text,
        ...fr.reasons.map((item) => item.text),
        ...fr.impact.map((item) => item.text),
        ...fr.verifies,
      ].join('\n');
      expect(words).not.toMatch(/[a-zé)]'[a-zé]| [:;?!]|« | »/i);
    }
  });

  it('show a hostile name as one line of text', async () => {
    const hosts = createFakeHosts({
      host: { name: 'x\u202etxt' },
      processes: [buildProcessRow({ name: '<img onerror=x>\n\u001b[2J', cmdline: ['$(reboot)'] })],
    });
    const { runner } = await createTestRunner({ hosts });
    const outcome = await runner.call(buildActor(), 'process.signal', { pid: 4312, signal: 'TERM' }, { dryRun: true });
    expect(outcome.kind === 'plan' && outcome.plan.title).toBe('Terminate <img onerror=x>\\u{a}\\u{1b}[2J (4312) on x\\u{202e}txt');
  });
});
