import { existsSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkoutOf } from './checkout.js';

const main = { 'src/main.ts': `process.stdout.write(\`\${process.argv.slice(2).join(' ')}\\n\`);\n` };

/** Stands for npm: tells how it was called, and "installs" what the lock file says by a link. */
const npm = (link: string): string => `
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
console.log('npm', process.argv.slice(2).join(' '));
if (process.env.FAKE_NPM_FAILS) process.exit(1);
mkdirSync('node_modules/@types', { recursive: true });
for (const name of ['typescript', '@types/node']) symlinkSync('${link}/' + name, 'node_modules/' + name);
copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;
const fakeNpm = { 'npm/package.json': '{ "type": "module" }', 'npm/npm-cli.js': npm(`${process.cwd()}/node_modules`) };

/** A lock file of one package, and of one for another platform. */
const lock = (version: string): string =>
  JSON.stringify({ packages: { '': {}, 'node_modules/x': { version }, 'node_modules/y': { optional: true } } });

test('builds once, then starts without a word', async () => {
  const checkout = checkoutOf(main).withDependencies();

  const first = await checkout.start(['messages', '--last']);
  const second = await checkout.start(['start']);

  expect(first).toEqual({ status: 0, stdout: 'messages --last\n', stderr: 'poolhouse: Building.\n' });
  expect(second).toEqual({ status: 0, stdout: 'start\n', stderr: '' });
});

test('builds anew when a source changes, and drops what has no source any more', async () => {
  const checkout = checkoutOf({ ...main, 'src/lib/gone.ts': 'export const x = 1;\n' }).withDependencies();
  await checkout.start();
  rmSync(checkout.path('src/lib/gone.ts'));
  checkout.write('src/main.ts', `process.stdout.write('new\\n');\n`);

  const { stdout } = await checkout.start();

  expect(stdout).toBe('new\n');
  expect(existsSync(checkout.path('dist/lib/gone.js'))).toBe(false);
});

test('the build copies plain JavaScript, which worker threads load', async () => {
  const checkout = checkoutOf({
    'src/main.ts': `import { Worker } from 'node:worker_threads';\n\nnew Worker(new URL('./lib/worker.mjs', import.meta.url));\n`,
    'src/lib/worker.mjs': `import { two } from '#lib/two.js';\n\nprocess.stdout.write(\`\${two}\\n\`);\n`,
    'src/lib/two.ts': 'export const two = 2;\n',
  }).withDependencies();

  expect(await checkout.start()).toMatchObject({ status: 0, stdout: '2\n' });
});

test('stops with the compiler’s words when the build fails, and starts once it is mended', async () => {
  const checkout = checkoutOf({ ...main, 'src/lib/bad.ts': `export const x: number = 'one';\n` }).withDependencies();

  const failed = await checkout.start();
  checkout.write('src/lib/bad.ts', 'export const x: number = 1;\n');
  const mended = await checkout.start();

  expect(failed).toMatchObject({ status: 1, stdout: '' });
  expect(failed.stderr).toContain('src/lib/bad.ts(1,14): error TS2322');
  expect(failed.stderr).toContain('poolhouse: The build failed');
  expect(mended).toMatchObject({ status: 0, stdout: 'start\n' });
});

test('installs the locked dependencies when they are missing, and again when the lock file names others', async () => {
  const checkout = checkoutOf({ ...main, ...fakeNpm });
  const env = { npm_execpath: checkout.path('npm', 'npm-cli.js') };
  checkout.write('package-lock.json', lock('1.0.0'));
  const missing = await checkout.start(['start'], env);
  const present = await checkout.start(['start'], env);
  checkout.write('package-lock.json', lock('1.0.1'));
  rmSync(checkout.path('node_modules', 'typescript'));
  rmSync(checkout.path('node_modules', '@types'), { recursive: true });
  const stale = await checkout.start(['start'], env);

  expect(missing).toMatchObject({ status: 0, stdout: 'start\n' });
  expect(missing.stderr).toContain('poolhouse: Installing the locked dependencies (npm ci).\nnpm ci --ignore-scripts');
  expect(present.stderr).toBe('');
  expect(stale.stderr).toContain('npm ci');
});

test('stops with a clear sentence when the installation fails', async () => {
  const checkout = checkoutOf({ ...main, ...fakeNpm });

  const env = { npm_execpath: checkout.path('npm', 'npm-cli.js'), FAKE_NPM_FAILS: 'yes' };
  const { status, stdout, stderr } = await checkout.start(['start'], env);

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('poolhouse: npm ci failed: its messages are above.\n');
});

test('of launchers that start at once, one builds and the others wait for it', async () => {
  const checkout = checkoutOf(main).withDependencies();

  const ended = await Promise.all([1, 2, 3, 4].map((number) => checkout.start([String(number)])));

  expect(ended.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n', '3\n', '4\n']);
  expect(ended.filter(({ stderr }) => stderr.includes('Building.'))).toHaveLength(1);
});

test('takes over from a launcher that was killed', async () => {
  const checkout = checkoutOf(main).withDependencies().withAbandonedClaim();

  expect(await checkout.start()).toEqual({ status: 0, stdout: 'start\n', stderr: 'poolhouse: Building.\n' });
});

test('where there is no source, as in an image, it only starts', async () => {
  const checkout = checkoutOf({ 'dist/main.js': `process.stdout.write('image\\n');\n` });

  expect(await checkout.start()).toEqual({ status: 0, stdout: 'image\n', stderr: '' });
});

test('enlarges the pool of threads, so that four blocked ones do not stop a fifth task', async () => {
  const checkout = checkoutOf({
    'dist/main.js': `
      import { execFileSync } from 'node:child_process';
      import { closeSync, open, openSync, rmSync, stat } from 'node:fs';

      const pipes = [1, 2, 3, 4].map((number) => import.meta.dirname + '/pipe' + number);
      for (const pipe of pipes) rmSync(pipe, { force: true });
      execFileSync('mkfifo', pipes);
      for (const pipe of pipes) open(pipe, 'r', (error, descriptor) => closeSync(descriptor));
      stat('.', () => {
        process.stdout.write('not blocked ' + process.env.UV_THREADPOOL_SIZE);
        for (const pipe of pipes) openSync(pipe, 'r+');
      });
    `,
  });

  const { stdout } = await checkout.start();
  const given = await checkout.start(['start'], { UV_THREADPOOL_SIZE: '7' });

  expect(Number(/^not blocked (\d+)$/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(5);
  expect(given.stdout).toBe('not blocked 7');
});
