// Loaded into the built program before anything else: writes down which hosts it talks to, and with which rights it makes
// files. Node 20's own functions, whichever library calls them.
const fs = require('node:fs');
const net = require('node:net');

const log = process.env.HOOK_LOG;
const { appendFileSync, fstatSync, openSync } = fs;
const note = (what) => appendFileSync(log, `${JSON.stringify(what)}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof options === 'object' && options !== null && !options.path)
    note({ host: options.host ?? 'localhost', port: Number(options.port) });
  return connect.apply(this, given);
};

fs.openSync = function (path, flags, mode) {
  const fd = openSync.call(this, path, flags, mode);
  if (/[wa+]/.test(String(flags)) && path !== log)
    note({ file: String(path), mode: (fstatSync(fd).mode & 0o777).toString(8) });
  return fd;
};
const writeFileSync = fs.writeFileSync;
fs.writeFileSync = function (path, data, options) {
  if (typeof path === 'number') return writeFileSync.call(this, path, data, options);
  const { mode, flag } = typeof options === 'object' && options !== null ? options : {};
  const fd = fs.openSync(path, flag ?? 'w', mode ?? 0o666);
  try {
    return writeFileSync.call(this, fd, data, options);
  } finally {
    fs.closeSync(fd);
  }
};
