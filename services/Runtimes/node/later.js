'use strict';

const { Kind, LATER_WORK } = require('./frames.js');
const { userException } = require('./failures.js');

/** A result waits twice this, in milliseconds, at most to learn whether unlisted work follows it. */
const PATIENCE = 5;

/** Builtin modules some of whose work (jobs of the thread pool, DNS queries) Node does not list among the active resources. */
const UNLISTED = /^NativeModule (zlib|crypto|dns|internal\/crypto\/|internal\/dns\/(callback_resolver|promises))/;

/** Whether anything is loaded that could have work pending which Node does not list. Made before the function's code is loaded. */
class UnlistedWork {
  #seen = 0;
  #possible = !Array.isArray(process.moduleLoadList);

  constructor() {
    const open = process.dlopen;
    // A native add-on may use the thread pool.
    process.dlopen = (...args) => {
      this.#possible = true;
      return open.apply(process, args);
    };
  }

  get possible() {
    const loaded = process.moduleLoadList;
    while (!this.#possible && this.#seen < loaded.length) this.#possible = UNLISTED.test(loaded[this.#seen++]);
    return this.#possible;
  }
}

const unlisted = new UnlistedWork();

/**
 * What a call leaves running when its result is there. The result goes out at once, marked where work follows; then the call ends when the event
 * loop is empty, which `beforeExit` tells while the connection does not hold the loop. That is exact and costs a third of a small call, so that
 * it is asked only where Node's list of active resources says that work follows, or cannot say that none does. For one call at a time.
 */
class LaterWork {
  #connection;
  #result = null;
  // Never cleared: one that fires for nothing costs less than one that is made for each call.
  #undecided = setTimeout(() => this.#wait(), PATIENCE).unref();
  #waited = false;
  #look = () => {
    if (this.#result === null) return;
    if (process.getActiveResourcesInfo().length > 0) this.#answer();
    else if (unlisted.possible) this.#undecided.refresh();
    else this.eventLoopEmpty();
  };

  /** The call that has its result and has not ended. */
  call = null;

  constructor(connection) {
    this.#connection = connection;
  }

  /** Takes the result of a call. */
  follow(call, result) {
    this.call = call;
    this.#result = result;
    this.#waited = false;
    this.#connection.unref();
    // A turn later what has just ended (the timer that called back, the request that was awaited) is no longer listed.
    process.nextTick(this.#look);
  }

  /** Nothing is left to run. */
  eventLoopEmpty() {
    if (this.call === null) return;
    if (this.#result === null) this.#end(Kind.DONE, '');
    else this.#end(Kind.RESULT, this.#result);
  }

  /** An error that nobody caught ends the call, whose caller may have the result already. */
  fail(thrown) {
    this.#end(Kind.FAILURE, userException(thrown));
  }

  // The first time may be in the very turn of the result, where that was long: the loop has not been asked then.
  #wait() {
    if (this.#result === null) return;
    if (this.#waited) this.#answer();
    else this.#undecided.refresh();
    this.#waited = true;
  }

  #answer() {
    this.#connection.sendText(Kind.RESULT, this.call.id, this.#result, LATER_WORK);
    this.#connection.flush();
    this.#result = null;
  }

  #end(kind, text) {
    this.#connection.ref();
    this.#connection.sendText(kind, this.call.id, text);
    this.#connection.flush();
    this.call = this.#result = null;
  }
}

module.exports = { LaterWork };
