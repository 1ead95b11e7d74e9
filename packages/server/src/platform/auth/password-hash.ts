import { AppError } from '@vigie/contract';

/** One of OWASP’s equal choices for argon2id: 7 MiB, five passes. It keeps the memory of the server lower than 19 MiB and two passes do. */
const cost = { algorithm: 'argon2id', memoryCost: 7_168, timeCost: 5 } as const;
const atOnce = 2;
const waitingMost = 32;

let running = 0;
const waiting: (() => void)[] = [];

/** Hashes off the event loop. At most two at once, so that many sign-ins cannot take the memory of the server; throws `too_many_requests` when the queue is full. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => Bun.password.hash(password, cost));
}

export function verifyPasswordHash(hash: string, password: string): Promise<boolean> {
  return inTurn(() => Bun.password.verify(password, hash));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= waitingMost) {
      throw new AppError('too_many_requests');
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) {
      next();
    } else {
      running -= 1;
    }
  }
}
