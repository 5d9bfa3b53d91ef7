// Validates HTTP exchanges against the Bot Connector's OpenAPI file. That is Swagger 2.0 without anything of ARM's: its definitions are JSON
// Schema but for a few words, so that Ajv reads them.
// stdin: { "file": PATH, "exchanges": [{ "method", "url", "requestBody", "status", "responseBody" }, …] };
// stdout: [{ "operation": ID or null, "violations": ["response /members/0: …", …] }, …] in the same order.
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const { file, exchanges } = JSON.parse(readFileSync(0, "utf8"));
const specification = JSON.parse(readFileSync(file, "utf8"));
const { definitions, paths } = specification;

// What Teams says of a person beyond what every channel does, and how one of them is asked for: only Teams' own documentation has it.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
const words = ["givenName", "surname", "email", "userPrincipalName", "tenantId", "userRole", "objectId"];
definitions.TeamsChannelAccount = structuredClone(definitions.ChannelAccount);
for (const word of words) definitions.TeamsChannelAccount.properties[word] = { type: "string" };
definitions.PagedMembersResult.properties.members.items = { $ref: "#/definitions/TeamsChannelAccount" };
paths["/v3/conversations/{conversationId}/members/{memberId}"].get = {
  operationId: "Conversations_GetConversationMember",
  parameters: [],
  responses: { 200: { schema: { $ref: "#/definitions/TeamsChannelAccount" } }, default: { schema: { $ref: "#/definitions/ErrorResponse" } } },
};

// A client must bear what it does not know. Nothing here has a reason to send or to make up anything that the file does not name.
for (const definition of Object.values(definitions)) {
  if (Object.keys(definition.properties ?? {}).length > 0) definition.additionalProperties ??= false;
}
// Each of these says something; the file only says what it would be.
definitions.ErrorResponse.required = ["error"];
definitions.Error.required = ["code", "message"];
definitions.ResourceResponse.required = ["id"];
definitions.ConversationResourceResponse.required = ["id"];
definitions.Activity.required = ["type"];

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
ajv.addSchema({ $id: "connector", definitions });

const templates = Object.entries(paths).map(([path, operations]) => [new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`), operations]);

function problems(where, schema, body) {
  if (schema === undefined) return body === undefined ? [] : [`${where}: a body where none is described`];
  const isValid = ajv.getSchema(`connector${schema.$ref}`);
  if (isValid(body ?? null)) return [];
  return isValid.errors.map((error) => `${where} ${error.instancePath || "as a whole"}: ${error.message} ${JSON.stringify(error.params)}`);
}

function queryProblems(operation, query) {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === "query").map((parameter) => parameter.name);
  return [...query.keys()].filter((name) => !known.includes(name)).map((name) => `request: no such query parameter as ${name}`);
}

function validate({ method, url, requestBody, status, responseBody }) {
  const { pathname, searchParams } = new URL(url);
  const operation = templates.find(([template]) => template.test(pathname))?.[1][method.toLowerCase()];
  if (operation === undefined) return { operation: null, violations: ["There is no such operation."] };
  const sent = operation.parameters.find((parameter) => parameter.in === "body")?.schema;
  const answer = operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined);
  return {
    operation: operation.operationId,
    violations: [
      ...queryProblems(operation, searchParams),
      ...problems("request", sent, requestBody),
      ...(answer === undefined ? [`response: ${status} is not described`] : problems("response", answer.schema, responseBody)),
    ],
  };
}

process.stdout.write(JSON.stringify(exchanges.map(validate)));
