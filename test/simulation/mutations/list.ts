export interface Mutation {
  name: string;
  /** Texts that must stand in a source file, and what stands there instead. */
  changes: { file: string; from: string; to: string }[];
}

/** Bugs that programs of this kind have had; each must be found by the simulation. */
export const MUTATIONS: Mutation[] = [
  {
    name: 'new requestid per try',
    changes: [
      {
        file: 'src/sync/writer.ts',
        from: '? [await books.write(ENTITY[first.kind], first.body, first.requestId, first.operation)]',
        to: '? [await books.write(ENTITY[first.kind], first.body, anew(first.requestId, this.#parts.random), first.operation)]',
      },
      {
        file: 'src/sync/writer.ts',
        from: ': books.writeBatch(attempts.map(batchWrite), first.requestId);',
        to: ': books.writeBatch(attempts.map(batchWrite), anew(first.requestId, this.#parts.random));',
      },
      {
        file: 'src/sync/writer.ts',
        from: 'const MOST_ROUNDS = 4;',
        to: 'const MOST_ROUNDS = 4;\nconst anew = (id, random) => id.slice(0, -6) + String(Math.floor(random() * 900000) + 100000);',
      },
    ],
  },
  {
    name: 'intent after the send',
    changes: [
      {
        file: 'src/sync/writer.ts',
        from: 'const ids = await ledger.intend(intents);',
        to: 'const ids = await Promise.resolve([]);',
      },
      {
        file: 'src/sync/writer.ts',
        from: 'return await send();',
        to: `const answer = await send();
      const ids = await this.#parts.ledger.intend(attempts);
      attempts.forEach((attempt, at) => (attempt.id = ids[at]));
      return answer;`,
      },
      {
        file: 'src/sync/writer.ts',
        from: 'if (error instanceof Problem) {',
        to: 'if (error === undefined) {',
      },
    ],
  },
  {
    name: 'intent not on disk',
    changes: [
      {
        file: 'src/ledger/sqlite.ts',
        from: 'return Number(done.lastInsertRowid);\n      }),\n    );',
        to: `this.#inMemory.push(Number(done.lastInsertRowid));
        return Number(done.lastInsertRowid);
      }),
    );`,
      },
      {
        file: 'src/ledger/sqlite.ts',
        from: 'close(): void {',
        to: `readonly #inMemory: number[] = [];
  close(): void {
    for (const id of this.#inMemory) this.#sql.run("DELETE FROM attempts WHERE state = 'open' AND id = ?", id);`,
      },
    ],
  },
  {
    name: 'retry after a validation fault',
    changes: [
      {
        file: 'src/sync/writer.ts',
        from: '(one) => one.key === key && one.operation === operation && one.bodyHash === bodyHash,',
        to: '() => false,',
      },
    ],
  },
  {
    name: 'customers keyed by name',
    changes: [
      {
        file: 'src/domain/identity.ts',
        from: 'if (customer.sourceId) return',
        to: 'if (customer.sourceId && !customer.name) return',
      },
      { file: 'src/domain/identity.ts', from: "|${(customer.email ?? '').trim().toLowerCase()}`", to: '`' },
    ],
  },
  {
    name: 'binary float sums',
    changes: [
      {
        file: 'src/domain/money.ts',
        from: 'for (const value of values) total = total.plus(value);',
        to: 'for (const value of values) total = new Big(Number(total) + Number(value));',
      },
    ],
  },
  {
    name: 'no lock between processes',
    changes: [
      {
        file: 'src/ledger/lock.ts',
        from: "database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');",
        to: "database.exec('BEGIN');",
      },
    ],
  },
  {
    name: 'batch answers by position',
    changes: [
      {
        file: 'src/qbo/books.ts',
        from: 'writes.map((write) => batchOutcome(write, answers?.get(write.bId), outcome.tid))',
        to: 'writes.map((write, at) => batchOutcome(write, [...(answers?.values() ?? [])][at], outcome.tid))',
      },
    ],
  },
];
