import { expect, onTestFinished, test, vi } from "vitest";
import { Emitter } from "./emitter.ts";

class Bell extends Emitter<{ ring: number }> {
  ring(value: number): void {
    this.emit("ring", value);
  }
}

function bell() {
  const emitter = new Bell();
  const received: string[] = [];
  const receive = (name: string) => (value: number) => received.push(`${name} ${value}`);
  return { emitter, received, receive };
}

/** Collects what would be shown as an uncaught exception of the page. */
function reported(): unknown[] {
  const errors: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => errors.push(error));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return errors;
}

test("[case K6] an exception of a listener is reported, and all other listeners are called", () => {
  const errors = reported();
  const { emitter, received, receive } = bell();
  emitter.on("ring", receive("first"));
  emitter.on("ring", () => {
    throw new Error("of a listener");
  });
  emitter.on("ring", receive("last"));
  emitter.ring(1);
  expect(received).toEqual(["first 1", "last 1"]);
  expect(errors).toEqual([new Error("of a listener")]);
});

test("[case K6] without `reportError` the exception is thrown in a microtask", () => {
  expect(globalThis).not.toHaveProperty("reportError");
  const later: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (act: () => void) => later.push(act));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { emitter, received, receive } = bell();
  emitter.on("ring", () => {
    throw new Error("of a listener");
  });
  emitter.on("ring", receive("last"));
  emitter.ring(1);
  expect(received).toEqual(["last 1"]);
  expect(later).toHaveLength(1);
  expect(later[0]).toThrow("of a listener");
});

test("[case K27] a listener may remove itself and others while it is called", () => {
  const { emitter, received, receive } = bell();
  const offItself = emitter.on("ring", (value) => {
    received.push(`once ${value}`);
    offItself();
    offNext();
  });
  const offNext = emitter.on("ring", receive("ended before it was called"));
  emitter.on("ring", receive("last"));
  emitter.ring(1);
  emitter.ring(2);
  expect(received).toEqual(["once 1", "last 1", "last 2"]);
});

test("[case K27] a listener that is added during an event is first called at the next event", () => {
  const { emitter, received, receive } = bell();
  emitter.once("ring", () => emitter.on("ring", receive("later")));
  emitter.ring(1);
  emitter.ring(2);
  expect(received).toEqual(["later 2"]);
});

test("[case K27] `once` calls its listener once, also if the listener emits the event again", () => {
  const { emitter, received, receive } = bell();
  emitter.once("ring", (value) => {
    receive("once")(value);
    emitter.ring(2);
  });
  emitter.once("ring", receive("ended"))();
  emitter.ring(1);
  expect(received).toEqual(["once 1"]);
});

test("a listener that is added twice is called twice, and each `Unsubscribe` removes one", () => {
  const { emitter, received, receive } = bell();
  const listener = receive("twice");
  const off = emitter.on("ring", listener);
  emitter.on("ring", listener);
  emitter.ring(1);
  off();
  off();
  emitter.ring(2);
  expect(received).toEqual(["twice 1", "twice 1", "twice 2"]);
});
