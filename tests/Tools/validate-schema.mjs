// Validates YAML files against JSON Schemas.
// stdin: [{ "schema": PATH, "file": PATH }, …]; stdout: [{ "file": PATH, "errors": ["/machine/gpus must be array", …] }, …] in the same order.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parseDocument } from "yaml";

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const schemas = new Map();

function validatorFor(path) {
  if (!schemas.has(path)) schemas.set(path, ajv.compile(JSON.parse(readFileSync(path, "utf8"))));
  return schemas.get(path);
}

function validate({ schema, file }) {
  const document = parseDocument(readFileSync(file, "utf8"));
  if (document.errors.length > 0) return { file, errors: document.errors.map((error) => error.message) };
  const isValid = validatorFor(schema);
  const errors = isValid(document.toJS()) ? [] : isValid.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
  return { file, errors };
}

const jobs = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(jobs.map(validate)));
