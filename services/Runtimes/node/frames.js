'use strict';

const net = require('node:net');

// docs/specs/runtime-frames.md
const Kind = Object.freeze({
  READY: 0x20,
  LOAD: 0x21,
  LOADED: 0x22,
  LOAD_FAILED: 0x23,
  EVENT: 0x24,
  RESULT: 0x25,
  FAILURE: 0x26,
  LOG: 0x27,
  DONE: 0x28,
});

/** Flag of RESULT: the call goes on after its result, until DONE or FAILURE. */
const LATER_WORK = 1;

const HEADER = 12;
const MAX_PAYLOAD = 16 * 1024 * 1024;
const READ_SIZE = 64 * 1024;
const WRITE_SIZE = 64 * 1024;

/**
 * The connection to the agent. Frames of one wake-up are parsed in place, without a copy; frames to send gather in one
 * buffer, which leaves in one write when the current turn of the event loop has come to its end.
 */
class FrameConnection {
  #socket;
  #onFrame;
  #input = Buffer.allocUnsafeSlow(READ_SIZE);
  #start = 0;
  #end = 0;
  #output = Buffer.allocUnsafeSlow(WRITE_SIZE);
  #used = 0;
  #scheduled = false;
  #flushLater = () => {
    this.#scheduled = false;
    this.flush();
  };

  /** onFrame(kind, callId, buffer, start, end): the payload is valid during the call only. */
  constructor(path, onFrame, onConnect, onClose) {
    this.#onFrame = onFrame;
    this.#socket = net.connect({
      path,
      onread: { buffer: () => this.#nextBuffer(), callback: (count) => this.#received(count) },
    });
    this.#socket.once('connect', onConnect);
    this.#socket.once('close', () => onClose(null));
    this.#socket.once('error', onClose);
  }

  ref() {
    this.#socket.ref();
  }

  unref() {
    this.#socket.unref();
  }

  /** Appends a frame with a text payload; it leaves with the next flush. */
  sendText(kind, callId, text, flags = 0) {
    // UTF-8 needs at most three bytes per UTF-16 unit; large texts are measured rather than over-reserved.
    const most = text.length > 16384 ? Buffer.byteLength(text) : text.length * 3;
    this.#reserve(HEADER + most);
    const length = this.#output.write(text, this.#used + HEADER, 'utf8');
    this.#seal(kind, callId, length, flags);
  }

  sendBytes(kind, callId, bytes) {
    this.#reserve(HEADER + bytes.length);
    this.#output.set(bytes, this.#used + HEADER);
    this.#seal(kind, callId, bytes.length, 0);
  }

  flush() {
    if (this.#used === 0 || this.#socket.connecting) return;
    const length = this.#used;
    this.#used = 0;
    this.#socket.write(this.#output.subarray(0, length));
    // What the kernel took at once is free to be overwritten; otherwise the socket owns the buffer until it is sent.
    if (this.#socket.writableLength !== 0 || this.#output.length > 16 * WRITE_SIZE) this.#output = Buffer.allocUnsafeSlow(WRITE_SIZE);
  }

  #seal(kind, callId, length, flags) {
    const output = this.#output;
    const at = this.#used;
    output.writeUInt32LE(length, at);
    output[at + 4] = kind;
    output[at + 5] = flags;
    output[at + 6] = 0;
    output[at + 7] = 0;
    output.writeUInt32LE(callId, at + 8);
    this.#used = at + HEADER + length;
    if (!this.#scheduled) {
      this.#scheduled = true;
      process.nextTick(this.#flushLater);
    }
  }

  #reserve(size) {
    if (this.#used + size <= this.#output.length) return;
    this.flush();
    if (this.#used + size <= this.#output.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#used + size, WRITE_SIZE));
    this.#output.copy(larger, 0, 0, this.#used);
    this.#output = larger;
  }

  #nextBuffer() {
    const waiting = this.#end - this.#start;
    const needed = waiting >= HEADER ? HEADER + this.#input.readUInt32LE(this.#start) : HEADER;
    const capacity = this.#input.length;
    if (waiting === 0) {
      this.#start = this.#end = 0;
      if (capacity > 16 * READ_SIZE) this.#input = Buffer.allocUnsafeSlow(READ_SIZE);
    } else if (this.#start + needed > capacity || capacity - this.#end < READ_SIZE / 4) {
      const target = needed > capacity || capacity - waiting < READ_SIZE / 4 ? Buffer.allocUnsafeSlow(needed + READ_SIZE) : this.#input;
      this.#input.copy(target, 0, this.#start, this.#end);
      this.#input = target;
      this.#start = 0;
      this.#end = waiting;
    }
    return this.#input.subarray(this.#end);
  }

  #received(count) {
    this.#end += count;
    const input = this.#input;
    while (this.#end - this.#start >= HEADER) {
      const at = this.#start;
      const length = input.readUInt32LE(at);
      if (length > MAX_PAYLOAD) throw new RangeError(`A frame of ${length} bytes is over the limit of ${MAX_PAYLOAD}`);
      const payload = at + HEADER;
      if (this.#end - payload < length) break;
      this.#start = payload + length;
      this.#onFrame(input[at + 4], input.readUInt32LE(at + 8), input, payload, payload + length);
    }
    return true;
  }
}

module.exports = { FrameConnection, Kind, LATER_WORK };
