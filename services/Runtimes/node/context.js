'use strict';

/**
 * What a handler gets as its second argument. The data are own properties, so that the object prints and serialises as
 * in the SCF interface; the control members sit on the prototype and bind themselves when read, so that they may be
 * taken out of the object and cost nothing where unused.
 */
class InvocationContext {
  #call;

  constructor(instance, call, traceparent) {
    this.#call = call;
    this.memory_limit_in_mb = instance.memoryLimitMb;
    this.time_limit_in_ms = instance.timeLimitMs;
    this.request_id = call.requestId;
    this.environment = instance.environmentJson;
    this.environ = instance.environ;
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

/** The parts of the context that are the same for every call of one instance. */
class InstanceFacts {
  constructor(load) {
    this.memoryLimitMb = load.memoryLimitMb;
    this.timeLimitMs = load.timeLimitMs;
    this.functionName = load.functionName;
    this.functionVersion = load.functionVersion;
    this.namespace = load.namespace;
    this.region = load.region ?? '';
    this.appId = load.appId ?? '';
    this.uin = load.uin ?? '';
    const variables = { SCF_NAMESPACE: load.namespace, ...load.environment };
    this.environmentJson = JSON.stringify(variables);
    this.environ = Object.entries(variables).map(([key, value]) => `${key}=${value}`).join(';');
  }
}

module.exports = { InstanceFacts, InvocationContext };
