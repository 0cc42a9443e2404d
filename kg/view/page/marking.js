// 对, 错, 改 beside a sentence: only where `kg serve` gave a token in the address, and then it is told which claim is meant.
const marking = (() => {
  const { make, say } = words,
    token = location.protocol.startsWith("http") ? new URLSearchParams(location.search).get("token") || "" : "",
    MARKS = ["right", "wrong", "change"];

  async function send(claim, mark, box) {
    const to = mark === "change" ? prompt(say("changeTo")) : "";
    if (to === null || (mark === "change" && !to.trim())) return;
    const note = prompt(say("markNote"));
    if (note === null) return;
    const answer = await fetch("/marks", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-KG-Token": token, ...words.spoken() },
      body: JSON.stringify({ claim, mark, to, note }),
    }).catch((error) => ({ ok: false, text: async () => String(error) }));
    const told = await answer.text();
    box.textContent = answer.ok ? say("marked", told) : say("notMarked", told);
  }
  function buttons(claim) {
    const told = make("span", { class: "how", role: "status" });
    return make(
      "span",
      { class: "marks" },
      ...MARKS.map((mark) => make("button", { class: "plain", click: () => send(claim, mark, told) }, say(mark))),
      told,
    );
  }
  return { on: Boolean(token), buttons };
})();
