import { expect, test } from 'vitest';
import { parseMigration } from './migration-files.js';

test('a file is taken apart at its breakpoints', () => {
  const { statements, transactional } = parseMigration(
    'a.sql',
    'create table a ();\n--> statement-breakpoint\ncreate table b ();\n',
  );
  expect(statements).toEqual(['create table a ();', 'create table b ();']);
  expect(transactional).toBe(true);
});

test('a file without a breakpoint is one statement, an empty one none', () => {
  expect(parseMigration('a.sql', 'select 1; select 2;').statements).toEqual(['select 1; select 2;']);
  expect(parseMigration('a.sql', '\n').statements).toEqual([]);
});

test('the mark takes a file out of the transaction', () => {
  const text = '-- poolhouse: outside transaction\ncreate index concurrently if not exists i on a (b);';
  expect(parseMigration('a.sql', text).transactional).toBe(false);
});

test('the checksum does not depend on line ends', () => {
  const [unix, dos] = [parseMigration('a.sql', 'a\nb\n'), parseMigration('a.sql', 'a\r\nb\r\n')];
  expect(unix.checksum).toBe(dos.checksum);
  expect(unix.checksum).not.toBe(parseMigration('a.sql', 'a\nc\n').checksum);
});
