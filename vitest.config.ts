import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __QBSYNC_VERSION__: JSON.stringify('0.0.0-test') },
  // Without it one core is kept back, which is half of a small machine.
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000, maxWorkers: '100%' },
});
