/* Run by a test as another user: prints what that user sees of one process. */
import { openHostTree } from '../../kernel/index.ts';
import { createUsers, ProcessTable, readProcessDetail, readProcessFacts, SocketTable } from '../index.ts';

const pid = Number(process.argv[2]);
const tree = openHostTree();
const users = createUsers(tree);
const processes = new ProcessTable({ tree, users });
processes.full(Date.now());
// Unique memory is measured only once some time was saved for it.
await Bun.sleep(1500);
processes.refresh(Date.now());
const deps = { tree, users, processes, sockets: new SocketTable({ tree, users, processes }) };
const detail = readProcessDetail({ pid }, deps, Date.now());
const facts = readProcessFacts(pid, undefined, { ...deps, serverPids: [], agentPid: process.pid }, Date.now());
console.log(JSON.stringify({ row: detail.process, detail, permitted: facts.permitted }));
