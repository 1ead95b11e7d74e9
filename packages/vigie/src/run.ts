/*
 * The one program. It picks server, agent or a command and loads only that: the agent must never pay for
 * the server's libraries.
 */

/** What the compiled file brings along: the built page, path to embedded file. Null in a checkout, where it is on disk. */
export interface Embedded {
  readonly page: ReadonlyMap<string, string>;
}

/** Runs the program to its end; gives the exit code. */
export async function run(words: readonly string[], embedded: Embedded | null): Promise<number> {
  const [name, ...rest] = words;
  switch (name) {
    case 'server': {
      const { runServerCommand } = await import('./commands/server.ts');
      return runServerCommand(rest, embedded);
    }
    case 'agent': {
      const { runAgentCommand } = await import('./commands/agent.ts');
      return runAgentCommand(rest);
    }
    case 'agent-relaunch': {
      const { runRelauncher } = await import('@vigie/agent/relaunch');
      await runRelauncher();
      return Number(process.exitCode ?? 0);
    }
    case 'restore': {
      const { runRestoreCommand } = await import('./commands/restore.ts');
      return runRestoreCommand(rest);
    }
    case 'config': {
      const { isLocalConfigCommand, runConfigCommand } = await import('./commands/config.ts');
      if (isLocalConfigCommand(rest)) {
        return runConfigCommand(rest);
      }
      break;
    }
    default:
      break;
  }
  const { runCommand } = await import('@vigie/cli');
  return runCommand(words);
}
