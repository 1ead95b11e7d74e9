/** The whole of a thread: it copies one database as SQLite sees it at one moment, and tells how that went. */
const thread = `
import { Database } from 'bun:sqlite';
self.onmessage = ({ data: { from, to } }) => {
  let error = null;
  try {
    const db = new Database(from, { readonly: true });
    db.run('PRAGMA busy_timeout = 10000');
    db.query('VACUUM INTO ?').run(to);
    db.close();
  } catch (cause) {
    error = { message: String(cause), code: cause.code };
  }
  self.postMessage({ error });
};`;

interface Answer {
  readonly error: { readonly message: string; readonly code: string | undefined } | null;
}

/**
 * Copies a database that is in use. In a thread of its own: a copy of a gigabyte takes seconds, and the server must not
 * stand still for it. The thread is text, so that the compiled program needs no file for it.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([thread], { type: 'application/javascript' }));
  const worker = new Worker(url);
  try {
    const { error } = await new Promise<Answer>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<Answer>) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ from, to });
    });
    if (error) {
      throw Object.assign(new Error(`copy ${from}: ${error.message}`), { code: error.code });
    }
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}
