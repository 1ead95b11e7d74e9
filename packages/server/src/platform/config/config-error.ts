import { type Text, text } from '@vigie/contract';
import { StartError } from '../start-error.ts';

/** One wrong setting: where it was given and what is expected. */
export interface ConfigProblem {
  /** As the person wrote it: `--listen`, `VIGIE_LISTEN` or `vigie.yaml: listen`. */
  readonly where: string;
  readonly message: Text;
}

/** The configuration is wrong; every wrong setting is named at once. */
export class ConfigError extends StartError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      text(
        ['The configuration is wrong:', ...problems.map(({ where, message }) => `  ${where}: ${message.en}`)].join('\n'),
        ['La configuration est fausse :', ...problems.map(({ where, message }) => `  ${where} : ${message.fr}`)].join('\n'),
      ),
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
