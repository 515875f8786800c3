/** The values that the browser stores for this page. A browser that is set to store nothing throws. */

/** The server's token, until the tab is closed. */
export const rememberedToken = {
  read: () => attempt(() => sessionStorage.getItem("token") ?? undefined),
  write: (token: string) => attempt(() => sessionStorage.setItem("token", token)),
};

export const rememberedName = {
  read: () => attempt(() => localStorage.getItem("name") ?? undefined),
  write: (name: string) => attempt(() => localStorage.setItem("name", name)),
};

/** Whether single keys are shortcuts. They get in the way of speech input (WCAG 2.1.4). */
export const rememberedShortcuts = {
  areOn: () => attempt(() => localStorage.getItem("shortcuts")) !== "off",
  turn: (isOn: boolean) => attempt(() => localStorage.setItem("shortcuts", isOn ? "on" : "off")),
};

function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
