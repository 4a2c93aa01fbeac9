'use strict';
const assert = require('node:assert/strict');
const { client, untilActive, invoke, scenario, codeOf } = require('./client');
const { zip } = require('./zip');

const FunctionName = 'sdk-python';

scenario([FunctionName], async () => {
  await client.CreateFunction({
    FunctionName,
    Runtime: 'Python3.10',
    Handler: 'index.main_handler',
    MemorySize: 128,
    Timeout: 10,
    Environment: { Variables: [{ Key: 'GREETING', Value: 'hello' }] },
    Code: { ZipFile: zip({ 'index.py': 'import os\ndef main_handler(event, context):\n    print("seen", event["n"])\n    return {"greeting": os.environ["GREETING"], "double": event["n"] * 2}\n' }) },
  });
  await untilActive(FunctionName);

  const first = await invoke(FunctionName, { n: 21 });
  assert.equal(first.InvokeResult, 0, JSON.stringify(first));
  assert.deepEqual(JSON.parse(first.RetMsg), { greeting: 'hello', double: 42 });
  assert.match(first.Log, /seen 21/);
  assert.ok(first.FunctionRequestId);

  await client.UpdateFunctionCode({ FunctionName, ZipFile: zip({ 'index.py': 'def main_handler(event, context):\n    return "changed"\n' }) });
  await untilActive(FunctionName);
  assert.equal(JSON.parse((await invoke(FunctionName, {})).RetMsg), 'changed');

  await client.UpdateFunctionConfiguration({ FunctionName, Timeout: 20, Description: 'from the SDK' });
  await untilActive(FunctionName);
  const described = await client.GetFunction({ FunctionName });
  assert.equal(described.Timeout, 20);
  assert.equal(described.Description, 'from the SDK');

  await client.DeleteFunction({ FunctionName });
  assert.match(await codeOf(client.GetFunction({ FunctionName })), /^ResourceNotFound/);
});
