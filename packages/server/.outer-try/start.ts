import { readFileSync, existsSync } from 'node:fs';
const t0=performance.now();
const { startServer, loadConfig, StartError } = await import('../src/index.ts');
try {
const config = loadConfig({ argv: process.argv.slice(2), environment: process.env, uid: process.getuid!(), workingDirectory: '/tmp', readFile: (p)=> existsSync(p)? readFileSync(p,'utf8'):null });
const s = await startServer({ config, page: '/work/main/packages/web/dist', language: 'en', print: (l)=>console.log(l), agent: { command: [process.execPath, '/work/main/packages/vigie/src/main.ts','agent'], environment: {LANG:'C.UTF-8'} } });
console.log('started in', (performance.now()-t0).toFixed(0), s.url, s.agentUrl);
const stop=async()=>{ const t=performance.now(); await s.stop(); console.log('stopped', (performance.now()-t).toFixed(0)); process.exit(0); };
process.on('SIGTERM', stop); process.on('SIGINT', stop);
} catch (e) { if (e instanceof StartError) { console.error(e.text.en); console.error(e.text.fr); process.exit(1);} throw e; }
