import { expect, onTestFinished, test, vi } from "vitest";
import { Emitter } from "./emitter.ts";

class Bell extends Emitter<{ ring: number }> {
  ring(value: number): void {
    this.emit("ring", value);
  }
}

function bell() {
  const emitter = new Bell();
  const heard: string[] = [];
  const hear = (name: string) => (value: number) => heard.push(`${name} ${value}`);
  return { emitter, heard, hear };
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
  const { emitter, heard, hear } = bell();
  emitter.on("ring", hear("first"));
  emitter.on("ring", () => {
    throw new Error("of a listener");
  });
  emitter.on("ring", hear("last"));
  emitter.ring(1);
  expect(heard).toEqual(["first 1", "last 1"]);
  expect(errors).toEqual([new Error("of a listener")]);
});

test("[case K6] without `reportError` the exception is thrown in a microtask", () => {
  expect(globalThis).not.toHaveProperty("reportError");
  const later: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (act: () => void) => later.push(act));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { emitter, heard, hear } = bell();
  emitter.on("ring", () => {
    throw new Error("of a listener");
  });
  emitter.on("ring", hear("last"));
  emitter.ring(1);
  expect(heard).toEqual(["last 1"]);
  expect(later).toHaveLength(1);
  expect(later[0]).toThrow("of a listener");
});

test("[case K27] a listener may remove itself and others while it is called", () => {
  const { emitter, heard, hear } = bell();
  const offItself = emitter.on("ring", (value) => {
    heard.push(`once ${value}`);
    offItself();
    offNext();
  });
  const offNext = emitter.on("ring", hear("ended before it was called"));
  emitter.on("ring", hear("last"));
  emitter.ring(1);
  emitter.ring(2);
  expect(heard).toEqual(["once 1", "last 1", "last 2"]);
});

test("[case K27] a listener that is added during an event is first called at the next event", () => {
  const { emitter, heard, hear } = bell();
  emitter.once("ring", () => emitter.on("ring", hear("later")));
  emitter.ring(1);
  emitter.ring(2);
  expect(heard).toEqual(["later 2"]);
});

test("[case K27] `once` calls its listener once, also if the listener emits the event again", () => {
  const { emitter, heard, hear } = bell();
  emitter.once("ring", (value) => {
    hear("once")(value);
    emitter.ring(2);
  });
  emitter.once("ring", hear("ended"))();
  emitter.ring(1);
  expect(heard).toEqual(["once 1"]);
});

test("a listener that is added twice is called twice, and each `Unsubscribe` removes one", () => {
  const { emitter, heard, hear } = bell();
  const listener = hear("twice");
  const off = emitter.on("ring", listener);
  emitter.on("ring", listener);
  emitter.ring(1);
  off();
  off();
  emitter.ring(2);
  expect(heard).toEqual(["twice 1", "twice 1", "twice 2"]);
});
