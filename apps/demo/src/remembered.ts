/** What the browser keeps for this page. It may be told to keep nothing, and then throws. */

/** The server's token, until the tab is closed. */
export const rememberedToken = {
  read: () => attempt(() => sessionStorage.getItem("token") ?? undefined),
  write: (token: string) => attempt(() => sessionStorage.setItem("token", token)),
};

export const rememberedName = {
  read: () => attempt(() => localStorage.getItem("name") ?? undefined),
  write: (name: string) => attempt(() => localStorage.setItem("name", name)),
};

/** Whether single keys are shortcuts: who speaks to the computer may not want that. */
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
