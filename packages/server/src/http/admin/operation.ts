import { SignalingError } from "simple-webrtc-signaling-protocol";
import type * as z from "zod";
import type { AdminAction } from "../../hub/admin-action.ts";
import type { Administration } from "../../hub/administration.ts";
import type { NodeAdministration } from "./node-administration.ts";

/** Performs the operations of administrators. */
export interface Administrations extends Administration, NodeAdministration {}

/** An operation of the administration API. Its route and its OpenAPI description derive from it. */
export interface Operation {
  /** The `operationId` in OpenAPI. */
  readonly id: string;
  readonly method: "get" | "post" | "delete";
  /** An OpenAPI path template. Other parameters are read from the query, or from the body of a POST. */
  readonly path: string;
  readonly summary: string;
  readonly input: z.ZodObject;
  readonly answer: z.ZodObject;
  /** Performs the operation. Refuses with `bad-message` if `raw` does not match the input schema. */
  readonly perform: (hub: Administrations, raw: unknown, action: AdminAction) => Promise<object>;
}

interface OperationOf<Input extends z.ZodObject, Answer extends z.ZodObject>
  extends Omit<Operation, "input" | "answer" | "perform"> {
  readonly input: Input;
  readonly answer: Answer;
  readonly perform: (
    hub: Administrations,
    input: z.output<Input> & AdminAction,
  ) => Promise<z.input<Answer>>;
}

/** Returns an operation whose `perform` receives only valid input. */
export function operation<Input extends z.ZodObject, Answer extends z.ZodObject>(
  of: OperationOf<Input, Answer>,
): Operation {
  return {
    ...of,
    perform: async (hub, raw, { actor }) => of.perform(hub, { ...parse(of.input, raw), actor }),
  };
}

/** Returns the valid input of a request. Refuses with `bad-message`. */
export function parse<Input extends z.ZodObject>(input: Input, raw: unknown): z.output<Input> {
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") || "request";
  throw new SignalingError("bad-message", `${place}: ${issue?.message}`);
}
