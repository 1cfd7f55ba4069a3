import { emptyMap, type PersistentMap } from './persistent-map.ts';

/** Names an object of a VM's state: an account's address, a cell's out-point. */
export type ObjectKey = string;
/** A field of an object: a name, or a number such as a storage slot. */
export type FieldKey = string | number | bigint;

export type Change<Value> = {
  readonly object: ObjectKey;
  readonly field: FieldKey;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
};

type Fields<Value> = PersistentMap<FieldKey, Value>;

/** A state of a store, held for as long as somebody wants it. Costs only what changed since the one before. */
export type Snapshot<Value> = { readonly root: PersistentMap<ObjectKey, Fields<Value>> };

/**
 * Chain state by object and field, one store per VM. Synchronous. Checkpoint, save, revert and fork are the same cheap act:
 * to keep a snapshot, and to go back to it or not. So a call's revert, a debugger's step back and a read at an old block
 * need no journal; dropping a snapshot commits. Hashes are not computed here.
 */
export class Store<Value> {
  /** While set, told of every field that is read or written. */
  recorder:
    | { read(object: ObjectKey, field: FieldKey): void; write(object: ObjectKey, field: FieldKey): void }
    | undefined;
  #root: PersistentMap<ObjectKey, Fields<Value>>;

  constructor(snapshot: Snapshot<Value> = { root: emptyMap() }) {
    this.#root = snapshot.root;
  }

  get(object: ObjectKey, field: FieldKey): Value | undefined {
    this.recorder?.read(object, field);
    return this.#root.get(object)?.get(field);
  }

  set(object: ObjectKey, field: FieldKey, value: Value): void {
    this.recorder?.write(object, field);
    const fields: Fields<Value> = this.#root.get(object) ?? emptyMap();
    this.#root = this.#root.set(object, fields.set(field, value));
  }

  delete(object: ObjectKey, field: FieldKey): void {
    this.recorder?.write(object, field);
    const fields = this.#root.get(object)?.delete(field);
    if (fields) this.#root = fields.size === 0 ? this.#root.delete(object) : this.#root.set(object, fields);
  }

  deleteObject(object: ObjectKey): void {
    if (this.recorder) for (const [field] of this.fields(object)) this.recorder.write(object, field);
    this.#root = this.#root.delete(object);
  }

  has(object: ObjectKey): boolean {
    return this.#root.get(object) !== undefined;
  }

  objects(): Iterable<ObjectKey> {
    return this.#root.keys();
  }

  fields(object: ObjectKey): Iterable<readonly [FieldKey, Value]> {
    return this.#root.get(object)?.entries() ?? [];
  }

  snapshot(): Snapshot<Value> {
    return { root: this.#root };
  }

  restore(snapshot: Snapshot<Value>): void {
    this.#root = snapshot.root;
  }

  /** A store of its own that starts from here. */
  fork(): Store<Value> {
    return new Store(this.snapshot());
  }

  /** What differs from `earlier`; parts that both share are skipped unread. */
  changesSince(earlier: Snapshot<Value>): readonly Change<Value>[] {
    const changes: Change<Value>[] = [];
    const none: Fields<Value> = emptyMap();
    for (const [object, before, after] of this.#root.difference(earlier.root)) {
      for (const [field, old, now] of (after ?? none).difference(before ?? none)) {
        changes.push({ object, field, before: old, after: now });
      }
    }
    return changes;
  }
}
