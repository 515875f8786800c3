import type { TaskReply, TaskRequest } from "../helper.ts";

type Task = (argument: never) => unknown;

/** Serves the tasks of a helper process by name. The process ends with its parent process. */
export function serveTasks(tasks: Readonly<Record<string, Task>>): void {
  process.on("message", (question: TaskRequest) => void perform(tasks, question));
  process.on("disconnect", () => process.exit());
}

async function perform(
  tasks: Readonly<Record<string, Task>>,
  { number, task, argument }: TaskRequest,
): Promise<void> {
  const say = (answer: TaskReply) => process.send?.(answer);
  try {
    const value = await tasks[task]?.(argument as never);
    say({ number, value });
  } catch (error) {
    say({ number, error: error instanceof Error ? error.message : String(error) });
  }
}
