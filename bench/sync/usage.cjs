// Loaded before a program that is measured (node --require): says at its end what it took, in a file.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  let peakKiB = maxRSS;
  try {
    // The figure above also counts what the parent held when it started this process; this one does not.
    peakKiB = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? maxRSS);
  } catch {
    // Not Linux.
  }
  const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMiB: peakKiB / 1024 };
  writeFileSync(process.env.QBSYNC_BENCH_USAGE, JSON.stringify(used));
});
