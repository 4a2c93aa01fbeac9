'use strict';
const assert = require('node:assert/strict');
const { scf } = require('tencentcloud-sdk-nodejs-scf');
const { client, codeOf } = require('./client');

(async () => {
  assert.match(await codeOf(client.GetFunction({ FunctionName: 'no-such-function' })), /^ResourceNotFound/);
  assert.equal(await codeOf(client.request('NoSuchAction', {})), 'InvalidAction');
  assert.match(await codeOf(client.Invoke({ FunctionName: 'no-such-function' })), /^ResourceNotFound/);
  const stranger = new scf.v20180416.Client({
    credential: { secretId: process.env.SCF_TEST_SECRET_ID, secretKey: 'wrong' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { protocol: 'http://', endpoint: process.env.SCF_TEST_ENDPOINT } },
  });
  assert.equal(await codeOf(stranger.ListFunctions({})), 'AuthFailure.SignatureFailure');
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
