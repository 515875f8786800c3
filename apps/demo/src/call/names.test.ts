import { expect, test } from "vitest";
import { CallNames } from "./names.ts";

test("[case G8] peers with the same name are distinguished by the end of their peer ids", () => {
  const names = new CallNames("ada-aaaa", "Ada");
  names.introduce("ada-bbbb", "ada");
  names.introduce("bob-cccc", "Bob");
  expect([...names.present.values()]).toEqual(["Ada (aaaa)", "ada (bbbb)", "Bob"]);
});

test("[case G8] a unique name is shown unchanged", () => {
  const names = new CallNames("ada-aaaa", "Ada");
  names.introduce("bob-bbbb", "Bob");
  names.leave("bob-bbbb");
  names.introduce("bob-cccc", "Bob");
  expect(names.present.get("bob-cccc")).toBe("Bob");
  expect(names.known.get("bob-bbbb")).toBe("Bob (bbbb)");
  expect(names.known.get("bob-cccc")).toBe("Bob (cccc)");
});

test("[case G4] the name of a peer that left is kept", () => {
  const names = new CallNames("ada-aaaa", "Ada");
  names.introduce("bob-bbbb", "Bob");
  names.leave("bob-bbbb");
  expect(names.known.get("bob-bbbb")).toBe("Bob");
  expect(names.present.has("bob-bbbb")).toBe(false);
});

test("the maps stay the same objects until a name changes", () => {
  const names = new CallNames("ada-aaaa", "Ada");
  names.introduce("bob-bbbb", "Bob");
  const { known, present } = names;
  names.introduce("bob-bbbb", "Bob");
  names.leave("a peer that never gave a name");
  expect(names.known).toBe(known);
  expect(names.present).toBe(present);
});

test("the number of names of peers that left is bounded", () => {
  const names = new CallNames("ada-aaaa", "Ada");
  for (let count = 0; count < 600; count += 1) {
    names.introduce(`peer-${count}`, `Peer ${count}`);
    names.leave(`peer-${count}`);
  }
  expect(names.known.size).toBe(500);
  expect(names.known.get("ada-aaaa")).toBe("Ada");
  expect(names.known.get("peer-599")).toBe("Peer 599");
});
