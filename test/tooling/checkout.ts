import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..');

/** A checkout of a program of our own, with this repository's launcher and settings of the compiler. Gone after the test. */
export function checkoutOf(sources: Readonly<Record<string, string>>): Checkout {
  const directory = mkdtempSync(path.join(tmpdir(), 'poolhouse-checkout-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of ['bin', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(path.join(root, name), path.join(directory, name), { recursive: true });
  }
  const checkout = new Checkout(directory);
  for (const [file, content] of Object.entries(sources)) checkout.write(file, content);
  return checkout;
}

/** How a launcher ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Checkout {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  path(...parts: readonly string[]): string {
    return path.join(this.directory, ...parts);
  }

  write(file: string, content: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  /** Has this repository's own dependencies, by a link. */
  withDependencies(): this {
    symlinkSync(path.join(root, 'node_modules'), this.path('node_modules'));
    return this;
  }

  /** Leaves a claim as a process that was killed would: nothing has this process id. */
  withAbandonedClaim(): this {
    this.write(`.preparing/${encodeURIComponent(hostname())}+4194305+aaaaaaaaaaaa`, '');
    return this;
  }

  /** Runs the launcher to its end. */
  async start(args: readonly string[] = ['start'], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { UV_THREADPOOL_SIZE: _, ...usual } = process.env;
    const child = spawn(process.execPath, [this.path('bin', 'poolhouse.cjs'), ...args], {
      env: { ...usual, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { status: child.exitCode, stdout, stderr };
  }
}
