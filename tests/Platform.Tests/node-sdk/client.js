'use strict';
// A client of the platform under test, and the steps that all scenarios take.
const { scf } = require('tencentcloud-sdk-nodejs-scf');

const client = new scf.v20180416.Client({
  credential: { secretId: process.env.SCF_TEST_SECRET_ID, secretKey: process.env.SCF_TEST_SECRET_KEY },
  region: 'ap-guangzhou',
  profile: { httpProfile: { protocol: 'http://', endpoint: process.env.SCF_TEST_ENDPOINT } },
});

// The interface tells a function's state only when asked.
async function untilActive(FunctionName) {
  for (;;) {
    const { Status, StatusDesc } = await client.GetFunction({ FunctionName });
    if (Status === 'Active') return;
    if (Status.endsWith('Failed')) throw new Error(`${FunctionName} is ${Status}: ${StatusDesc}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

async function invoke(FunctionName, event, more = {}) {
  const { Result } = await client.Invoke({ FunctionName, ClientContext: JSON.stringify(event), LogType: 'Tail', ...more });
  return Result;
}

// Runs a scenario; whatever happens, its functions are gone afterwards.
function scenario(names, body) {
  body()
    .finally(async () => {
      for (const FunctionName of names) await client.DeleteFunction({ FunctionName }).catch((error) => {
        if (!String(error.code).startsWith('ResourceNotFound')) throw error;
      });
    })
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}

async function codeOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error.code;
  }
  return null;
}

module.exports = { client, untilActive, invoke, scenario, codeOf };
