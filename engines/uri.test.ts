import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAbsolute, keyOf, nameOf, resolve, toPath, toUri } from './uri.ts';

test('paths of any system become URIs as VS Code writes them, and paths again', () => {
  const pairs = [
    ['/a b/ü(1).easm', 'file:///a%20b/%C3%BC%281%29.easm'],
    ['c:\\a\\b.easm', 'file:///c%3A/a/b.easm'],
    ['\\\\host\\share\\b.easm', 'file://host/share/b.easm'],
  ] as const;
  for (const [path, uri] of pairs) {
    assert.equal(toUri(path), uri);
    assert.equal(toPath(uri), path);
  }
  assert.equal(toUri('C:\\a\\b.easm'), 'file:///c%3A/a/b.easm');
});

test('what is no file stays as it is', () => {
  for (const uri of ['untitled:Untitled-1', 'vscode-notebook-cell://a/b.md#W0sZmlsZQ%3D%3D', 'memfs:/a.easm']) {
    assert.equal(toUri(uri), uri);
    assert.equal(toPath(uri), uri);
  }
});

test('all spellings of one file have one key', () => {
  const windows = ['C:\\a\\b c.easm', 'c:/a/b c.easm', 'file:///C:/a/b%20c.easm', 'file:///c%3A/a/b%20c.easm'];
  assert.deepEqual(new Set(windows.map(keyOf)).size, 1);
  const unix = ['/a/b c.easm', 'file:///a/b%20c.easm', 'file://localhost/a/b c.easm'];
  assert.deepEqual(new Set(unix.map(keyOf)).size, 1);
  assert.notEqual(keyOf('/a/b.easm'), keyOf('/a/B.easm'));
});

test('a broken escape is left alone', () => {
  assert.equal(keyOf('/100%/a.easm'), 'file:///100%/a.easm');
  assert.equal(nameOf('file:///a/100%.easm'), '100%.easm');
});

test('names and roots', () => {
  assert.equal(nameOf('file:///a/Token%20One.json?x#y'), 'Token One.json');
  assert.equal(nameOf('untitled:Untitled-1'), 'Untitled-1');
  assert.ok(isAbsolute('/a') && isAbsolute('D:\\a') && isAbsolute('untitled:a') && !isAbsolute('a/b.easm'));
});

test('a path in a file starts at the folder of the file', () => {
  const base = 'file:///work/evm/a.gaslamp.json';
  assert.equal(resolve(base, 'Token.json'), 'file:///work/evm/Token.json');
  assert.equal(resolve(base, './b/../Token 1#.json'), 'file:///work/evm/Token%201%23.json');
  assert.equal(resolve(base, '..\\erc20\\Token.json'), 'file:///work/erc20/Token.json');
  assert.equal(resolve(base, '../../../../x'), 'file:///x');
  assert.equal(resolve(base, '/else/x'), 'file:///else/x');
  assert.equal(resolve(base, 'untitled:Untitled-1'), 'untitled:Untitled-1');
  assert.equal(resolve('vscode-vfs://github/o/r/a.json', 'b.json'), 'vscode-vfs://github/o/r/b.json');
  assert.equal(resolve('file:///c%3A/w/a.json', 'b.json'), 'file:///c%3A/w/b.json');
  assert.equal(resolve('untitled:Untitled-1', 'b.json'), undefined);
});
