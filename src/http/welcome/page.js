"use strict";
const form = document.getElementById("form");
const told = document.getElementById("told");
const token = location.hash.slice(1);
// The token does not stay in the address bar, nor in the history.
history.replaceState(null, "", location.pathname);
const texts = {
  "no-token": "链接不完整：请打开完整的链接。 The link is incomplete: open all of it.",
  "different": "两次输入不一致。 The two entries differ.",
  "done": "密码已设置，请在应用中登录。 The password is set: sign in with the app.",
  "invalid": "密码太容易被猜到，请换一个。 Too easy to guess: choose another one.",
  "invalid-token": "链接已使用、已过期或已撤回，请联系管理员。 The link was used, expired or withdrawn: ask your administrator.",
  "failed": "暂时无法完成，请稍后再试。 It did not work this time: try again shortly.",
};
const tell = (code) => { told.textContent = texts[code] || texts.failed; };
if (!token) { form.hidden = true; tell("no-token"); }
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const password = document.getElementById("password").value;
  if (password !== document.getElementById("again").value) { tell("different"); return; }
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch("v1/auth/redeem", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, new_password: password }),
    });
    if (answer.ok) { form.hidden = true; tell("done"); return; }
    tell((await answer.json()).code);
  } catch { tell("failed"); }
  button.disabled = false;
});
