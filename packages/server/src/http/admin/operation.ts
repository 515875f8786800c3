import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { z } from "zod";
import type { AdminAction } from "../../hub/admin-action.ts";
import type { Hub } from "../../hub/hub.ts";

/** Something an administrator may ask for. The routes and their description are both made of it. */
export interface Operation {
  /** Its name in OpenAPI. */
  readonly id: string;
  readonly method: "get" | "post" | "delete";
  /** An OpenAPI path template. What it names is read from the path; the rest from the query, or of a POST from the body. */
  readonly path: string;
  readonly summary: string;
  readonly input: z.ZodObject;
  readonly answer: z.ZodObject;
  /** Refuses with `bad-message` what is not its input. */
  readonly perform: (hub: Hub, raw: unknown, order: AdminAction) => object;
}

interface OperationOf<Input extends z.ZodObject, Answer extends z.ZodObject>
  extends Omit<Operation, "input" | "answer" | "perform"> {
  readonly input: Input;
  readonly answer: Answer;
  readonly perform: (hub: Hub, input: z.output<Input> & AdminAction) => z.input<Answer>;
}

/** An operation that is given only input of its schema. */
export function operation<Input extends z.ZodObject, Answer extends z.ZodObject>(
  of: OperationOf<Input, Answer>,
): Operation {
  return {
    ...of,
    perform: (hub, raw, { actor: by }) => of.perform(hub, { ...parse(of.input, raw), actor: by }),
  };
}

function parse<Input extends z.ZodObject>(input: Input, raw: unknown): z.output<Input> {
  const parsed = input.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") || "request";
  throw new SignalingError("bad-message", `${place}: ${issue?.message}`);
}
