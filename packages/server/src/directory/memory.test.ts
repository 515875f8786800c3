import { describe } from "vitest";
import { directoryContract } from "./contract.ts";
import { memoryDirectory } from "./memory.ts";

describe("memory directory", () => directoryContract(memoryDirectory));
