/*
 * What the server may ask this host: the list of commands, and the dispatcher that runs them.
 */
import type { AgentCommands } from '@vigie/contract/agent';
import type { Handler } from './context.ts';
import type { Handlers } from './dispatch.ts';
import * as processes from './processes/index.ts';

export type { ActionContext } from './context.ts';
export { Dispatcher } from './dispatch.ts';

/** A handler for every verb of every command: the compiler refuses the table when one is missing or answers something else. */
type CommandTable = {
  readonly [N in keyof AgentCommands]: {
    readonly [V in keyof AgentCommands[N]]: AgentCommands[N][V] extends { output: infer O }
      ? { readonly check: unknown; readonly handle: (...given: never[]) => O | Promise<O> }
      : never;
  };
};

const commands = {
  'process.snapshot': { read: processes.readProcessSnapshot },
  'socket.snapshot': { read: processes.readSocketSnapshot },
  'process.detail': { read: processes.readDetail },
  'process.plan': { plan: processes.planProcesses },
  'process.signal': { run: processes.runSignal, verify: processes.verifySignal },
  'process.renice': { run: processes.runRenice, verify: processes.verifyRenice },
  'process.affinity': { run: processes.runAffinity, verify: processes.verifyAffinity },
  'process.ioprio': { run: processes.runIoPriority, verify: processes.verifyIoPriority },
  'process.restart': { run: processes.runRestart, verify: processes.verifyRestart },
} satisfies CommandTable;

/** By name and verb, as the link gives them. A map, so that no name of `Object` is a command. */
export const handlers: Handlers = new Map(
  Object.entries(commands).map(([name, verbs]) => [name, new Map(Object.entries(verbs) as [string, Handler<unknown, unknown>][])]),
);
