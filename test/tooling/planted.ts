import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

/** One finding of the linter: `src/domain/a.ts` and `eslint(no-restricted-imports)`. */
export interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

/** Lints the given files (path and text) as if they were this repository's whole source, with the repository's own configuration. */
export function lintPlanted(files: Readonly<Record<string, string>>): { passed: boolean; findings: Finding[] } {
  const directory = mkdtempSync(path.join(tmpdir(), 'poolhouse-planted-'));
  try {
    for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
      cpSync(path.join(root, name), path.join(directory, name));
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(directory, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(directory, file), text);
    }
    return lint(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function lint(directory: string): { passed: boolean; findings: Finding[] } {
  const oxlint = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const args = [oxlint, '--deny-warnings', '--format=json'];
  const run = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
  const findings = diagnostics.map(({ filename, code, message, help }) => ({
    file: filename,
    rule: code,
    message: [message, help].join(' '),
  }));
  return { passed: run.status === 0, findings };
}

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}
