'use strict';

const { Console } = require('node:console');
const { Writable } = require('node:stream');

/**
 * Stands in for process.stdout and process.stderr: what is written becomes log text of the call that writes it. The real
 * descriptors stay what they are, so child processes that inherit them write to the agent's pipes.
 */
class CapturedStream extends Writable {
  #log;

  constructor(fd, log) {
    super({ decodeStrings: false });
    this.fd = fd;
    this.isTTY = false;
    this.#log = log;
  }

  _write(chunk, encoding, done) {
    this.#log(typeof chunk === 'string' && encoding !== 'utf8' && encoding !== 'utf-8' ? Buffer.from(chunk, encoding) : chunk);
    done();
  }
}

/**
 * Sends all output of the process to `log(textOrBytes)`. Lines of console.* get the prefix of the SCF interface, ISO time
 * and request id, each followed by a tab; `requestId()` names the running call.
 */
function captureOutput(log, requestId) {
  for (const [name, fd] of [['stdout', 1], ['stderr', 2]]) {
    const stream = new CapturedStream(fd, log);
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }

  const prefixed = { write: (text) => log(`${new Date().toISOString()}\t${requestId()}\t${text}`) };
  const replacement = new Console({ stdout: prefixed, stderr: prefixed, ignoreErrors: false, colorMode: false });
  for (const name of Object.keys(replacement)) {
    if (typeof replacement[name] === 'function' && typeof console[name] === 'function' && name !== 'Console') console[name] = replacement[name];
  }
}

module.exports = { captureOutput };
