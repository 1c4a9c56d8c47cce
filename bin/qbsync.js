#!/usr/bin/env node
// Old Node first, in words: the bundle itself would stop at a syntax error.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(
    'qbsync needs Node.js 20 or newer; this is ' + process.versions.node + '. Get it from https://nodejs.org',
  );
  process.exitCode = 5;
} else {
  require('../dist/main.cjs').main();
}
