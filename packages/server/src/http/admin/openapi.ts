import * as z from "zod";
import { version } from "../../version.ts";
import type { Operation } from "./operation.ts";
import { failure } from "./schemas.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** A described operation. The content type is JSON if absent. */
export interface Described extends Omit<Operation, "perform"> {
  readonly contentType?: string;
}

/** Returns the OpenAPI 3.1 description of the operations, from the schemas that validate requests. */
export function openApi(operations: readonly Described[]): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of operations) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method]: describe(operation) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Administration of simple-webrtc-signaling-server",
      version,
      license: { name: "MIT", identifier: "MIT" },
    },
    // The URL is relative to the description (OpenAPI 3.1 §4.8.5), because a proxy can have added a prefix.
    servers: [{ url: ".." }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "ADMIN_TOKEN, or the token of an identity with the permission `admin`",
        },
      },
      schemas: { Failure: schemaOf(failure, "output") },
      responses: Object.fromEntries(failures.map(([name, of]) => [name, failureAnswer(of)])),
    },
  };
}

/** The names, statuses and descriptions of the error responses of every operation. */
const failures = [
  ["BadRequest", { status: 400, description: "The request does not match its schema" }],
  ["Unauthorized", { status: 401, description: "The token is missing or not valid" }],
  ["Forbidden", { status: 403, description: "The identity lacks the permission `admin`" }],
  [
    "NotFound",
    { status: 404, description: "No peer, identity, room or server of this name is connected" },
  ],
  ["TooLarge", { status: 413, description: "The body has more than 16,384 bytes" }],
  ["TooManyRequests", { status: 429, description: "Too many failures from this address" }],
  ["Unavailable", { status: 503, description: "The authentication of the token is unavailable" }],
] as const;

function failureAnswer({ description }: { readonly description: string }): JsonObject {
  return answerOf(description, { $ref: "#/components/schemas/Failure" });
}

function describe(operation: Described): JsonObject {
  const { id: operationId, summary, answer, method, contentType } = operation;
  const { properties, required, ...input } = inputOf(operation);
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const parameters = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: inPath.includes(name) ? "path" : "query",
    required: required.includes(name) && schema["default"] === undefined,
    ...(description === undefined ? {} : { description }),
    schema,
  }));
  const body = { type: "object", ...input, properties, required };
  return {
    operationId,
    summary,
    ...(method === "post"
      ? { requestBody: { required: true, content: { "application/json": { schema: body } } } }
      : { parameters }),
    responses: {
      200: answerOf("Success", schemaOf(answer, "output"), contentType),
      ...Object.fromEntries(
        failures.map(([name, { status }]) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
  };
}

function answerOf(
  description: string,
  schema: JsonObject,
  contentType = "application/json",
): JsonObject {
  return { description, content: { [contentType]: { schema } } };
}

interface InputSchema extends JsonObject {
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
}

function inputOf({ input }: Described): InputSchema {
  return { properties: {}, required: [], ...schemaOf(input, "input") };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
