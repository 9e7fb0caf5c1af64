import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { StartFailure } from '#lib/start-failure.js';
import { masterKeysFromFile } from './master-key-file.js';
import { newMasterKey, parseMasterKeys } from './master-key.js';

const temporaryFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-key-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

test('one or several keys are read, the newest first', () => {
  const [newer, older] = [newMasterKey(), newMasterKey()];
  const keys = parseMasterKeys(` ${newer} , ${older}\n`);
  expect(keys.all).toHaveLength(2);
  expect(keys.newest.id).toEqual(parseMasterKeys(newer).newest.id);
  expect(keys.newest.id).not.toEqual(parseMasterKeys(older).newest.id);
});

test.each(['', 'secret', 'c2hvcnQ=', `${newMasterKey()},`, `${newMasterKey()}${newMasterKey()}`, `${newMasterKey()}*`])(
  'a malformed value is refused by the variable’s name, and not shown (%#)',
  (value) => {
    expect(() => parseMasterKeys(value)).toThrow(StartFailure);
    expect(() => parseMasterKeys(value)).toThrow(
      /^POOLHOUSE_MASTER_KEY must be one or several keys of 32 bytes in base64/,
    );
    expect(() => parseMasterKeys(value)).not.toThrow(value || 'nothing was given');
  },
);

const isNew = async () => false;

test('the embedded key is made once, for its owner only', async () => {
  const folder = await temporaryFolder();
  const dataDir = join(folder, 'data');
  const [first, second] = await Promise.all([masterKeysFromFile(dataDir, isNew), masterKeysFromFile(dataDir, isNew)]);
  expect(second.newest.id).toEqual(first.newest.id);
  expect((await masterKeysFromFile(dataDir, async () => true)).newest.id).toEqual(first.newest.id);
  expect(await readdir(dataDir)).toEqual(['master.key']);
  expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
  expect(parseMasterKeys(await readFile(join(dataDir, 'master.key'), 'utf8')).newest.id).toEqual(first.newest.id);
});

test('a file that holds no key is refused by its path', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'master.key'), 'garbage');
  await expect(masterKeysFromFile(folder, async () => true)).rejects.toThrow(`${join(folder, 'master.key')} must be`);
});

test('a file that is missing although the database has a key is asked for, and none is made in its place', async () => {
  const folder = await temporaryFolder();
  await expect(masterKeysFromFile(folder, async () => true)).rejects.toThrow(
    `The key that this database was made with is missing: put ${join(folder, 'master.key')} back`,
  );
  expect(await readdir(folder)).toEqual([]);
});
