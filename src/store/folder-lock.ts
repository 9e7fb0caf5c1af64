import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '#lib/error-code.js';
import type { Log } from '#lib/log.js';
import { StartFailure } from '#lib/start-failure.js';

/** The right to use a folder, which nobody else has until it is released or this process ends. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Locks a folder, which is made when it is missing. Throws a StartFailure when a live process holds it, this one included.
 *
 * The lock is a row of numbered claims, `database.lock.<n>`, of which the highest counts. Whoever finds it let go or left behind
 * by a dead process makes the next number, which the file system grants to one process only; so no two can take over the same
 * claim, and nobody ever deletes a claim that might have become somebody else's.
 */
export const lockFolder = async (folder: string, log: Log): Promise<FolderLock> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const latest = Math.max(0, ...(await claimNumbers(folder)));
    const holder = await readClaim(claimPath(folder, latest));
    if (holder && (await isHeld(holder, claimPath(folder, latest)))) {
      const where = holder.place === place ? '' : ` on ${holder.host}`;
      throw new StartFailure(`The folder ${folder} is in use by another Poolhouse (process ${holder.pid}${where}).`);
    }
    const claim = await tryToClaim(folder, latest + 1);
    if (claim) return hold(claimPath(folder, latest + 1), claim, log);
  }
};

/** Who made a claim. */
interface Claim {
  pid: number;
  /** Tells this process from an earlier one with its number: clock ticks from the machine's start to the process's. */
  started: string;
  host: string;
  /** Within one place, process numbers mean the same. */
  place: string;
  token: string;
}

const prefix = 'database.lock.';
const heartbeatMilliseconds = 2_000;
const watchMilliseconds = 7_000;

/** The tokens of the claims that this process holds. */
const held = new Set<string>();

const claimNumbers = async (folder: string): Promise<number[]> =>
  (await readdir(folder))
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((number) => Number.isSafeInteger(number) && number > 0);

const claimPath = (folder: string, number: number): string => join(folder, `${prefix}${number}`);

/** What a claim says; undefined when it was let go (its file is empty then) or is gone because there is a higher one. */
const readClaim = async (path: string): Promise<Claim | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Claim;
  } catch (error) {
    // A live holder's claim is whole: it was linked into place.
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** Makes a claim and all it says in one step. Undefined when somebody else has the number or went further meanwhile. */
const tryToClaim = async (folder: string, number: number): Promise<Claim | undefined> => {
  const path = claimPath(folder, number);
  const token = randomBytes(16).toString('hex');
  const claim: Claim = { pid: process.pid, started: startOf(process.pid), host: hostname(), place, token };
  const draft = join(folder, `${prefix}${token}.draft`);
  await writeFile(draft, JSON.stringify(claim), { mode: 0o600 });
  held.add(token);
  try {
    await link(draft, path);
  } catch (error) {
    held.delete(token);
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  } finally {
    await rm(draft);
  }
  // Whoever listed the folder long ago may have made a number that was used and deleted meanwhile.
  const numbers = await claimNumbers(folder);
  const late = Math.max(...numbers) > number;
  if (late) held.delete(token);
  const useless = late ? [number] : numbers.filter((other) => other < number);
  await Promise.all(useless.map((other) => rm(claimPath(folder, other), { force: true })));
  return late ? undefined : claim;
};

const hold = (path: string, { token }: Claim, log: Log): FolderLock => {
  let warned = false;
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).then(
      () => {
        warned = false;
      },
      (error: unknown) => {
        // Once, and not for every beat that is missed.
        if (!warned) log.warn({ err: error }, unseen);
        warned = true;
      },
    );
  }, heartbeatMilliseconds).unref();
  return {
    async release() {
      clearInterval(heartbeat);
      await truncate(path);
      held.delete(token);
    },
  };
};

const unseen =
  'The lock of the data directory was not renewed: processes of this machine still see it, others that share the directory may take it over';

const isHeld = async (claim: Claim, path: string): Promise<boolean> => {
  if (held.has(claim.token)) return true;
  return claim.place === place ? isRunning(claim) : beats(path);
};

/** Whether the very process that made a claim still runs, rather than a later one that was given its number. */
const isRunning = ({ pid, started }: Claim): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false;
  }
  // Without a time of start (other systems than Linux), only this process's own number can be told from a recycled one.
  return started === '' ? pid !== process.pid : started === startOf(pid);
};

/** Whether somebody out of sight (another machine or container that shares the folder) keeps a claim fresh. */
const beats = async (path: string): Promise<boolean> => {
  const before = await modified(path);
  await pause(watchMilliseconds);
  const after = await modified(path);
  return after !== undefined && after !== before;
};

const modified = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** When a process started, in clock ticks since the machine did; empty when it has ended, and where the system does not tell. */
const startOf = (pid: number): string => {
  const line = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name, in parentheses, may hold spaces; the state follows it, and the start 19 fields later.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
};

const read = (source: () => string): string => {
  try {
    return source();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return '';
    throw error;
  }
};

const place = [
  hostname(),
  read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  read(() => readlinkSync('/proc/self/ns/pid')),
].join(' ');
