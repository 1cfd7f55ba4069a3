import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinPath, mapPath } from './paths.ts';

test('paths are joined, unless they are whole', () => {
  assert.equal(joinPath('/home/me', 'src/main.c'), '/home/me/src/main.c');
  assert.equal(joinPath('/home/me', '/usr/include/stdio.h'), '/usr/include/stdio.h');
  assert.equal(joinPath('/home/me', 'C:\\src\\main.c'), 'C:\\src\\main.c');
  assert.equal(joinPath('', 'main.c'), 'main.c');
  assert.equal(joinPath('/home/me', ''), '/home/me');
});

test('dots lead nowhere', () => {
  assert.equal(joinPath('/home/me/build', '.././src/../main.c'), '/home/me/main.c');
  assert.equal(joinPath('', '../main.c'), '../main.c');
  assert.equal(joinPath('/', '../main.c'), '/main.c');
  assert.equal(joinPath('/', '..'), '/');
});

test('the longest prefix of whole parts is replaced', () => {
  const prefixes = new Map(
    Object.entries({ '/rustc/1a2b': '/home/me/rust', '/rustc/1a2b/library/': '/lib/', '/project': '' }),
  );
  assert.equal(mapPath('/rustc/1a2b/compiler/x.rs', prefixes), '/home/me/rust/compiler/x.rs');
  assert.equal(mapPath('/rustc/1a2b/library/core/src/lib.rs', prefixes), '/lib/core/src/lib.rs');
  assert.equal(mapPath('/rustc/1a2bc/x.rs', prefixes), '/rustc/1a2bc/x.rs');
  assert.equal(mapPath('/project/main.c', prefixes), '/main.c');
  assert.equal(mapPath('/projects/main.c', prefixes), '/projects/main.c');
  assert.equal(mapPath('/elsewhere', new Map()), '/elsewhere');
});
