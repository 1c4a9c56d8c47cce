// Stands in for a dependency's dependency that is never called: see build.js.
function unused() {
  throw new Error('qbsync was built without this part');
}

export { unused as Ajv2020, unused as default };
