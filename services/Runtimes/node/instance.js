'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const { Call } = require('./call.js');
const { Kind } = require('./frames.js');
const { InstanceFacts, InvocationContext } = require('./context.js');
const { invalidEvent } = require('./failures.js');
const { LaterWork } = require('./later.js');

const REQUEST_ID = 36;

/** One function version in this process: its handler and the calls that are open. */
class Instance {
  #connection;
  #handler;
  #facts;
  #open = new Map();
  #latest = null;
  // Only where calls overlap: following asynchronous work costs time on every promise.
  #scope;
  // Calls whose handler returned nothing so far and may still call back.
  #silent = new Set();
  // Only where calls do not overlap: of several, none could be told whose the later work is.
  #later;
  #ended = (call, kind, text) => {
    this.#open.delete(call.id);
    if (this.#silent.delete(call) && this.#silent.size === 0) this.#connection.ref();
    if (kind === Kind.RESULT && this.#later !== null && call.waitsForEmptyEventLoop) this.#later.follow(call, text);
    else this.#connection.sendText(kind, call.id, text);
  };

  constructor(connection, load, handler) {
    this.#connection = connection;
    this.#handler = handler;
    this.#facts = new InstanceFacts(load);
    this.#scope = load.concurrency > 1 ? new AsyncLocalStorage() : null;
    this.#later = load.concurrency > 1 ? null : new LaterWork(connection);
  }

  /** The call on whose behalf the current code runs, or null. */
  get current() {
    const call = this.#scope?.getStore() ?? this.#latest;
    if (call?.open) return call;
    if (this.#scope !== null) return null;
    return this.#later.call ?? (this.#open.size === 1 ? this.#open.values().next().value : null);
  }

  /** Runs the handler for an EVENT frame. */
  start(id, buffer, start, end) {
    const requestId = buffer.latin1Slice(start, start + REQUEST_ID);
    const parent = start + REQUEST_ID + 1;
    const source = parent + buffer[parent - 1] + 1;
    const body = source + buffer[source - 1];
    let event;
    try {
      event = JSON.parse(buffer.utf8Slice(body, end));
    } catch (error) {
      this.#connection.sendText(Kind.FAILURE, id, invalidEvent(error));
      return;
    }

    const call = new Call(id, requestId, this.#ended);
    const context = new InvocationContext(this.#facts, call, buffer.latin1Slice(parent, source - 1), this.#facts.variables(buffer.utf8Slice(source, body)));
    this.#open.set(id, call);
    this.#latest = call;
    if (this.#scope === null) this.#run(call, event, context);
    else this.#scope.run(call, () => this.#run(call, event, context));
  }

  #run(call, event, context) {
    let returned;
    try {
      returned = this.#handler(event, context, (error, data) => call.callBack(error, data));
    } catch (error) {
      call.fail(error);
      return;
    }

    if (typeof returned?.then === 'function') returned.then((value) => call.succeed(value), (error) => call.fail(error));
    // A handler with a callback parameter often returns what its last call returned (a timer, a request): not its result.
    else if (returned !== undefined && this.#handler.length < 3) call.succeed(returned);
    else if (call.open) this.#awaitCallback(call);
  }

  // Without the connection's hold on the event loop, Node says by `beforeExit` when nothing is left that could call back.
  #awaitCallback(call) {
    this.#silent.add(call);
    if (this.#silent.size === 1) this.#connection.unref();
  }

  /** Nothing is left to run: calls that still wait for their callback will never get it and end with null. */
  eventLoopEmpty() {
    for (const call of [...this.#silent]) call.succeed(null);
    this.#later?.eventLoopEmpty();
  }

  /** An error that no handler caught. Returns false when no call is open. */
  failByUncaught(thrown) {
    const call = this.current;
    if (call !== null && call === this.#later?.call) this.#later.fail(thrown);
    else if (call !== null) call.fail(thrown);
    else if (this.#open.size > 0) for (const open of [...this.#open.values()]) open.fail(thrown);
    else return false;
    return true;
  }
}

module.exports = { Instance };
