// Validates HTTP exchanges against the OpenAPI files of the Logs Ingestion API and of the query API. They have nothing of ARM's, so that Ajv reads
// their definitions as JSON Schema.
// stdin: { "specification": FOLDER, "exchanges": [{ "method", "url", "requestBody", "status", "responseBody" }, …] };
// stdout: [{ "operation": ID or null, "violations": ["response /tables/0: …", …] }, …] in the same order.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";

const { specification, exchanges } = JSON.parse(readFileSync(0, "utf8"));
const read = (path) => JSON.parse(readFileSync(join(specification, path), "utf8"));
const ingestion = read("monitor/data-plane/ingestion/stable/2023-01-01/DataCollectionRules.json");
const query = read("operationalinsights/data-plane/Microsoft.OperationalInsights/stable/2022-10-27/OperationalInsights.json");

// The file says that each value of a row is an object, and shows numbers and texts in its examples.
query.definitions.table.properties.rows.items.items = {};
// A client must bear what it does not know. Nothing here has a reason to send or to make up anything that the file does not name.
for (const definition of Object.values(query.definitions)) {
  if (Object.keys(definition.properties ?? {}).length > 0) definition.additionalProperties ??= false;
}
// Of the other file, which shares its errors with all of Azure's data planes: the same form.
const errorOfUpload = { type: "object", required: ["error"], properties: { error: query.definitions.errorInfo }, additionalProperties: false };

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
ajv.addSchema({ $id: "query", definitions: query.definitions });

function operationsOf(file, base, schemaOf) {
  return Object.entries(file.paths).map(([path, operations]) => ({
    template: new RegExp(`^${base}${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
    operations,
    parametersOf: (operation) => operation.parameters.map((parameter) => (parameter.$ref ? file.parameters[parameter.$ref.split("/").at(-1)] : parameter)),
    schemaOf,
  }));
}

const inQuery = (schema) => ({ $ref: `query${schema.$ref}` });
const inIngestion = (schema) => (schema.$ref ? { ...errorOfUpload, $id: "upload", definitions: query.definitions } : schema);
const known = [...operationsOf(ingestion, "", inIngestion), ...operationsOf(query, query.basePath, inQuery)];
const compiled = new Map();

function problems(where, schema, schemaOf, body) {
  if (schema === undefined) return body === undefined || body === null ? [] : [`${where}: a body where none is described`];
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(schemaOf(schema)));
  const isValid = compiled.get(schema);
  if (isValid(body ?? null)) return [];
  return isValid.errors.map((error) => `${where} ${error.instancePath || "as a whole"}: ${error.message} ${JSON.stringify(error.params)}`);
}

function validate({ method, url, requestBody, status, responseBody }) {
  const { pathname, searchParams } = new URL(url);
  const found = known.find(({ template }) => template.test(pathname));
  const operation = found?.operations[method.toLowerCase()];
  if (operation === undefined) return { operation: null, violations: ["There is no such operation."] };
  const parameters = found.parametersOf(operation);
  const named = parameters.filter((parameter) => parameter.in === "query");
  const answer = operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined);
  return {
    operation: operation.operationId,
    violations: [
      ...[...searchParams.keys()].filter((name) => !named.some((one) => one.name === name)).map((name) => `request: no such query parameter as ${name}`),
      ...named.filter((one) => one.required && !searchParams.has(one.name)).map((one) => `request: no query parameter ${one.name}`),
      ...problems("request", parameters.find((parameter) => parameter.in === "body")?.schema, found.schemaOf, requestBody),
      ...(answer === undefined ? [`response: ${status} is not described`] : problems("response", answer.schema, found.schemaOf, responseBody)),
    ],
  };
}

process.stdout.write(JSON.stringify(exchanges.map(validate)));
