// Validates HTTP exchanges against Microsoft's OpenAPI files with oav, the validator that Azure's own services are checked with.
// It is used as a library: `oav validate-traffic` is the same engine, but does not look at the headers of long-running operations,
// and oav 4.0.3 comes without the templates of its report.
// stdin: { "specification": FOLDER, "files": [PATH in it, …], "exchanges": [{ "method", "url", "requestHeaders", "requestBody", "status",
// "responseHeaders", "responseBody" }, …] }; stdout: [{ "operation": ID or null, "violations": ["response $.location: …", …] }, …] in the same order.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import oav from "oav";

const { specification, files, exchanges } = JSON.parse(readFileSync(0, "utf8"));

// A client must bear values that it does not know (modelAsString), and oav allows them. Nothing here has a reason to send or to make up any.
const strict = join(mkdtempSync(join(tmpdir(), "chatops-specs-")), "specification");
for (const folder of new Set(["common-types", ...files.map((file) => file.split("/")[0])])) {
  cpSync(join(specification, folder), join(strict, folder), { recursive: true });
}
for (const entry of readdirSync(strict, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith(".json")) continue;
  const path = join(entry.parentPath, entry.name);
  writeFileSync(path, readFileSync(path, "utf8").replace(/"modelAsString":\s*true/g, '"modelAsString": false'));
}

const validator = new oav.LiveValidator(
  {
    directory: strict,
    swaggerPaths: files.map((file) => join(strict, file)),
    isPathCaseSensitive: false,
    loadValidatorInBackground: false,
    isArmCall: true,
    git: { shouldClone: false },
  },
  () => {},
);

// Where a running operation is asked about is no operation of the OpenAPI files: its address is the service's own. What it answers is
// Azure's common form. So is an error's; some files (disk.json) describe none.
const common = JSON.parse(readFileSync(join(strict, "common-types/resource-management/v5/types.json"), "utf8")).definitions;
const statusProblems = problemsWith("OperationStatusResult");
const errorProblems = problemsWith("ErrorResponse");
const isOperation = (url) => /\/locations\/[^/]+\/(?:operations|operationResults|DiskOperations)\/[^/?]+/i.test(url);

function problemsWith(name) {
  const definitions = structuredClone(common);
  for (const strictly of [name, "ErrorDetail"]) definitions[strictly].additionalProperties = false;
  definitions.ErrorResponse.required = ["error"];
  definitions.ErrorDetail.required = ["code", "message"];
  // "discriminator", "x-ms-…" and formats are OpenAPI's, not JSON Schema's.
  const isValid = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile({ definitions, $ref: `#/definitions/${name}` });
  return (body) => (isValid(body ?? null) ? [] : isValid.errors.map((error) => `response $${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`));
}

// oav looks for these only where a body is described.
function headerProblems(status, headers) {
  const names = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const problems = [];
  if (status === 202 && !names.has("location") && !names.has("azure-asyncoperation")) problems.push("response headers: nowhere to ask how far it is");
  for (const name of ["location", "azure-asyncoperation"]) {
    if (names.has(name) && !/^https:\/\/.+[?&]api-version=/.test(names.get(name))) problems.push(`response headers: ${name} is ${names.get(name)}`);
  }
  if (names.has("retry-after") && !/^\d+$/.test(names.get("retry-after"))) problems.push(`response headers: retry-after is ${names.get("retry-after")}`);
  return problems;
}

// Of a list, the first item that has it is enough.
const describe = (where) => (issue) => `${where} ${issue.jsonPathsInPayload[0] ?? "as a whole"}: ${issue.code}: ${issue.message}`;

async function validate({ method, url, requestHeaders, requestBody, status, responseHeaders, responseBody }) {
  const beside = [...headerProblems(status, responseHeaders), ...(status >= 400 ? errorProblems(responseBody) : [])];
  if (isOperation(url)) {
    const problems = status === 200 && !url.includes("monitor=true") ? statusProblems(responseBody) : [];
    return { operation: "(running operation)", violations: [...beside, ...problems] };
  }
  const result = await validator.validateLiveRequestResponse({
    liveRequest: { method, url, headers: requestHeaders, body: requestBody },
    liveResponse: { statusCode: `${status}`, headers: responseHeaders, body: responseBody },
  });
  const { requestValidationResult: request, responseValidationResult: response } = result;
  const broken = [result.runtimeException, request.runtimeException, response.runtimeException].filter((problem) => problem);
  const operation = request.operationInfo?.operationId;
  return {
    operation: operation === undefined || operation === "unknownOperationId" ? null : operation,
    violations: [
      ...broken.map((problem) => `${problem.code}: ${problem.message}`),
      ...request.errors.map(describe("request")),
      ...response.errors.map(describe("response")),
      ...beside,
    ],
  };
}

await validator.initialize();
const results = [];
for (const exchange of exchanges) results.push(await validate(exchange));
rmSync(join(strict, ".."), { recursive: true });
process.stdout.write(JSON.stringify(results));
