import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __QBSYNC_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Without it one core is kept back, which is half of a small machine.
    maxWorkers: '100%',
    // Each worker loads src/ once, not once a file: a third of the time. So a test puts back what it changes of the process.
    isolate: false,
  },
});
