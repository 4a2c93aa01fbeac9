'use strict';

// The bootstrap of the Node.js runtimes: node bootstrap.js <socket>. It starts as a generic process without code, becomes
// an instance of one function version by a LOAD frame, and then runs one call per EVENT frame.

const fs = require('node:fs');
const Module = require('node:module');
const { FrameConnection, Kind } = require('./frames.js');
const { captureOutput } = require('./capture.js');
const { Instance } = require('./instance.js');
const { LoadFailure, loadHandler } = require('./handler.js');
const { stackOf, userException } = require('./failures.js');

const socketPath = process.argv[2];
if (!socketPath) {
  process.stderr.write('usage: node bootstrap.js <socket>\n');
  process.exit(2);
}

let instance = null;
let loading = false;
let answered = false;

const connection = new FrameConnection(socketPath, onFrame, onConnect, onClose);

function log(chunk) {
  const id = instance?.current?.id ?? 0;
  if (typeof chunk === 'string') connection.sendText(Kind.LOG, id, chunk);
  else connection.sendBytes(Kind.LOG, id, chunk);
  // At once: a call that is killed for its time or memory must not take its log along.
  connection.flush();
}

function onConnect() {
  connection.sendText(Kind.READY, 0, JSON.stringify({ runtime: 'nodejs', version: process.versions.node, pid: process.pid }));
}

function onClose(error) {
  // The agent is gone, and with it the reason to live; nobody is left to read a log.
  process.exit(error === null ? 0 : 1);
}

function onFrame(kind, id, buffer, start, end) {
  if (kind === Kind.EVENT && instance !== null) instance.start(id, buffer, start, end);
  else if (kind === Kind.LOAD && !loading) load(JSON.parse(buffer.utf8Slice(start, end)));
  else abandon(`unexpected frame of kind 0x${kind.toString(16)}`);
}

async function load(request) {
  loading = true;
  try {
    applyEnvironment(request);
    const handler = await loadHandler(request.codeRoot, request.handler);
    instance = new Instance(connection, request, handler);
    answerLoad(Kind.LOADED, '');
  } catch (error) {
    answerLoad(Kind.LOAD_FAILED, error instanceof LoadFailure ? error.frame : userException(error));
  }
}

// Once: code that is being loaded can fail by an uncaught error first and then load to its end.
function answerLoad(kind, text) {
  if (answered) return;
  answered = true;
  connection.sendText(kind, 0, text);
}

// The two sides do not understand each other: not a matter of the function, so it goes to the real stderr.
function abandon(reason) {
  fs.writeSync(2, `bootstrap: ${reason}\n`);
  process.exit(70);
}

function applyEnvironment(request) {
  const searchPath = process.env.NODE_PATH;
  for (const key of Object.keys(process.env)) if (!(key in request.environment)) delete process.env[key];
  Object.assign(process.env, request.environment);
  if (process.env.NODE_PATH !== searchPath) Module._initPaths();
  process.chdir(request.codeRoot);
}

function onUncaught(thrown, kind) {
  // A function that listens itself has decided what such an error means.
  if (process.listenerCount(kind) > 1) return;
  if (!loading) abandon(stackOf(thrown));
  else if (!answered) answerLoad(Kind.LOAD_FAILED, userException(thrown));
  else if (!instance?.failByUncaught(thrown)) log(`${stackOf(thrown)}\n`);
}

process.argv.length = 1;
captureOutput(log, () => instance?.current?.requestId ?? '-');
process.on('uncaughtException', (thrown) => onUncaught(thrown, 'uncaughtException'));
process.on('unhandledRejection', (thrown) => onUncaught(thrown, 'unhandledRejection'));
process.on('beforeExit', () => instance?.eventLoopEmpty());
process.on('exit', () => connection.flush());
