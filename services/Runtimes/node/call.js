'use strict';

const { inspect } = require('node:util');
const { Kind } = require('./frames.js');
const { responseTooLarge, userException } = require('./failures.js');

/** Largest result of a call, in bytes of its JSON text. */
const MAX_RESULT = 6 * 1024 * 1024;

/** One invocation. The first of return, throw, rejection and callback ends it; what comes later is ignored. */
class Call {
  #ended;

  /** ended(call, kind, text): takes the frame that answers the call. */
  constructor(id, requestId, ended) {
    this.id = id;
    this.requestId = requestId;
    this.open = true;
    this.waitsForEmptyEventLoop = true;
    this.#ended = ended;
  }

  succeed(value) {
    if (!this.open) return;
    let text;
    try {
      text = JSON.stringify(value) ?? 'null';
    } catch (error) {
      this.fail(error);
      return;
    }
    if (text.length * 3 > MAX_RESULT && Buffer.byteLength(text) > MAX_RESULT) this.#end(Kind.FAILURE, responseTooLarge());
    else this.#end(Kind.RESULT, text);
  }

  fail(thrown) {
    if (this.open) this.#end(Kind.FAILURE, userException(thrown));
  }

  /** The callback form: callback(error, data). */
  callBack(error, data) {
    if (!error) this.succeed(data);
    else if (error instanceof Error) this.fail(error);
    else this.fail(`${typeof error === 'string' ? error : inspect(error)}(callback err is not instance of Error)`);
  }

  #end(kind, text) {
    this.open = false;
    this.#ended(this, kind, text);
  }
}

module.exports = { Call };
