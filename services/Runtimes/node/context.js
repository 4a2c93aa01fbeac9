'use strict';

const TRIGGER_SOURCE = 'TRIGGER_SRC';

/**
 * What a handler gets as its second argument. The data are own properties, so that the object prints and serialises as
 * in the SCF interface; the control members sit on the prototype and bind themselves when read, so that they may be
 * taken out of the object and cost nothing where unused.
 */
class InvocationContext {
  #call;

  constructor(instance, call, traceparent, variables) {
    this.#call = call;
    this.memory_limit_in_mb = instance.memoryLimitMb;
    this.time_limit_in_ms = instance.timeLimitMs;
    this.request_id = call.requestId;
    this.environment = variables.json;
    this.environ = variables.pairs;
    this.function_version = instance.functionVersion;
    this.function_name = instance.functionName;
    this.namespace = instance.namespace;
    this.tencentcloud_region = instance.region;
    this.tencentcloud_appid = instance.appId;
    this.tencentcloud_uin = instance.uin;
    if (traceparent !== '') this.traceparent = traceparent;
  }

  // Kept for functions that set it. As in all runtimes from Node 10.15 on, a result goes out at once either way.
  get callbackWaitsForEmptyEventLoop() {
    return this.#call.waitsForEmptyEventLoop;
  }

  set callbackWaitsForEmptyEventLoop(value) {
    this.#call.waitsForEmptyEventLoop = Boolean(value);
  }

  get done() {
    return (error, data) => this.#call.callBack(error, data);
  }

  get succeed() {
    return (data) => this.#call.callBack(null, data);
  }

  get fail() {
    return (error) => this.#call.callBack(error ?? new Error('context.fail was called without an error'), undefined);
  }

  get getContext() {
    return () => this;
  }
}

/** The environment variables as the context shows them. */
class Variables {
  constructor(values) {
    this.source = values[TRIGGER_SOURCE];
    this.json = JSON.stringify(values);
    this.pairs = Object.entries(values).map(([key, value]) => `${key}=${value}`).join(';');
  }
}

/** The parts of the context that are the same for every call of one instance, but for what triggered it. */
class InstanceFacts {
  #values;
  #untriggered;
  #latest;

  constructor(load) {
    this.memoryLimitMb = load.memoryLimitMb;
    this.timeLimitMs = load.timeLimitMs;
    this.functionName = load.functionName;
    this.functionVersion = load.functionVersion;
    this.namespace = load.namespace;
    this.region = load.region ?? '';
    this.appId = load.appId ?? '';
    this.uin = load.uin ?? '';
    this.#values = { SCF_NAMESPACE: load.namespace, ...load.environment };
    this.#latest = this.#untriggered = new Variables(this.#values);
  }

  /** Sets TRIGGER_SRC for a call and gives the variables that it sees; the process has one environment, so that overlapping calls find the latest one's there. */
  variables(triggerSource) {
    const source = triggerSource === '' ? this.#untriggered.source : triggerSource;
    if (source === this.#latest.source) return this.#latest;
    if (source === undefined) delete process.env[TRIGGER_SOURCE];
    else process.env[TRIGGER_SOURCE] = source;
    return (this.#latest = source === this.#untriggered.source ? this.#untriggered : new Variables({ ...this.#values, [TRIGGER_SOURCE]: source }));
  }
}

module.exports = { InstanceFacts, InvocationContext };
