import { finish, readSource, sourceFiles } from './files.ts';
import { complaintsAbout } from './rules.ts';

/** Those that name what is forbidden. */
const ownFiles = /^scripts\/check\/(sources|rules)(\.test)?\.ts$/;

const complaints: string[] = [];
for (const file of await sourceFiles()) {
  if (!ownFiles.test(file)) {
    complaints.push(...complaintsAbout(file, await readSource(file)));
  }
}
const lock = await readSource('package-lock.json');
if (/"resolved": *"https?:/.test(lock)) {
  complaints.push('package-lock.json names a registry: set omit-lockfile-registry-resolved');
}
finish(complaints);
